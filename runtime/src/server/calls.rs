//! How many calls a server answers at once.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, HttpBody};
use axum::response::Response;
use bytes::Bytes;
use hyper::body::{Frame, SizeHint};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The calls of one server. (`tower`'s limits let calls wait, or end them with the head of their answer.)
#[derive(Debug)]
pub(super) struct Calls(Option<Arc<Semaphore>>);

/// A place among the calls, if their number is limited.
pub(super) struct Place(Option<OwnedSemaphorePermit>);

/// The body of an answer, whose end is that of the call.
struct Held {
    body: Body,
    _permit: OwnedSemaphorePermit,
}

impl Calls {
    /// 0 is any number.
    pub(super) fn new(limit: usize) -> Self {
        Self((limit > 0).then(|| Arc::new(Semaphore::new(limit.min(Semaphore::MAX_PERMITS)))))
    }

    /// None where there are as many as there may be.
    pub(super) fn begin(&self) -> Option<Place> {
        let Some(calls) = &self.0 else { return Some(Place(None)) };
        Some(Place(Some(Arc::clone(calls).try_acquire_owned().ok()?)))
    }
}

impl Place {
    /// Keeps the place until `response` has been sent.
    pub(super) fn until_sent(self, response: Response) -> Response {
        match self.0 {
            None => response,
            Some(permit) => response.map(|body| Body::new(Held { body, _permit: permit })),
        }
    }
}

impl HttpBody for Held {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
