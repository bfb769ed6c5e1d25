//! The body of an answer while it arrives.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};

use super::connection::Connection;
use super::failure::Failure;
use super::pool::Pool;
use crate::chunks::Chunks;

/// The body of an answer. Its connection is kept for others when it has ended, and closed if it is dropped before.
pub(in crate::client) struct Body {
    incoming: Incoming,
    lease: Option<Lease>,
    chunks: Chunks,
}

struct Lease {
    connection: Connection,
    pool: Arc<Pool>,
}

impl Body {
    pub(super) fn new(incoming: Incoming, connection: Connection, pool: &Arc<Pool>) -> Self {
        let lease = Some(Lease { connection, pool: Arc::clone(pool) });
        let mut body = Self { incoming, lease, chunks: Chunks::default() };
        body.give_back_at_end();
        body
    }

    fn give_back_at_end(&mut self) {
        if self.incoming.is_end_stream() {
            self.give_back();
        }
    }

    fn give_back(&mut self) {
        if let Some(Lease { connection, pool }) = self.lease.take() {
            pool.put(connection);
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = Failure;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Failure>>> {
        let frame = ready!(Pin::new(&mut self.incoming).poll_frame(context));
        if let Some(Ok(frame)) = &frame {
            self.chunks.add(frame);
            if self.chunks.are_scattered() {
                self.lease = None;
                return Poll::Ready(Some(Err(Failure::SCATTERED)));
            }
        }
        match &frame {
            Some(Ok(_)) => self.give_back_at_end(),
            Some(Err(_)) => self.lease = None,
            None => self.give_back(),
        }
        Poll::Ready(frame.map(|frame| frame.map_err(Failure::of_body)))
    }

    fn is_end_stream(&self) -> bool {
        self.incoming.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.incoming.size_hint()
    }
}
