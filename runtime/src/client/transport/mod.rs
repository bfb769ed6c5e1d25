//! Requests over connections that are kept: HTTP/1.1, one request at a time on each.
//!
//! By hand on hyper's connections, since every layer above them costs microseconds a request, and says less of what became of a
//! request: whether it was sent decides what a caller may do next.

mod answer;
mod connection;
mod connector;
mod failure;
mod limits;
mod origin;
mod outgoing;
mod pool;
mod proxy;
mod stream;

use std::sync::Arc;
use std::time::Duration;

use http::{Response, StatusCode};
use tokio::time::timeout;
use url::Url;

pub(super) use self::answer::Body;
use self::connection::{Connection, SendError};
use self::connector::Connector;
pub(super) use self::connector::Reach;
pub(super) use self::failure::Failure;
pub(super) use self::limits::{Deadline, Policy};
pub(super) use self::outgoing::Outgoing;
#[cfg(any(feature = "aws", feature = "oauth1"))]
pub(super) use self::outgoing::host;
#[cfg(feature = "digest")]
pub(super) use self::outgoing::target;
use self::pool::Pool;
pub(super) use self::proxy::Proxies;
use crate::error::Awaited;

/// The connections to an upstream, and to those who authenticate for it.
pub(super) struct Connections {
    connector: Connector,
    pool: Arc<Pool>,
    first_byte: Duration,
}

impl Connections {
    pub(super) fn new(policy: &Policy, reach: Reach) -> Self {
        Self {
            connector: Connector::new(policy, reach),
            pool: Arc::new(Pool::new(policy.most_idle)),
            first_byte: policy.first_byte,
        }
    }

    /// Sends a request; what comes back is the head of its answer, and a body that is still to be read.
    ///
    /// A connection that was kept may have been closed by the upstream: what was not sent over it is sent over another, and so
    /// is what it does no harm to send twice (RFC 9110 §9.2.2), once. Nothing else is sent again.
    ///
    /// # Errors
    /// Says whether the request was sent.
    pub(super) async fn send(&self, request: &Outgoing<'_>, deadline: Deadline) -> Result<Response<Body>, Failure> {
        let mut lost = false;
        loop {
            let kept = if lost { None } else { self.pool.take(request.url) };
            let is_kept = kept.is_some();
            let mut connection = match kept {
                Some(connection) => connection,
                None => self.open(request.url, deadline).await?,
            };
            match self.attempt(&mut connection, request, deadline).await? {
                Ok(response) => return self.received(connection, response),
                Err(SendError::Unsent(_)) if is_kept => {}
                Err(SendError::Lost(_)) if is_kept && request.method.is_idempotent() => lost = true,
                Err(error) => return Err(Failure::of_request(error)),
            }
        }
    }

    async fn open(&self, url: &Url, deadline: Deadline) -> Result<Connection, Failure> {
        let (longest, allowed) = deadline.or_sooner(self.connector.timeout());
        let opened = timeout(longest, self.connector.open(url)).await;
        opened.map_err(|_| Failure::Late(Awaited::Connection, allowed))?.map_err(Failure::Unreached)
    }

    async fn attempt(
        &self,
        connection: &mut Connection,
        request: &Outgoing<'_>,
        deadline: Deadline,
    ) -> Result<Result<Response<hyper::body::Incoming>, SendError>, Failure> {
        let (longest, allowed) = deadline.or_sooner(self.first_byte);
        let answered = timeout(longest, connection.send(request)).await;
        answered.map_err(|_| Failure::Late(Awaited::Answer, allowed))
    }

    fn received(
        &self,
        connection: Connection,
        response: Response<hyper::body::Incoming>,
    ) -> Result<Response<Body>, Failure> {
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            return Err(Failure::Unreadable("it switches to another protocol, which nobody asked for"));
        }
        Ok(response.map(|incoming| Body::new(incoming, connection, &self.pool)))
    }
}
