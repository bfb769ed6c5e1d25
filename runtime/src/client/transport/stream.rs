//! Bytes to and from an upstream, whatever carries them.

use std::error::Error;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use http::Uri;
use hyper::rt::{Read, Write};
use tower_service::Service;

/// Why there is no connection.
pub(in crate::client) type Cause = Box<dyn Error + Send + Sync>;

/// What carries bytes: TCP, or TLS on it, through a proxy or not.
pub(super) trait Carrier: Read + Write + Send + Unpin {}

impl<T: Read + Write + Send + Unpin> Carrier for T {}

/// One type for all of them, so that what stands on it is compiled once.
pub(super) type Stream = Box<dyn Carrier>;

/// A stream in the shape in which hyper-util's handshakes with proxies take one.
pub(super) struct Opened(pub(super) Option<Stream>);

impl Service<Uri> for Opened {
    type Response = Stream;
    type Error = Cause;
    type Future = Ready<Result<Stream, Cause>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Cause>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        ready(self.0.take().ok_or_else(|| "the connection to the proxy is taken".into()))
    }
}
