//! Answers that are passed on while they arrive.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::transport::{Body, Failure};
use crate::error::{Awaited, Error};

/// The longest body that is read before it is passed on: what fails on the way can still be answered by an error.
pub(super) const WHOLE: usize = 64 * 1024;

/// The body of an answer that nobody on the way looks at. Whoever takes it sets the pace; where it fails, it breaks off.
pub(super) struct Relay {
    pub(super) upstream: String,
    pub(super) operation: &'static str,
    /// What was read of it before.
    pub(super) begun: Bytes,
    pub(super) rest: Body,
    /// How many bytes it may have in all.
    pub(super) limit: usize,
    /// How many of them have arrived.
    pub(super) arrived: usize,
    /// How long the upstream may stand still.
    pub(super) patience: Duration,
    /// Set while the upstream is waited for.
    pub(super) waiting: Option<Pin<Box<Sleep>>>,
}

impl Relay {
    fn next(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        let frame = match Pin::new(&mut self.rest).poll_frame(context) {
            Poll::Ready(frame) => frame,
            Poll::Pending => {
                let patience = self.patience;
                ready!(self.waiting.get_or_insert_with(|| Box::pin(sleep(patience))).as_mut().poll(context));
                Some(Err(Failure::Late(Awaited::Rest, patience)))
            }
        };
        self.waiting = None;
        Poll::Ready(match frame {
            Some(Ok(frame)) => self.count(frame).transpose(),
            Some(Err(failure)) => Some(Err(failure.at(&self.upstream))),
            None => None,
        })
    }

    /// Trailers stay behind, as do all headers that say nothing about the body.
    fn count(&mut self, frame: Frame<Bytes>) -> Result<Option<Frame<Bytes>>, Error> {
        let Ok(data) = frame.into_data() else { return Ok(None) };
        self.arrived = self.arrived.saturating_add(data.len());
        if self.arrived > self.limit {
            return Err(Error::TooLarge { upstream: self.upstream.clone(), limit: self.limit });
        }
        Ok(Some(Frame::data(data)))
    }
}

impl HttpBody for Relay {
    type Data = Bytes;
    type Error = Error;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Error>>> {
        if !self.begun.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(std::mem::take(&mut self.begun)))));
        }
        let frame = ready!(self.next(context));
        if let Some(Err(error)) = &frame {
            tracing::warn!(operation = self.operation, "an answer breaks off that is passed on: {error}");
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.begun.is_empty() && self.rest.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (begun, rest) = (self.begun.len() as u64, self.rest.size_hint());
        let mut hint = SizeHint::new();
        hint.set_lower(rest.lower().saturating_add(begun));
        if let Some(upper) = rest.upper() {
            hint.set_upper(upper.saturating_add(begun));
        }
        hint
    }
}
