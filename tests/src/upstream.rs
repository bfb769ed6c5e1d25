//! An upstream that records what reaches it, and answers or fails as it is told.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::until;

/// How a request is answered.
#[derive(Clone)]
pub enum Script {
    /// These bytes, then the connection is closed.
    Bytes(Vec<u8>),
    /// These bytes, then nothing more; the connection stays open.
    Stall(Vec<u8>),
    /// These bytes once the test has said so.
    Hold(Arc<Notify>, Vec<u8>),
    /// The connection is reset.
    Reset,
}

/// A request to the byte.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Method and target as sent: `GET /conns?limit=2`.
    pub line: String,
    /// Names in lower case, in the order of arrival.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// An upstream on a free port of loopback; it stops when it is dropped.
pub struct Upstream {
    /// Where it listens.
    pub address: SocketAddr,
    seen: Arc<Mutex<Vec<Seen>>>,
    task: JoinHandle<()>,
}

/// A port that is taken, and where nobody listens.
pub struct Refusing {
    /// The address that refuses connections.
    pub address: SocketAddr,
    _socket: TcpSocket,
}

impl Script {
    /// An answer with its length. `headers` end each in a line break; none for no body at all.
    pub fn http(status: &str, headers: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let length = if body.is_empty() { String::new() } else { format!("content-length: {}\r\n", body.len()) };
        let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\n{length}{headers}\r\n");
        Self::Bytes([head.as_bytes(), body].concat())
    }

    /// 200 with a JSON text.
    pub fn json(body: impl AsRef<[u8]>) -> Self {
        Self::http("200 OK", "content-type: application/json\r\n", body)
    }

    /// The bytes of an answer that has some.
    pub fn bytes(&self) -> Vec<u8> {
        match self {
            Self::Bytes(bytes) | Self::Stall(bytes) | Self::Hold(_, bytes) => bytes.clone(),
            Self::Reset => Vec::new(),
        }
    }
}

impl Upstream {
    /// Answers every request with `reply`.
    pub async fn start(reply: Script) -> Self {
        Self::with(move |_| reply.clone()).await
    }

    /// Answers a request with what `reply` makes of it.
    pub async fn with(reply: impl Fn(&Seen) -> Script + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let seen = Arc::<Mutex<Vec<Seen>>>::default();
        let (record, reply) = (Arc::clone(&seen), Arc::new(reply));
        let task = tokio::spawn(async move {
            let mut connections = tokio::task::JoinSet::new(); // stops them all when the upstream is dropped
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(answer(stream, Arc::clone(&record), Arc::clone(&reply)));
            }
        });
        Self { address, seen, task }
    }

    /// Its base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// What has reached it so far.
    pub fn seen(&self) -> Vec<Seen> {
        self.seen.lock().unwrap().clone()
    }

    /// What has reached it since the last time.
    pub fn take(&self) -> Vec<Seen> {
        std::mem::take(&mut self.seen.lock().unwrap())
    }

    /// Waits until `count` requests have reached it.
    pub async fn until_seen(&self, count: usize) {
        until("the upstream has seen the requests", async || self.seen.lock().unwrap().len() >= count).await;
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Refusing {
    /// Takes a port without listening on it: nobody else can, while this lives.
    pub fn start() -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
        Self { address: socket.local_addr().unwrap(), _socket: socket }
    }
}

impl Seen {
    /// The first header of this name, in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON.
    ///
    /// # Panics
    /// If it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

async fn answer(mut stream: TcpStream, record: Arc<Mutex<Vec<Seen>>>, reply: Arc<impl Fn(&Seen) -> Script>) {
    let Some(seen) = read(&mut stream).await else { return };
    let reply = reply(&seen);
    record.lock().unwrap().push(seen);
    if let Script::Hold(released, _) = &reply {
        released.notified().await;
    }
    if matches!(reply, Script::Reset) {
        stream.set_zero_linger().unwrap();
        return;
    }
    // A caller that has read enough closes the connection: that is its affair.
    let _ = stream.write_all(&reply.bytes()).await;
    if matches!(reply, Script::Stall(_)) {
        std::future::pending::<()>().await;
    }
    let _ = stream.shutdown().await;
    let _ = stream.read_to_end(&mut Vec::new()).await; // unread input would turn the end into a reset
}

/// One request; `None` if the connection ends before it does.
async fn read(stream: &mut TcpStream) -> Option<Seen> {
    let mut bytes = Vec::new();
    let end = loop {
        if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let line = lines.next()?.strip_suffix(" HTTP/1.1")?.to_owned();
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_lowercase(), value.to_owned()));
    let mut seen = Seen { line, headers: lines.filter_map(header).collect(), body: bytes.split_off(end) };
    let length = seen.header("content-length").map_or(0, |length| length.parse().unwrap_or(0));
    while seen.body.len() < length {
        if stream.read_buf(&mut seen.body).await.ok()? == 0 {
            return None;
        }
    }
    Some(seen)
}
