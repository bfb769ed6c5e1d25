//! A caller of servers on this machine: one connection for each request.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// Path and query, encoded.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    /// JSON.
    pub(super) body: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Names in lower case, in the order of arrival.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// What is sent to `host`.
    fn text(&self, host: SocketAddr) -> String {
        let Self { method, target, headers, body } = self;
        let mut text = format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
        for (name, value) in headers {
            text += &format!("{name}: {value}\r\n");
        }
        if let Some(body) = body {
            text += &format!("content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        } else {
            text += "\r\n";
        }
        text
    }

    /// Sends it, and reads until the server closes the connection.
    ///
    /// # Errors
    /// Nobody answers, or not as HTTP wants it.
    pub(super) fn send(&self, address: SocketAddr) -> io::Result<Answer> {
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_write_timeout(Some(PATIENCE))?;
        // A server that refuses a body unread may reset the connection once it has answered.
        let written = stream.write_all(self.text(address).as_bytes());
        let mut bytes = Vec::new();
        let read = stream.read_to_end(&mut bytes).map(drop);
        match Answer::parse(&bytes) {
            Some(answer) => Ok(answer),
            None => Err(written.and(read).err().unwrap_or_else(|| io::Error::other("no answer of HTTP"))),
        }
    }
}

impl Answer {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let header =
            |line: &str| line.split_once(':').map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()));
        let mut answer = Self { status, headers: lines.filter_map(header).collect(), body: bytes[end + 4..].to_vec() };
        if answer.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            answer.body = unchunked(&answer.body)?;
        }
        Some(answer)
    }

    /// The first header of this name, in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The head of the body, for people.
    pub(super) fn excerpt(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(300).collect()
    }
}

/// The chunks of a body, put together; none if the last one is missing.
fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = body.windows(2).position(|window| window == b"\r\n")?;
        let size = std::str::from_utf8(&body[..end]).ok()?.split(';').next()?;
        let size = usize::from_str_radix(size.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(body.get(end + 2..end + 2 + size)?);
        body = body.get(end + 4 + size..)?;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read() {
        let check = |text: &str, expected: Option<(u16, &str)>| {
            let answer = Answer::parse(text.as_bytes());
            let found = answer.as_ref().map(|answer| (answer.status, std::str::from_utf8(&answer.body).unwrap()));
            assert_eq!(found, expected, "{text:?}");
        };
        check("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", Some((200, "{}")));
        check("HTTP/1.1 204 No Content\r\n\r\n", Some((204, "")));
        check(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n",
            Some((200, "abcde")),
        );
        check("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n", None);
        check("HTTP/1.1 200 OK\r\n", None);
        check("", None);
    }

    #[test]
    fn requests_are_written() {
        let address = "127.0.0.1:80".parse().unwrap();
        let mut request = Request { method: "GET".to_owned(), target: "/a".to_owned(), ..Request::default() };
        assert_eq!(request.text(address), "GET /a HTTP/1.1\r\nhost: 127.0.0.1:80\r\nconnection: close\r\n\r\n");
        request.body = Some("{}".to_owned());
        assert!(request.text(address).ends_with("content-type: application/json\r\ncontent-length: 2\r\n\r\n{}"));
    }
}
