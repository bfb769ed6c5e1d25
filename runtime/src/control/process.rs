//! What is known of a process.

use std::sync::Arc;
use std::time::Instant;

use super::counts::Counts;
use super::readiness::Readiness;

pub(super) struct Process {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) start: Instant,
    pub(super) counts: Arc<Counts>,
    pub(super) readiness: Readiness,
}

impl Process {
    /// Of a process that starts now.
    pub(super) fn new(name: &'static str, version: &'static str) -> Self {
        let (counts, readiness) = (Arc::new(Counts::new()), Readiness::default());
        Self { name, version, start: Instant::now(), counts, readiness }
    }
}
