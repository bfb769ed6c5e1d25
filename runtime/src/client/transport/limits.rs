//! How long everything may take, and how much is kept.

use std::time::{Duration, Instant};

/// How connections are made and kept.
pub(in crate::client) struct Policy {
    /// How long it may take to make one.
    pub(in crate::client) connect: Duration,
    /// How long an upstream may take to begin an answer.
    pub(in crate::client) first_byte: Duration,
    /// How many are kept for each thread.
    pub(in crate::client) most_idle: usize,
    /// How long one is kept that nothing uses.
    pub(in crate::client) idle: Duration,
}

/// Until when an answer counts.
#[derive(Debug, Clone, Copy)]
pub(in crate::client) struct Deadline {
    at: Instant,
    allowed: Duration,
}

impl Deadline {
    /// So long from now on.
    pub(in crate::client) fn after(allowed: Duration) -> Self {
        Self { at: Instant::now() + allowed, allowed }
    }

    /// How long is left, and how long there was in all.
    pub(in crate::client) fn left(self) -> (Duration, Duration) {
        (self.at.saturating_duration_since(Instant::now()), self.allowed)
    }

    /// The same of what ends sooner: this or `limit`, which begins now.
    pub(super) fn or_sooner(self, limit: Duration) -> (Duration, Duration) {
        let (left, allowed) = self.left();
        if limit <= left { (limit, limit) } else { (left, allowed) }
    }
}
