//! The meters of an upstream.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use super::meter::Meter;
use super::record::Metrics;

/// Meters of the operations of one upstream, each made when it is called first: a client doesn't know them before.
pub(crate) struct Calls {
    metrics: Metrics,
    upstream: String,
    known: RwLock<HashMap<&'static str, Meter>>,
}

impl Calls {
    pub(crate) fn of(upstream: &str, metrics: Metrics) -> Self {
        Self { metrics, upstream: upstream.to_owned(), known: RwLock::default() }
    }

    pub(crate) fn meter(&self, operation: &'static str) -> Meter {
        if !self.metrics.are_kept() {
            return Meter::default();
        }
        if let Some(meter) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(operation) {
            return meter.clone();
        }
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        known.entry(operation).or_insert_with(|| self.metrics.calls(&self.upstream, operation)).clone()
    }
}
