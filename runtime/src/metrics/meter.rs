//! Counts one thing, from its begin to its end.

use std::sync::Arc;
use std::thread::panicking;
use std::time::{Duration, Instant};

#[cfg(feature = "server")]
use http::Response;

use super::ending::Ending;

/// Counts what begins and ends.
pub(crate) trait Count: Send + Sync {
    fn begins(&self);

    fn ends(&self, ending: Ending, took: Duration);
}

/// Counts requests for one route or tool, or calls of one operation.
#[derive(Clone, Default)]
pub(crate) struct Meter(Option<Arc<dyn Count>>);

/// A request or a call while it runs. Dropped before its end, it was cancelled.
pub(crate) struct Running<'m>(Option<(&'m dyn Count, Instant)>);

/// Marks an answer that a meter has counted: it is no refusal.
#[cfg(feature = "server")]
#[derive(Clone)]
struct Counted;

/// Whether a meter has counted an answer.
#[cfg(feature = "server")]
pub(crate) fn is_counted<B>(response: &Response<B>) -> bool {
    response.extensions().get::<Counted>().is_some()
}

impl Meter {
    pub(super) fn new(count: Option<Arc<dyn Count>>) -> Self {
        Self(count)
    }

    pub(crate) fn begin(&self) -> Running<'_> {
        Running(self.0.as_deref().map(|count| {
            count.begins();
            (count, Instant::now())
        }))
    }
}

impl Running<'_> {
    pub(crate) fn end(mut self, ending: Ending) {
        self.finish(ending);
    }

    /// Ends with `response`.
    #[cfg(feature = "server")]
    pub(crate) fn answers<B>(mut self, mut response: Response<B>) -> Response<B> {
        if self.0.is_some() && response.status().as_u16() >= 400 {
            response.extensions_mut().insert(Counted);
        }
        self.finish(Ending::of_status(response.status()));
        response
    }

    fn finish(&mut self, ending: Ending) {
        if let Some((count, start)) = self.0.take() {
            count.ends(ending, start.elapsed());
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.finish(if panicking() { Ending::Failed } else { Ending::Cancelled });
    }
}
