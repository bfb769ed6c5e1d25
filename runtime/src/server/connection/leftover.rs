//! What nobody reads of a body, which is read on so that its caller reads the answer.

use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Body, Incoming};

use crate::chunks::Chunks;

/// The rest of a body.
pub(super) struct Leftover {
    body: Incoming,
    /// How many bytes are read on, at most.
    bound: u64,
    chunks: Chunks,
}

impl Leftover {
    /// Reads on at most `bound` bytes of `body`, of which `chunks` were read.
    pub(super) fn new(body: Incoming, bound: u64, chunks: Chunks) -> Self {
        Self { body, bound: bound.saturating_add(chunks.bytes()), chunks }
    }

    /// Ready when there is no more, or too much.
    pub(super) fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            let Some(Ok(frame)) = frame else { return Poll::Ready(()) };
            self.chunks.add(&frame);
            if self.chunks.bytes() > self.bound || self.chunks.are_scattered() {
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
}
