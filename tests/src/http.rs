//! A caller that sends what it is told, to the byte.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::PATIENCE;

/// An answer as it arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The status; 0 if the answer is none of HTTP.
    pub status: u16,
    /// Names in lower case, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body, to the end of the connection.
    pub body: Vec<u8>,
    /// All of it, as text.
    pub raw: String,
}

/// Sends a request and reads the answer. `line` is such as `GET /path`. `Host` is the address, and the body announces
/// its length, unless `headers` say otherwise; a header without a colon, such as `host`, is left out.
///
/// # Panics
/// If nothing listens there, or the answer doesn't end.
pub async fn send(address: SocketAddr, line: &str, headers: &[&str], body: &[u8]) -> Answer {
    let given = |name: &str| headers.iter().any(|header| header.split(':').next() == Some(name));
    let mut head = format!("{line} HTTP/1.1\r\nconnection: close\r\n");
    let mut push = |header: &str| head.extend([header, "\r\n"]);
    if !given("host") {
        push(&format!("host: {address}"));
    }
    if !body.is_empty() && !given("content-length") && !given("transfer-encoding") {
        push(&format!("content-length: {}", body.len()));
    }
    headers.iter().filter(|header| header.contains(':')).for_each(|header| push(header));
    send_raw(address, &[head.as_bytes(), b"\r\n", body].concat()).await
}

/// Sends `request` as it is, and reads until the server closes the connection.
///
/// # Panics
/// If nothing listens there, or the answer doesn't end.
pub async fn send_raw(address: SocketAddr, request: &[u8]) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that refuses a body unread may close before all of it is written, and reset after its answer.
    let _ = stream.write_all(request).await;
    let mut bytes = Vec::new();
    let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.expect("the answer ends");
    Answer::parse(&bytes)
}

impl Answer {
    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]);
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or_default();
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Self {
            status,
            headers: lines.filter_map(header).collect(),
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
            raw: String::from_utf8_lossy(bytes).into_owned(),
        }
    }

    /// The first header of this name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap_or_else(|_| panic!("no text: {self:?}"))
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}
