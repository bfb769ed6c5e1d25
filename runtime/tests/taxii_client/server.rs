//! A server that gives prepared answers, one a connection, and notes what it was asked.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

pub(crate) struct Answer {
    status: u16,
    headers: String,
    body: String,
}

impl Answer {
    pub(crate) fn taxii(body: &str) -> Self {
        Self::new(200, "application/taxii+json;version=2.1", body)
    }

    pub(crate) fn new(status: u16, content_type: &str, body: &str) -> Self {
        Self { status, headers: format!("content-type: {content_type}\r\n"), body: body.to_owned() }
    }

    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers += &format!("{name}: {value}\r\n");
        self
    }

    fn text(&self) -> String {
        let Self { status, headers, body } = self;
        format!("HTTP/1.1 {status} X\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
    }
}

impl Server {
    /// Gives each of `answers` once, in order; later connections are refused.
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let answers: Vec<_> = answers.into_iter().collect();
        let noted = Arc::clone(&requests);
        tokio::spawn(async move {
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let head = head(&mut stream).await;
                noted.lock().unwrap().push(head);
                stream.write_all(answer.text().as_bytes()).await.unwrap();
            }
        });
        Self { url, requests }
    }

    /// The heads of all requests so far.
    pub(crate) fn heads(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }

    /// Path and query of all requests so far, decoded where that makes them readable.
    pub(crate) fn paths(&self) -> Vec<String> {
        let path = |head: &String| head.split(' ').nth(1).unwrap_or_default().to_owned();
        let readable =
            |path: String| path.replace("%5B", "[").replace("%5D", "]").replace("%3A", ":").replace("%2C", ",");
        self.heads().iter().map(path).map(readable).collect()
    }
}

async fn head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(head).unwrap()
}
