//! A caller of servers on this machine: one connection for each request, and nothing that was not asked for.

use std::net::SocketAddr;
use std::sync::LazyLock;
use std::time::Duration;

use ureq::config::Config;
use ureq::http::{self, HeaderMap};
use ureq::{Agent, Error};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The most bytes of an answer that are read: stand-ins say little.
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Request {
    pub(super) method: String,
    /// Path and query, encoded.
    pub(super) target: String,
    pub(super) headers: Vec<(String, String)>,
    /// JSON.
    pub(super) body: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// Several of one name stand side by side, in the order of arrival.
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Request {
    /// One that says no more than its target.
    pub(super) fn get(target: impl Into<String>) -> Self {
        Self { method: "GET".to_owned(), target: target.into(), headers: Vec::new(), body: None }
    }

    /// Sends it, and reads the whole answer. Every status is an answer, a redirect too.
    ///
    /// # Errors
    /// Nobody answers, or not as HTTP wants it; or the answer is too large, or late.
    pub(super) fn send(&self, address: SocketAddr) -> Result<Answer, Error> {
        let mut request =
            http::Request::builder().method(self.method.as_str()).uri(format!("http://{address}{}", self.target));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let answer = match &self.body {
            Some(body) => AGENT.run(request.header("content-type", "application/json").body(body)?),
            None => AGENT.run(request.body(())?),
        };
        let (head, body) = answer?.into_parts();
        let body = body.into_with_config().limit(MOST_BYTES).read_to_vec()?;
        Ok(Answer { status: head.status.as_u16(), headers: head.headers, body })
    }
}

impl Answer {
    /// The first header of this name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The head of the body, for people.
    pub(super) fn excerpt(&self) -> String {
        String::from_utf8_lossy(&self.body).chars().take(300).collect()
    }
}

/// What is common to all requests. A proxy of the environment would stand between this program and its own machine.
static AGENT: LazyLock<Agent> = LazyLock::new(|| {
    let config = Config::builder()
        .proxy(None)
        .http_status_as_error(false)
        .max_redirects(0)
        .max_idle_connections(0)
        .timeout_global(Some(PATIENCE))
        .allow_non_standard_methods(true)
        .user_agent("")
        .accept("");
    config.build().into()
});

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::thread::JoinHandle;

    use super::*;

    /// A server that gives one answer, and what it was asked.
    fn server(answer: &'static str) -> (SocketAddr, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut asked = String::new();
            let mut bytes = [0; 4096];
            while !asked.contains("\r\n\r\n") || (asked.contains("content-length") && asked.ends_with("\r\n\r\n")) {
                let length = stream.read(&mut bytes).unwrap();
                asked += std::str::from_utf8(&bytes[..length]).unwrap();
            }
            stream.write_all(answer.as_bytes()).unwrap();
            asked
        });
        (address, asked)
    }

    #[test]
    fn answers_are_read() {
        let check = |text: &'static str, expected: Option<(u16, &str)>| {
            let answer = Request::get("/").send(server(text).0);
            let found = answer.as_ref().ok().map(|answer| (answer.status, str::from_utf8(&answer.body).unwrap()));
            assert_eq!(found, expected, "{text:?}: {answer:?}");
        };
        check("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}", Some((200, "{}")));
        check("HTTP/1.1 204 No Content\r\n\r\n", Some((204, "")));
        check("HTTP/1.1 200 OK\r\n\r\nto the end", Some((200, "to the end")));
        check("HTTP/1.1 307 X\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n", Some((307, "")));
        check("HTTP/1.1 502 X\r\ncontent-length: 3\r\n\r\nbad", Some((502, "bad")));
        check(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n",
            Some((200, "abcde")),
        );
        check("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n", None);
        check("HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nab", None);
        check("HTTP/1.1 200 OK\r\n", None);
        check("nonsense", None);
        check("", None);
    }

    #[test]
    fn requests_hold_what_was_asked_for() {
        let check = |method: &str, headers: &[(&str, &str)], body: Option<&str>, expected: &str| {
            let (address, asked) = server("HTTP/1.1 204 X\r\n\r\n");
            let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            let body = body.map(str::to_owned);
            let request = Request { method: method.to_owned(), target: "/a%20b?c=d&c=%7B".to_owned(), headers, body };
            assert_eq!(request.send(address).unwrap().status, 204);
            let asked = asked.join().unwrap();
            let lines = asked.replace(&format!("host: {address}\r\n"), "").replace("\r\n", "\n");
            assert_eq!(lines, format!("{method} /a%20b?c=d&c=%7B HTTP/1.1\n{expected}"));
        };
        check("GET", &[], None, "\n");
        check("PROPFIND", &[], None, "\n");
        check("GET", &[("x-y", "1"), ("x-y", "2")], None, "x-y: 1\nx-y: 2\n\n");
        let head = "content-length: 2\ncontent-type: application/json\n\n{}";
        check("GET", &[], Some("{}"), head);
        check("DELETE", &[], Some("{}"), head);
        check("POST", &[], Some("{}"), head);
    }

    #[test]
    fn repeated_headers_are_kept() {
        let (address, _) = server("HTTP/1.1 204 X\r\nwww-authenticate: a\r\nWWW-Authenticate: b\r\n\r\n");
        let answer = Request::get("/").send(address).unwrap();
        assert_eq!(answer.headers.get_all("www-authenticate").iter().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(answer.header("WWW-Authenticate"), Some("a"));
    }
}
