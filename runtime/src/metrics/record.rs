//! Where counts are kept.

use std::fmt;
use std::sync::Arc;

use super::meter::{Count, Meter};

/// Where requests, calls and connections are counted: nowhere, unless `control::Control::metrics` has made it. Cheap to clone.
#[derive(Clone, Default)]
pub struct Metrics(Option<Arc<dyn Record>>);

/// What a server answers: a route, a tool, an operation of TAXII.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Served<'a> {
    /// The kind of the server, such as `rest`.
    pub(crate) server: &'static str,
    /// What the document calls it: never what a caller sent.
    pub(crate) operation: &'a str,
    pub(crate) method: &'a str,
}

/// Keeps counts.
pub(crate) trait Record: Send + Sync {
    /// Counts requests for what is served.
    fn requests(&self, served: Served<'_>) -> Arc<dyn Count>;

    /// Counts calls of an operation of an upstream.
    fn calls(&self, upstream: &str, operation: &'static str) -> Arc<dyn Count>;

    /// A request that reached nothing of what a server of this kind offers was answered with this status.
    fn refused(&self, server: &'static str, status: u16);

    /// A connection was taken.
    fn connected(&self);

    /// It was closed.
    fn disconnected(&self);

    /// A connection was closed to keep to a limit.
    fn turned_away(&self);
}

impl Metrics {
    #[cfg(feature = "control")]
    pub(crate) fn new(record: Arc<dyn Record>) -> Self {
        Self(Some(record))
    }

    #[cfg(feature = "client")]
    pub(super) fn are_kept(&self) -> bool {
        self.0.is_some()
    }

    #[cfg(feature = "client")]
    pub(super) fn calls(&self, upstream: &str, operation: &'static str) -> Meter {
        Meter::new(self.0.as_ref().map(|record| record.calls(upstream, operation)))
    }
}

#[cfg(feature = "server")]
impl Metrics {
    pub(crate) fn requests(&self, served: Served<'_>) -> Meter {
        Meter::new(self.0.as_ref().map(|record| record.requests(served)))
    }

    pub(crate) fn refused(&self, server: &'static str, status: u16) {
        self.tell(|record| record.refused(server, status));
    }

    pub(crate) fn connected(&self) {
        self.tell(|record| record.connected());
    }

    pub(crate) fn disconnected(&self) {
        self.tell(|record| record.disconnected());
    }

    pub(crate) fn turned_away(&self) {
        self.tell(|record| record.turned_away());
    }

    fn tell(&self, what: impl FnOnce(&dyn Record)) {
        if let Some(record) = &self.0 {
            what(&**record);
        }
    }
}

/// Whether there are any.
impl fmt::Debug for Metrics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Metrics").field(&self.0.is_some()).finish()
    }
}
