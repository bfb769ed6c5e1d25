//! What the tests of the servers share: a service written by hand, and an HTTP client that sends what it is told.
#![allow(dead_code, unreachable_pub, reason = "each test program uses some of it")]

#[cfg(feature = "mcp")]
pub mod mcp;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use capwright_runtime::server::{ServerOptions, bind, serve_with};
use capwright_runtime::{
    Awaited, Bytes, ConfigError, Error, HeaderMap, InputError, Interruption, NoInput, Object, Reply, Result,
    StatusCode, StatusError, Value,
};
use serde::Deserialize;
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

/// Stands for what no caller may see: the source of an error, the headers of an upstream.
pub const INTERNAL: &str = "http://10.0.0.7/?key=s3cret";

/// Longer than anything takes that works.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// A service written by hand.
#[derive(Default)]
pub struct Api {
    /// Told when `wait` was called, and waited for by it.
    pub called: Notify,
    pub released: Notify,
    /// Told when a call of `wait` is dropped before its end.
    pub dropped: Arc<Notify>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListInput {
    limit: Option<i64>,
    status: Option<String>,
    tags: Option<Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct GetInput {
    connection_id: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CreateInput {
    body: Object,
    dry: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HowInput {
    how: String,
}

impl Api {
    pub async fn list(&self, input: ListInput) -> Result<Reply> {
        Reply::from_json(&json!({"limit": input.limit, "status": input.status, "tags": input.tags}))
    }

    pub async fn get(&self, input: GetInput) -> Result<Reply> {
        Reply::from_json(&json!({"id": input.connection_id}))
    }

    /// The inputs, of any name and type.
    pub async fn echo(&self, inputs: Object) -> Result<Reply> {
        Reply::from_json(&inputs)
    }

    /// What an upstream answers to HEAD: headers, the length of what it doesn't send among them if it tells that.
    pub async fn probe(&self, input: Object) -> Result<Reply> {
        let mut headers = HeaderMap::new();
        headers.insert("x-ratelimit-limit", "7".parse().unwrap());
        if let Some(length) = input.get("length").and_then(Value::as_str) {
            headers.insert("content-length", length.parse().unwrap());
        }
        Ok(Reply::new(StatusCode::OK, headers, ""))
    }

    pub async fn create(&self, input: CreateInput) -> Result<Reply> {
        Reply::from_json(&json!({"created": input.body, "dry": input.dry}))
    }

    /// An answer of the kind asked for.
    pub async fn answer(&self, input: HowInput) -> Result<Reply> {
        let reply = |media_type: &str, body: &[u8]| {
            let mut headers = HeaderMap::new();
            headers.insert("content-type", media_type.parse().unwrap());
            headers.insert("location", INTERNAL.parse().unwrap());
            Ok(Reply::new(StatusCode::OK, headers, body.to_vec()))
        };
        match input.how.as_str() {
            "none" => Ok(Reply::empty(StatusCode::NO_CONTENT)),
            "accepted" => Ok(Reply::empty(StatusCode::ACCEPTED)),
            "csv" => reply("text/csv; charset=utf-8", b"a,b\n"),
            "spaced" => reply("application/json", br#"{ "b":1,  "a":12345678901234567890123 }"#),
            "png" => reply("image/png", b"\x89PNG"),
            "long" => reply("application/json", &[b'1'; 5000]),
            other => Err(InputError::new("how", format!("can't be {other}")).into()),
        }
    }

    /// Fails in the way asked for.
    pub async fn fail(&self, input: HowInput) -> Result<Reply> {
        let upstream = || "conns".to_owned();
        Err(match input.how.as_str() {
            "unreachable" => Error::Transport { upstream: upstream(), source: INTERNAL.into() },
            "slow" => {
                Error::Timeout { upstream: upstream(), awaited: Awaited::Answer, allowed: Duration::from_secs(30) }
            }
            "cut" => Error::Interrupted {
                upstream: upstream(),
                interruption: Interruption::CutOff,
                source: Some(INTERNAL.into()),
            },
            "large" => Error::TooLarge { upstream: upstream(), limit: 5 },
            "garbled" => Error::decode("the answer of conns", INTERNAL),
            "config" => ConfigError::invalid("KEY", INTERNAL).into(),
            "conflict" => Error::rejected(StatusCode::CONFLICT, "in use"),
            "busy" => Error::Status(Box::new(busy())),
            _ => panic!("{INTERNAL}"),
        })
    }

    /// Answers when released.
    pub async fn wait(&self, _: NoInput) -> Result<Reply> {
        let told_when_dropped = TellWhenDropped(Arc::clone(&self.dropped));
        self.called.notify_one();
        self.released.notified().await;
        std::mem::forget(told_when_dropped);
        Reply::from_json(&"released")
    }
}

struct TellWhenDropped(Arc<Notify>);

impl Drop for TellWhenDropped {
    fn drop(&mut self) {
        self.0.notify_one();
    }
}

fn busy() -> StatusError {
    let headers =
        [("content-type", "text/html"), ("retry-after", "7"), ("location", INTERNAL), ("connection", "close")];
    StatusError {
        upstream: "conns".to_owned(),
        operation: "list".to_owned(),
        status: StatusCode::SERVICE_UNAVAILABLE,
        headers: headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect(),
        body: Bytes::from_static(b"<h1>busy</h1>"),
        truncated: false,
        place: None,
    }
}

/// A server that runs until it is dropped or stopped.
pub struct Running {
    pub address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    stopped: tokio::task::JoinHandle<std::io::Result<()>>,
}

pub async fn start(router: axum::Router) -> Running {
    start_with(router, ServerOptions::default()).await
}

/// With the limits of `options`.
pub async fn start_with(router: axum::Router, options: ServerOptions) -> Running {
    let listener = bind("localhost:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopping) = oneshot::channel::<()>();
    let shutdown = async move { drop(stopping.await) };
    let stopped = tokio::spawn(async move { serve_with(listener, router, &options, shutdown).await });
    Running { address, stop: Some(stop), stopped }
}

impl Running {
    /// Tells it to stop.
    pub fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    /// Waits for its end.
    pub async fn stopped(self) {
        timeout(PATIENCE, self.stopped).await.unwrap().unwrap().unwrap();
    }

    /// Sends a request with these lines of header, and reads the answer.
    pub async fn send(&self, line: &str, headers: &[&str], body: &[u8]) -> Answer {
        let mut head = format!("{line} HTTP/1.1\r\nconnection: close\r\n");
        for header in headers {
            head.push_str(header);
            head.push_str("\r\n");
        }
        self.send_raw(&[head.as_bytes(), b"\r\n", body].concat()).await
    }

    /// Sends `request` as it is, and reads until the server closes.
    pub async fn send_raw(&self, request: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request).await.unwrap();
        let mut bytes = Vec::new();
        // A server that refuses a body unread may reset the connection after its answer.
        let _ = timeout(PATIENCE, stream.read_to_end(&mut bytes)).await.unwrap();
        Answer::parse(&bytes)
    }
}

#[derive(Debug, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn parse(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or_default();
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
        Self { status, headers: lines.filter_map(header).collect(), body: body.to_owned() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Nothing of the answer shows what is internal.
    pub fn assert_discreet(&self) {
        for internal in ["10.0.0.7", "s3cret", "key="] {
            assert!(!format!("{self:?}").contains(internal), "{self:?}");
        }
    }
}
