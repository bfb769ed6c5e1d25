//! One connection, and what is sent over it.

use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::header::PROXY_AUTHORIZATION;
use http::{HeaderValue, Request, Response};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::client::conn::http1;
use tokio::runtime::{Handle, Id};

use super::origin::Origin;
use super::outgoing::Outgoing;
use super::stream::{Cause, Stream};

/// The longest head of an answer, in bytes.
const MAX_HEAD: usize = 64 * 1024;

/// What is busy is idle since never.
const BUSY: u64 = u64::MAX;

/// A connection that one request at a time is sent over.
pub(super) struct Connection {
    pub(super) origin: Origin,
    /// Who drives it: of no use to tasks of another runtime, which may stand still.
    pub(super) runtime: Id,
    sender: http1::SendRequest<Full<Bytes>>,
    form: Form,
    clock: Arc<Clock>,
}

/// How a request names where it goes.
#[derive(Clone)]
pub(super) enum Form {
    /// By path and query.
    ForUpstream,
    /// By all of the URL, with what the proxy wants to let it pass.
    ForProxy(Option<HeaderValue>),
}

/// Why there is no answer.
pub(super) enum SendError {
    /// Nothing of the request was sent.
    Unsent(Cause),
    /// It was sent, or some of it, and the connection ended before an answer began.
    Lost(hyper::Error),
    /// What came is no answer.
    Unreadable(hyper::Error),
}

/// Since when a connection is idle, in milliseconds from some time on.
struct Clock {
    start: Instant,
    idle_since: AtomicU64,
}

impl Connection {
    /// Shakes hands, which sends nothing yet.
    pub(super) async fn start(stream: Stream, origin: Origin, form: Form, idle: Duration) -> Result<Self, Cause> {
        let (sender, connection) = http1::Builder::new().max_header_size(MAX_HEAD).handshake(stream).await?;
        let clock = Arc::new(Clock { start: Instant::now(), idle_since: AtomicU64::new(BUSY) });
        tokio::spawn(drive(connection, Arc::clone(&clock), idle));
        Ok(Self { origin, runtime: Handle::current().id(), sender, form, clock })
    }

    /// Whether it can take a request at once.
    pub(super) fn is_ready(&self) -> bool {
        self.sender.is_ready()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.sender.is_closed()
    }

    /// From now on it is kept for later.
    pub(super) fn rest(&self) {
        self.clock.idle_since.store(self.clock.now(), Ordering::Relaxed);
    }

    /// From now on it is in use.
    pub(super) fn wake(&self) {
        self.clock.idle_since.store(BUSY, Ordering::Relaxed);
    }

    /// Sends a request and waits for the head of the answer.
    pub(super) async fn send(&mut self, request: &Outgoing<'_>) -> Result<Response<Incoming>, SendError> {
        let request = self.written(request).map_err(SendError::Unsent)?;
        self.sender.try_send_request(request).await.map_err(|mut error| match error.take_message() {
            Some(_) => SendError::Unsent(error.into_error().into()),
            None => SendError::of_sent(error.into_error()),
        })
    }

    fn written(&self, request: &Outgoing<'_>) -> Result<Request<Full<Bytes>>, Cause> {
        let mut written = Request::new(request.body.cloned().map(Full::new).unwrap_or_default());
        *written.method_mut() = request.method.clone();
        *written.headers_mut() = request.all_headers()?;
        *written.uri_mut() = match &self.form {
            Form::ForUpstream => request.target()?,
            Form::ForProxy(_) => request.absolute_target()?,
        };
        if let Form::ForProxy(Some(authorization)) = &self.form {
            written.headers_mut().insert(PROXY_AUTHORIZATION, authorization.clone());
        }
        Ok(written)
    }
}

impl SendError {
    fn of_sent(error: hyper::Error) -> Self {
        if error.is_parse() { Self::Unreadable(error) } else { Self::Lost(error) }
    }
}

impl Clock {
    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(BUSY - 1)
    }

    /// How long a connection may go on that may be idle for `longest`; none if it was idle for so long.
    fn left(&self, longest: Duration) -> Option<Duration> {
        match self.idle_since.load(Ordering::Relaxed) {
            BUSY => Some(longest),
            since => longest.checked_sub(Duration::from_millis(self.now().saturating_sub(since))),
        }
        .filter(|left| !left.is_zero())
    }
}

/// Moves bytes until the connection ends, or was idle for `longest`. A request that comes just then finds it closed, unsent.
async fn drive(connection: http1::Connection<Stream, Full<Bytes>>, clock: Arc<Clock>, longest: Duration) {
    let mut connection = pin!(connection);
    while let Some(left) = clock.left(longest) {
        match select(connection.as_mut(), pin!(tokio::time::sleep(left))).await {
            Either::Left((ended, _)) => {
                return ended.unwrap_or_else(|error| tracing::trace!("a connection to an upstream ended: {error}"));
            }
            Either::Right(_) => {}
        }
    }
}
