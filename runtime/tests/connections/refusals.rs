//! An answer that comes before the end of its request reaches its caller, whatever that still sends.

use std::time::Duration;

use capwright_runtime::server::{Limits, ServerOptions};
use reqwest::{Body, Client, Method};

use crate::caller::{Caller, GET};
use crate::{router, start, start_with};

fn client() -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default(); // reqwest wants one, also where no TLS is spoken
    Client::builder().no_proxy().build().unwrap()
}

/// A body that announces no length.
fn chunked(length: usize) -> Body {
    let pieces = (0..length / 10_000).map(|_| Ok::<_, std::io::Error>("x".repeat(10_000)));
    Body::wrap_stream(futures_util::stream::iter(pieces))
}

#[tokio::test]
async fn every_refusal_is_read() {
    let options = ServerOptions::default().with_max_body_bytes(100_000);
    let server = start_with(router(&Default::default(), &options), options).await;
    let client = client();
    let check = async |method: Method, path: &str, host: &str, wanted: u16| {
        for turn in 0..20 {
            let request =
                client.request(method.clone(), format!("http://{}{path}", server.address)).header("host", host);
            let request = request.header("content-type", "application/json").header("accept", "application/json");
            let body = if turn % 2 == 0 { Body::from("x".repeat(900_000)) } else { chunked(900_000) };
            let answer = request.body(body).send().await;
            let answer = answer.unwrap_or_else(|error| panic!("{method} {path}, turn {turn}: {error:?}"));
            assert_eq!(answer.status().as_u16(), wanted, "{method} {path}, turn {turn}");
            answer.bytes().await.unwrap_or_else(|error| panic!("{method} {path}, turn {turn}: {error:?}"));
        }
    };
    for path in ["/conns", "/mcp"] {
        check(Method::POST, path, "localhost", 413).await;
        check(Method::POST, path, "evil.test", 403).await;
    }
    check(Method::POST, "/nowhere", "localhost", 404).await;
    check(Method::DELETE, "/conns", "localhost", 405).await;
    check(Method::PUT, "/mcp", "localhost", 405).await;
}

#[tokio::test]
async fn a_body_that_nobody_wants_must_not_be_long_either() {
    let (server, _) = start(Limits::default()).await;
    let mut caller = Caller::connect(server.address).await;
    for (length, wanted) in [(1_000_000, 200), (2_000_000, 413), (1_000_000, 200)] {
        let head = "GET /conns HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n";
        caller.send(head.as_bytes()).await;
        caller.send(&[b"2710\r\n", &[b'x'; 10_000][..], b"\r\n"].concat().repeat(length / 10_000)).await;
        caller.send(b"0\r\n\r\n").await;
        assert_eq!(caller.answer().await.status, wanted, "{length}");
    }
}

#[tokio::test]
async fn the_connection_goes_on_where_the_body_does() {
    let (server, _) = start(Limits::default()).await;
    let mut caller = Caller::connect(server.address).await;
    for (line, length) in [("POST /nowhere", 900_000), ("PUT /mcp", 900_000), ("POST /conns", 3_000_000)] {
        let head = format!("{line} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n");
        caller.send(head.as_bytes()).await;
        let answer = caller.answer().await;
        assert!(matches!(answer.status, 404 | 405 | 413), "{answer:?}");
        assert_eq!(answer.header("connection"), None);
        caller.send(&vec![b'x'; length]).await;
        caller.send(GET).await;
        assert_eq!(caller.answer().await.status, 200, "{line}");
    }
}

#[tokio::test]
async fn what_is_too_long_to_read_on_ends_the_connection() {
    let (server, _) = start(Limits::default()).await;
    let head = "POST /conns HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99000000\r\n\r\n";
    let mut caller = Caller::sending(server.address, head.as_bytes()).await;
    caller.send(&vec![b'x'; 4_000_000]).await;
    let (answer, _) = caller.closed().await;
    assert_eq!((answer.status, answer.header("connection")), (413, Some("close")));
}

#[tokio::test]
async fn a_last_request_is_not_read_on() {
    let (server, _) = start(Limits::default()).await;
    for version in ["HTTP/1.1\r\nconnection: TE, Close", "HTTP/1.0"] {
        let head = format!("POST /nowhere {version}\r\nhost: localhost\r\ncontent-length: 900000\r\n\r\n");
        let (answer, took) = Caller::sending(server.address, head.as_bytes()).await.closed().await;
        assert_eq!(answer.status, 404);
        assert!(took < Duration::from_secs(2), "{took:?}");
    }
}

#[tokio::test]
async fn a_refused_caller_is_not_asked_for_its_body() {
    let (server, _) = start(Limits::default()).await;
    let asks = async |line: &str, length: usize| {
        let head = format!(
            "{line} HTTP/1.1\r\nhost: localhost\r\nexpect: 100-continue\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
        );
        Caller::sending(server.address, head.as_bytes()).await
    };
    for (line, length, wanted) in
        [("POST /conns", 3_000_000, 413), ("POST /nowhere", 5, 404), ("POST /mcp", 3_000_000, 413)]
    {
        let (answer, _) = asks(line, length).await.closed().await;
        assert_eq!((answer.status, answer.header("connection")), (wanted, Some("close")), "{line}");
    }
    let mut welcome = asks("POST /conns", 2).await;
    let mut interim = [0; 25];
    tokio::io::AsyncReadExt::read_exact(&mut welcome.stream, &mut interim).await.unwrap();
    assert_eq!(interim, *b"HTTP/1.1 100 Continue\r\n\r\n");
    welcome.send(b"{}").await;
    assert_eq!(welcome.answer().await.status, 200);
}

#[tokio::test]
async fn what_is_no_http_is_told_so_whatever_follows() {
    let (server, _) = start(Limits::default()).await;
    for line in ["GET /conns HTTP/1.1\r\nhost localhost\r\n\r\n", "\u{16}\u{3}\u{1}"] {
        let mut caller = Caller::sending(server.address, line.as_bytes()).await;
        caller.send(&vec![b'x'; 900_000]).await;
        let (answer, _) = caller.closed().await;
        assert_eq!(answer.status, 400);
    }
}
