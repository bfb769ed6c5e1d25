//! MCP over the standard streams, for clients that start the server themselves.

use std::io;

use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use rmcp::transport::stdio_pipes;
use tokio::io::{AsyncRead, AsyncWrite};

use super::Server;

impl Server {
    /// Serves standard input and output until the input ends, and answers what is in flight then. Nothing but JSON-RPC
    /// may be written to standard output meanwhile.
    ///
    /// # Errors
    /// If a stream fails, or the client doesn't speak MCP.
    pub async fn serve_stdio(self) -> io::Result<()> {
        let (input, output) = stdio_pipes();
        self.serve_streams(input, output).await
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
        let running = match self.serve((input, output)).await {
            Ok(running) => running,
            // A client that leaves before it said anything is none of our errors.
            Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
            Err(error) => return Err(io::Error::other(error)),
        };
        running.waiting().await.map(drop).map_err(io::Error::other)
    }
}
