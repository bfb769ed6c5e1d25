//! What nobody reads of a body, which is read on so that its caller reads the answer.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame, Incoming};

/// The rest of a body.
pub(super) struct Leftover {
    body: Incoming,
    /// How many bytes are read on, at most.
    bound: u64,
    chunks: Chunks,
}

/// Counts chunks: each costs time, however short it is.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Chunks {
    number: u64,
    bytes: u64,
}

/// So many chunks of a body may be of any length; beyond them, they must hold this many bytes on average.
const FREE: u64 = 65_536;
const AVERAGE: u64 = 64;

impl Leftover {
    /// Reads on at most `bound` bytes of `body`, of which `chunks` were read.
    pub(super) fn new(body: Incoming, bound: u64, chunks: Chunks) -> Self {
        Self { body, bound: bound.saturating_add(chunks.bytes), chunks }
    }

    /// Ready when there is no more, or too much.
    pub(super) fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            let Some(Ok(frame)) = frame else { return Poll::Ready(()) };
            self.chunks.add(&frame);
            if self.chunks.bytes > self.bound || self.chunks.are_scattered() {
                return Poll::Ready(());
            }
        }
        Poll::Pending
    }
}

impl Chunks {
    pub(super) fn add(&mut self, frame: &Frame<Bytes>) {
        self.number += 1;
        self.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
    }

    pub(super) fn are_scattered(&self) -> bool {
        self.number > FREE + self.bytes / AVERAGE
    }
}
