//! The upstream of the example: it keeps what it was sent, and answers from a script.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use capwright_runtime::client::{HttpOptions, Upstream};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::fleet::Client;

/// What it answers, by the first line of the request without the version: a status line and a body.
pub type Script = BTreeMap<&'static str, (&'static str, &'static str)>;

/// The upstream, until the test ends.
pub struct Registry {
    pub client: Client,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Registry {
    pub async fn start(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<String>>>::default();
        let (seen, script) = (Arc::clone(&requests), Arc::new(script));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(answer(stream, Arc::clone(&script), Arc::clone(&seen)));
            }
        });
        let upstream = Upstream::new("registry", &HttpOptions::default()).base_url(base).build().unwrap();
        Self { client: Client::new(upstream), requests }
    }

    /// The first lines of the requests since the last look, sorted: parallel ones arrive in any order.
    pub fn take_requests(&self) -> Vec<String> {
        let mut requests = std::mem::take(&mut *self.requests.lock().unwrap());
        requests.sort();
        requests
    }
}

async fn answer(mut stream: TcpStream, script: Arc<Script>, seen: Arc<Mutex<Vec<String>>>) {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.unwrap());
    }
    let text = String::from_utf8(bytes).unwrap();
    let line = text.lines().next().unwrap().strip_suffix(" HTTP/1.1").unwrap().to_owned();
    let (status, body) = script.get(line.as_str()).copied().unwrap_or(("404 Not Found", r#"{"error":"no ship"}"#));
    seen.lock().unwrap().push(line);
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n");
    stream.write_all(format!("{head}retry-after: 7\r\nconnection: close\r\n\r\n{body}").as_bytes()).await.unwrap();
}
