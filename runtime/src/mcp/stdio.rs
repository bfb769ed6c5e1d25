//! MCP over the standard streams, for clients that start the server themselves.

mod lines;
mod session;

use std::io;

use bytes::Bytes;
use futures_util::FutureExt;
use rmcp::transport::stdio_pipes;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt};
use tokio::sync::mpsc;
use tokio::time::sleep;

use self::lines::Lines;
use self::session::Session;
use super::server::Server;
use crate::server::DRAIN;

impl Server {
    /// Serves standard input and output until the input ends, and answers what is in flight then. Nothing but JSON-RPC
    /// may be written to standard output meanwhile.
    ///
    /// Each request stands for itself, as over HTTP: it needs no handshake before it, and says by its `_meta` which
    /// version it is of, or is of the version that an `initialize` before it has settled.
    ///
    /// # Errors
    /// If a stream fails.
    pub async fn serve_stdio(self) -> io::Result<()> {
        self.serve_stdio_until(std::future::pending()).await
    }

    /// As [`serve_stdio`](Self::serve_stdio); `stop` counts as the end of the input, and what is in flight then has
    /// [`DRAIN`] to end.
    ///
    /// # Errors
    /// As [`serve_stdio`](Self::serve_stdio) has.
    pub async fn serve_stdio_until(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let (input, output) = stdio_pipes();
        self.serve_streams_until(input, output, stop).await
    }

    /// As [`serve_stdio`](Self::serve_stdio), over any two streams.
    ///
    /// # Errors
    /// If a stream fails.
    pub async fn serve_streams(
        self,
        input: impl AsyncRead + Send + Unpin + 'static,
        output: impl AsyncWrite + Send + Unpin + 'static,
    ) -> io::Result<()> {
        self.serve_streams_until(input, output, std::future::pending()).await
    }

    async fn serve_streams_until(
        self,
        input: impl AsyncRead + Unpin,
        output: impl AsyncWrite + Unpin,
        stop: impl Future<Output = ()>,
    ) -> io::Result<()> {
        let lines = Lines::new(input, self.max_line_bytes);
        let (answers, answered) = mpsc::channel(QUEUE);
        let stop = stop.shared();
        let session = Session::new(self.keeping_digits(), answers);
        let served = async {
            let (read, written) = tokio::join!(session.serve(lines, stop.clone()), write(answered, output));
            read.and(written)
        };
        let late = async {
            stop.clone().await;
            sleep(DRAIN).await;
        };
        tokio::select! {
            served = served => served,
            () = late => {
                tracing::warn!("stopped with requests in flight: they took longer than {} s", DRAIN.as_secs());
                Ok(())
            }
        }
    }
}

/// Answers that may wait to be written.
const QUEUE: usize = 64;

/// Writes a line for each answer, until there are no more to come.
async fn write(mut answers: mpsc::Receiver<Bytes>, mut output: impl AsyncWrite + Unpin) -> io::Result<()> {
    while let Some(answer) = answers.recv().await {
        output.write_all(&answer).await?;
        output.write_all(b"\n").await?;
        if answers.is_empty() {
            output.flush().await?;
        }
    }
    output.shutdown().await
}
