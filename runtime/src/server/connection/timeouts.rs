//! For how long connections may wait, in milliseconds.

use std::time::Duration;

use tokio::time::Instant;

use crate::server::limits::Limits;

/// How long what a caller still sends is read on after an answer.
pub(super) const PATIENCE: u64 = 5000;
/// What has carried something within this time is missed if it is closed.
pub(super) const GRACE: u64 = 500;
/// How long a server that stops waits for more of what was half sent.
pub(super) const HASTE: u64 = 250;

/// The time-outs of connections; `None` is no limit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Timeouts {
    pub(super) header: Option<u64>,
    pub(super) body: Option<u64>,
    pub(super) write: Option<u64>,
    pub(super) idle: Option<u64>,
}

/// What a look at a connection says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Review {
    /// Something has waited for too long.
    Close,
    /// Look again then.
    At(Instant),
    /// There are no limits.
    Never,
}

impl Timeouts {
    pub(crate) fn of(limits: &Limits) -> Self {
        let limit = |time: Duration| u64::try_from(time.as_millis()).ok().filter(|time| *time > 0);
        let [header, body, write, idle] = [limits.header, limits.body, limits.write, limits.idle].map(limit);
        Self { header, body, write, idle }
    }

    /// What begins to wait now is overdue no earlier than after this.
    pub(super) fn shortest(&self) -> Option<u64> {
        [self.header, self.body, self.write, self.idle].into_iter().flatten().min()
    }
}
