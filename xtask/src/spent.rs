//! How long documents took, in time that a thread was computing.

use std::time::Duration;

/// Time spent on a document, stage by stage.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    pub(crate) read: Duration,
    pub(crate) resolve: Duration,
    pub(crate) emit: Duration,
    pub(crate) render: Duration,
}

impl Spent {
    /// All stages.
    pub(crate) fn total(self) -> Duration {
        self.read + self.resolve + self.emit + self.render
    }

    /// Of both.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            read: self.read + other.read,
            resolve: self.resolve + other.resolve,
            emit: self.emit + other.emit,
            render: self.render + other.render,
        }
    }
}

/// Measures one stage after the other, in time that this thread was computing: what else the machine does is not counted.
#[derive(Debug)]
pub(crate) struct Watch(Duration);

impl Watch {
    pub(crate) fn start() -> Self {
        Self(computed())
    }

    /// Time since the start or the previous lap.
    pub(crate) fn lap(&mut self) -> Duration {
        let now = computed();
        now.saturating_sub(std::mem::replace(&mut self.0, now))
    }
}

/// How long this thread has been computing.
#[cfg(unix)]
fn computed() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// How long the program has been running: the nearest that there is everywhere.
#[cfg(not(unix))]
fn computed() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}
