//! Takes connections, also while the process has no descriptors left.

use std::io::{self, ErrorKind};
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;

/// How long to wait after a failure, unless a connection is closed.
const PAUSE: Duration = Duration::from_millis(100);
/// Failures of one second are logged once.
const SILENCE: Duration = Duration::from_secs(1);

/// A listener that says of failures when to try again.
pub(super) struct Listener {
    listener: TcpListener,
    /// When a failure was logged.
    logged: Option<Instant>,
}

impl Listener {
    pub(super) fn new(listener: TcpListener) -> Self {
        Self { listener, logged: None }
    }

    /// The next connection.
    ///
    /// # Errors
    /// How long to wait until descriptors or memory may have come back.
    pub(super) async fn accept(&mut self) -> Result<(TcpStream, SocketAddr), Duration> {
        loop {
            match self.listener.accept().await {
                Ok(accepted) => return Ok(accepted),
                Err(error) if is_about_its_connection(&error) => {}
                Err(error) => {
                    self.log(&error);
                    return Err(PAUSE);
                }
            }
        }
    }

    fn log(&mut self, error: &io::Error) {
        if self.logged.is_none_or(|logged| logged.elapsed() >= SILENCE) {
            tracing::error!(%error, "can't take connections for now; those that are open go on");
            self.logged = Some(Instant::now());
        }
    }
}

/// The caller went away before it was taken: the next one may be waiting.
fn is_about_its_connection(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionRefused | ErrorKind::ConnectionAborted | ErrorKind::ConnectionReset)
}
