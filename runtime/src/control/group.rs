//! What is counted of one kind of server, or of one upstream, and of each operation of it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;

use super::labels::{Labels, label};
use crate::metrics::{Count, Ending};

/// The sum over all operations of a server or an upstream.
#[derive(Default)]
pub(super) struct Group {
    pub(super) in_flight: Gauge,
    pub(super) ended: AtomicU64,
    pub(super) errors: AtomicU64,
}

/// One operation. Its time series begin when they are first needed: a crate may have hundreds that nobody uses.
pub(super) struct Operation<const N: usize> {
    pub(super) group: Arc<Group>,
    pub(super) ends: Family<Labels<N>, Counter>,
    /// Those of `ends`, the last of which says how it ended.
    pub(super) labels: Labels<N>,
    pub(super) ended: [OnceLock<Counter>; Ending::ALL.len()],
    pub(super) durations: Family<Labels<2>, Histogram>,
    /// The first two of `labels`.
    pub(super) took: OnceLock<Histogram>,
}

impl<const N: usize> Count for Operation<N> {
    fn begins(&self) {
        self.group.in_flight.inc();
    }

    fn ends(&self, ending: Ending, took: Duration) {
        self.group.in_flight.dec();
        self.group.ended.fetch_add(1, Relaxed);
        self.group.errors.fetch_add(u64::from(ending.is_error()), Relaxed);
        self.ended[ending as usize].get_or_init(|| self.counter(ending)).inc();
        self.took.get_or_init(|| self.histogram()).observe(took.as_secs_f64());
    }
}

impl<const N: usize> Operation<N> {
    fn counter(&self, ending: Ending) -> Counter {
        let mut labels = self.labels.clone();
        if let Some(last) = labels.last_mut() {
            *last = label(last.0, ending.name());
        }
        self.ends.get_or_create_owned(&labels)
    }

    fn histogram(&self) -> Histogram {
        self.durations.get_or_create_owned(&[self.labels[0].clone(), self.labels[1].clone()])
    }
}
