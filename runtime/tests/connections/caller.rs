//! A caller that sends what it is told, piece by piece.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout};

use crate::support::{Answer, PATIENCE};

pub(crate) const GET: &[u8] = b"GET /conns HTTP/1.1\r\nhost: localhost\r\n\r\n";
pub(crate) const WAIT: &[u8] = b"GET /wait HTTP/1.1\r\nhost: localhost\r\n\r\n";

pub(crate) struct Caller {
    pub(crate) stream: TcpStream,
}

impl Caller {
    pub(crate) async fn connect(address: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(address).await.unwrap() }
    }

    pub(crate) async fn sending(address: SocketAddr, bytes: &[u8]) -> Self {
        let mut caller = Self::connect(address).await;
        caller.send(bytes).await;
        caller
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
    }

    /// The next answer, which announces its length; the connection stays open.
    pub(crate) async fn answer(&mut self) -> Answer {
        let mut bytes = Vec::new();
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((_, body)) = text.split_once("\r\n\r\n") {
                let answer = Answer::parse(&bytes);
                if answer.header("content-length").is_some_and(|length| length.parse() == Ok(body.len())) {
                    return answer;
                }
            }
            let mut piece = [0; 4096];
            let length = timeout(PATIENCE, self.stream.read(&mut piece)).await.unwrap().unwrap();
            assert!(length > 0, "the answer ends early: {text}");
            bytes.extend_from_slice(&piece[..length]);
        }
    }

    /// Waits until the server closes the connection in an orderly way: what it sent until then, and how long that took.
    pub(crate) async fn closed(&mut self) -> (Answer, Duration) {
        let begun = Instant::now();
        let mut bytes = Vec::new();
        timeout(PATIENCE, self.stream.read_to_end(&mut bytes)).await.unwrap().unwrap();
        (Answer::parse(&bytes), begun.elapsed())
    }

    /// Reads on for as long as something comes: how much.
    pub(crate) async fn drained(&mut self) -> usize {
        let (mut piece, mut taken) = (vec![0; 1 << 20], 0);
        while let Ok(read) = timeout(Duration::from_secs(1), self.stream.read(&mut piece)).await {
            match read {
                Ok(0) | Err(_) => break,
                Ok(length) => taken += length,
            }
        }
        taken
    }

    /// Whether the connection ends within a time, be it by a reset.
    pub(crate) async fn ends(&mut self, within: Duration) -> bool {
        let mut bytes = Vec::new();
        timeout(within, self.stream.read_to_end(&mut bytes)).await.is_ok()
    }
}
