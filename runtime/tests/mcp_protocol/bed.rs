//! One server by two transports.

use std::sync::Arc;

use capwright_runtime::mcp::Server;
use capwright_runtime::server::ServerOptions;
use serde_json::Value;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, DuplexStream, Lines, ReadHalf, WriteHalf, split};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::support::mcp::mcp;
use crate::support::{Answer, Api, PATIENCE, Running, start};

pub(crate) const HOST: &str = "host: localhost";
pub(crate) const JSON: &str = "content-type: application/json";

/// A server over streams, and its client.
pub(crate) struct Piped {
    input: Option<WriteHalf<DuplexStream>>,
    lines: Lines<BufReader<ReadHalf<DuplexStream>>>,
    served: JoinHandle<std::io::Result<()>>,
}

impl Piped {
    pub(crate) fn new() -> Self {
        Self::over(mcp(Arc::new(Api::default())))
    }

    pub(crate) fn over(server: Server) -> Self {
        let (ours, theirs) = tokio::io::duplex(64 * 1024);
        let (their_input, their_output) = split(theirs);
        let served = tokio::spawn(server.serve_streams(their_input, their_output));
        let (output, input) = split(ours);
        Self { input: Some(input), lines: BufReader::new(output).lines(), served }
    }

    pub(crate) async fn write(&mut self, line: &[u8]) {
        let input = self.input.as_mut().unwrap();
        timeout(PATIENCE, input.write_all(&[line, b"\n"].concat())).await.unwrap().unwrap();
    }

    /// The next line of output; nothing at its end.
    pub(crate) async fn read(&mut self) -> Option<Value> {
        let line = timeout(PATIENCE, self.lines.next_line()).await.unwrap().unwrap()?;
        Some(serde_json::from_str(&line).unwrap())
    }

    /// What is answered to one line, and to nothing else.
    pub(crate) async fn ask(&mut self, line: &[u8]) -> Value {
        self.write(line).await;
        self.read().await.unwrap()
    }

    /// Ends the input.
    pub(crate) fn end(&mut self) {
        // A half of a duplex that is dropped ends nothing: the other half keeps it open.
        let mut input = self.input.take().unwrap();
        tokio::spawn(async move { input.shutdown().await });
    }

    /// What is answered after the end of the input; the server has ended well.
    pub(crate) async fn rest(mut self) -> Vec<Value> {
        if self.input.is_some() {
            self.end();
        }
        let mut rest = Vec::new();
        while let Some(line) = self.read().await {
            rest.push(line);
        }
        timeout(PATIENCE, self.served).await.unwrap().unwrap().unwrap();
        rest
    }
}

/// A server over HTTP.
pub(crate) async fn served() -> Running {
    start(mcp(Arc::new(Api::default())).router(&ServerOptions::default())).await
}

/// Sends a message by HTTP.
pub(crate) async fn post(server: &Running, headers: &[&str], body: &[u8]) -> Answer {
    let length = format!("content-length: {}", body.len());
    server.send("POST /mcp", &[&[HOST, &length], headers].concat(), body).await
}
