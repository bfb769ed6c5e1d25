//! Bodies of requests and answers that tell how far they are.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::Body as Content;
use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming, SizeHint};

use super::leftover::Leftover;
use super::watch::Watch;
use crate::chunks::Chunks;

/// Why a body has no end. (RFC 9110 §15.5.9 and §15.5.14 say what is answered.)
#[derive(Debug, thiserror::Error)]
pub(crate) enum Interrupted {
    #[error("the body did not go on in time")]
    Overdue,
    #[error("the body comes in too many small chunks")]
    Scattered,
    #[error("the body ended early")]
    Broken(#[from] hyper::Error),
}

/// The body of a request. What of it nobody has read when it is dropped is read on within bounds.
pub(super) struct RequestBody {
    /// Until its end.
    body: Option<Incoming>,
    watch: Arc<Watch>,
    chunks: Chunks,
    /// How many bytes are read on that nobody reads, at most; none where the connection ends with the answer.
    bound: Option<u64>,
    /// The caller waits until it is asked for the body (RFC 9110 §10.1.1).
    is_unasked: bool,
}

impl RequestBody {
    pub(super) fn new(body: Incoming, watch: Arc<Watch>, bound: Option<u64>, is_unasked: bool) -> Self {
        Self { body: Some(body), watch, chunks: Chunks::default(), bound, is_unasked }
    }

    fn interrupt(&mut self, reason: Interrupted) -> Poll<Option<Result<Frame<Bytes>, Interrupted>>> {
        self.body = None;
        self.watch.got_body();
        self.watch.spoils();
        Poll::Ready(Some(Err(reason)))
    }
}

impl Body for RequestBody {
    type Data = Bytes;
    type Error = Interrupted;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Interrupted>>> {
        self.is_unasked = false;
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = match Pin::new(body).poll_frame(cx) {
            Poll::Pending if self.watch.waits_for_body(cx.waker()) => return Poll::Pending,
            Poll::Pending => return self.interrupt(Interrupted::Overdue),
            Poll::Ready(Some(Err(error))) => return self.interrupt(error.into()),
            Poll::Ready(Some(Ok(frame))) => frame,
            Poll::Ready(None) => {
                self.body = None;
                self.watch.got_body();
                return Poll::Ready(None);
            }
        };
        self.watch.got_body();
        self.chunks.add(&frame);
        if self.chunks.are_scattered() {
            return self.interrupt(Interrupted::Scattered);
        }
        Poll::Ready(Some(Ok(frame)))
    }

    fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Body::is_end_stream)
    }

    fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Body::size_hint)
    }
}

impl Drop for RequestBody {
    fn drop(&mut self) {
        let Some(body) = self.body.take().filter(|body| !body.is_end_stream()) else { return };
        self.watch.got_body();
        // What is not sent yet, or too long, is not waited for: the caller is told that the connection ends.
        match self.bound.filter(|bound| !self.is_unasked && body.size_hint().lower() <= *bound) {
            Some(bound) => self.watch.leaves(Leftover::new(body, bound, self.chunks)),
            None => self.watch.spoils(),
        }
    }
}

/// The body of an answer; its end is that of the call.
pub(super) struct ResponseBody {
    content: Content,
    _call: Call,
}

/// From the end of the head of a request to the end of its answer.
pub(super) struct Call(Arc<Watch>);

impl Call {
    /// None on a connection that was dropped meanwhile.
    pub(super) fn begin(watch: &Arc<Watch>) -> Option<Self> {
        watch.begins_call().then(|| Self(Arc::clone(watch)))
    }

    pub(super) fn with(self, content: Content) -> ResponseBody {
        ResponseBody { content, _call: self }
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.0.ends_call();
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.content).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.content.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.content.size_hint()
    }
}
