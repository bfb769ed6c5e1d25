//! The least that an MCP server can do for a tool call, which is what generated ones are compared with: no validation, no other
//! methods, no limits.

use std::cell::RefCell;
use std::error::Error;
use std::net::SocketAddr;
use std::rc::Rc;
use std::{io, thread};

use bytes::Bytes;
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::header::{CONTENT_TYPE, HOST, HeaderValue};
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::net::TcpStream;
use tokio::task::spawn_local;

use crate::listen::{self, Answer};

const PATH: &str = "/plugin/products/threat-response/api/v1/conns/";

#[derive(Deserialize)]
struct Call<'a> {
    #[serde(borrow)]
    id: &'a RawValue,
    params: Params,
}

#[derive(Deserialize)]
struct Params {
    arguments: Arguments,
}

#[derive(Deserialize)]
struct Arguments {
    #[serde(rename = "connectionId")]
    connection: String,
}

/// Connections to the upstream that nothing uses.
#[derive(Clone)]
struct Upstream {
    address: SocketAddr,
    idle: Rc<RefCell<Vec<SendRequest<Empty<Bytes>>>>>,
}

/// Serves on so many threads, each with connections of its own.
pub(crate) fn run(upstream: SocketAddr, threads: usize) -> io::Result<()> {
    let first = listen::reserve(0)?;
    let port = first.local_addr()?.port();
    listen::announce(&first)?;
    for _ in 1..threads {
        let listener = listen::reserve(port)?;
        thread::spawn(move || serve(listener, upstream));
    }
    serve(first, upstream)
}

fn serve(listener: std::net::TcpListener, address: SocketAddr) -> io::Result<()> {
    let upstream = Upstream { address, idle: Rc::default() };
    listen::serve(listener, move |request| answer(request, upstream.clone()))
}

async fn answer(request: Request<Incoming>, upstream: Upstream) -> Answer {
    let body = request.into_body().collect().await?.to_bytes();
    let answered = match serde_json::from_slice::<Call<'_>>(&body) {
        Ok(call) => upstream.get(&call.params.arguments.connection).await.and_then(|text| spliced(call.id, &text)),
        Err(fault) => Err(fault.into()),
    };
    let mut response = Response::new(Full::default());
    match answered {
        Ok(message) => *response.body_mut() = Full::new(message.into()),
        Err(_) => *response.status_mut() = StatusCode::BAD_GATEWAY,
    }
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// The result of a call: the answer as text, and as it is.
fn spliced(id: &RawValue, answer: &[u8]) -> Result<String, Box<dyn Error>> {
    let answer = std::str::from_utf8(answer)?;
    let text = serde_json::to_string(answer)?;
    Ok(format!(
        r#"{{"jsonrpc":"2.0","id":{id},"result":{{"content":[{{"type":"text","text":{text}}}],"structuredContent":{answer},"isError":false}}}}"#
    ))
}

impl Upstream {
    async fn get(&self, connection: &str) -> Result<Bytes, Box<dyn Error>> {
        let mut sender = self.sender().await?;
        let request = Request::get(format!("{PATH}{connection}")).header(HOST, "upstream").header("session", "key");
        let response = sender.send_request(request.body(Empty::new())?).await?;
        let body = response.into_body().collect().await?.to_bytes();
        self.idle.borrow_mut().push(sender);
        Ok(body)
    }

    async fn sender(&self) -> Result<SendRequest<Empty<Bytes>>, Box<dyn Error>> {
        let idle = self.idle.borrow_mut().pop();
        if let Some(mut sender) = idle
            && sender.ready().await.is_ok()
        {
            return Ok(sender);
        }
        let stream = TcpStream::connect(self.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        spawn_local(connection);
        Ok(sender)
    }
}
