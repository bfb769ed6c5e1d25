//! MCP over the standard streams, for clients that start the server themselves.

use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use rmcp::transport::stdio_pipes;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, DuplexStream, ReadBuf, duplex};

use super::digits;
use super::server::Server;

impl Server {
    /// Serves standard input and output until the input ends, and answers what is in flight then. Nothing but JSON-RPC
    /// may be written to standard output meanwhile.
    ///
    /// # Errors
    /// If a stream fails, or the client doesn't speak MCP.
    pub async fn serve_stdio(self) -> io::Result<()> {
        self.serve_stdio_until(std::future::pending()).await
    }

    /// As [`serve_stdio`](Self::serve_stdio); `stop` counts as the end of the input.
    ///
    /// # Errors
    /// As [`serve_stdio`](Self::serve_stdio) has.
    pub async fn serve_stdio_until(self, stop: impl Future<Output = ()> + Send + 'static) -> io::Result<()> {
        let (input, output) = stdio_pipes();
        self.serve_streams(Until { input, stop: Some(stop.boxed()) }, output).await
    }

    /// As [`serve_stdio`](Self::serve_stdio), over any two streams.
    ///
    /// # Errors
    /// If a stream fails, or the client doesn't speak MCP.
    pub async fn serve_streams(
        self,
        input: impl AsyncRead + Send + Unpin + 'static,
        output: impl AsyncWrite + Send + Unpin + 'static,
    ) -> io::Result<()> {
        let server = self.keeping_digits();
        let (to_server, from_client) = duplex(PIPE);
        let (to_client, from_server) = duplex(PIPE);
        let mut serving = pin!(server.serve_lines(from_client, to_client));
        let served = async {
            tokio::select! {
                served = &mut serving => served,
                // The server goes on with what is in flight once the input has ended.
                read = pump(input, to_server, digits::marked_message) => serving.await.and(read),
            }
        };
        let (served, written) = tokio::join!(served, pump(from_server, output, digits::unmarked));
        served.and(written)
    }

    async fn serve_lines(self, input: DuplexStream, output: DuplexStream) -> io::Result<()> {
        let running = match self.serve((input, output)).await {
            Ok(running) => running,
            // A client that leaves before it said anything is none of our errors.
            Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
            Err(error) => return Err(io::Error::other(error)),
        };
        running.waiting().await.map(drop).map_err(io::Error::other)
    }
}

/// Bytes that may be on their way between a stream and the server.
const PIPE: usize = 64 * 1024;

/// Hands on line by line what `change` makes of it, until the input ends.
async fn pump(
    input: impl AsyncRead + Unpin,
    mut output: impl AsyncWrite + Unpin,
    change: fn(Bytes) -> Bytes,
) -> io::Result<()> {
    let mut input = BufReader::new(input);
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line).await? == 0 {
            return output.shutdown().await;
        }
        output.write_all(&change(line.into())).await?;
        output.flush().await?;
    }
}

/// An input that ends when it is told to.
struct Until<R> {
    input: R,
    /// Nothing once it is ready.
    stop: Option<BoxFuture<'static, ()>>,
}

impl<R: AsyncRead + Unpin> AsyncRead for Until<R> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.stop.as_mut().is_none_or(|stop| stop.poll_unpin(cx).is_ready()) {
            self.stop = None;
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.input).poll_read(cx, buf)
    }
}
