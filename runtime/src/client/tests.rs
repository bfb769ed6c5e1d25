//! Calls over real sockets, against an upstream that answers scripted bytes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bodies;
mod connections;
mod credentials;
#[cfg(feature = "digest")]
mod digest;
#[cfg(feature = "oauth2")]
mod oauth2;
mod signatures;

use std::error::Error as _;
use std::sync::Arc;

use crate::value::json;
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use super::auth::Auth;
use super::body::template::Template;
use super::options::HttpOptions;
use super::request::Request;
use super::upstream::Upstream;
use crate::error::{Error, Result};

/// What the scripted upstream does with a request.
#[derive(Clone)]
enum Script {
    /// Sends these bytes, then closes.
    Answer(String),
    /// Sends what comes of the request, then closes.
    Reply(Arc<dyn Fn(&str) -> String + Send + Sync>),
}

/// An upstream that plays `script` to every request; what reached it arrives on the channel.
async fn scripted(script: Script) -> (String, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(play(stream, script.clone(), sender.clone()));
        }
    });
    (url, receiver)
}

async fn play(mut stream: TcpStream, script: Script, seen: mpsc::UnboundedSender<String>) {
    let mut request = Vec::new();
    while !is_whole(&request) {
        if stream.read_buf(&mut request).await.unwrap() == 0 {
            return;
        }
    }
    let request = String::from_utf8(request).unwrap();
    seen.send(request.clone()).ok();
    match script {
        Script::Reply(reply) => stream.write_all(reply(&request).as_bytes()).await.unwrap_or_default(),
        Script::Answer(bytes) => stream.write_all(bytes.as_bytes()).await.unwrap_or_default(),
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
    body.len() >= length.map_or(0, |length| length.parse().unwrap())
}

fn ok(body: &str) -> Script {
    Script::Answer(answer("200 OK", body))
}

/// An answer whose head begins with a status.
fn answer(head: &str, body: &str) -> String {
    format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())
}

fn upstream(url: &str, options: &HttpOptions) -> Upstream {
    Upstream::new("conns", options).base_url(url).auth(Auth::header("session", "s3cret")).build().unwrap()
}

/// Builds a request with `build`, sends it, and returns what arrived.
async fn wire(build: impl FnOnce(Request) -> Request) -> String {
    let (url, mut seen) = scripted(ok("")).await;
    let request = upstream(&format!("{url}/api"), &HttpOptions::default()).request(Method::POST, "test");
    build(request).await.unwrap();
    seen.recv().await.unwrap()
}

/// The outcome of a call to an upstream that plays `script`.
async fn outcome(script: Script, options: HttpOptions) -> Result<crate::Reply> {
    let (url, _seen) = scripted(script).await;
    upstream(&url, &options).request(Method::GET, "list").path("/conns").send().await
}

#[tokio::test]
async fn item_13_path_values_stay_in_their_segment() {
    for (value, segment) in [
        ("a/b", "a%2Fb"),
        ("../../admin", "..%2F..%2Fadmin"),
        ("a?x", "a%3Fx"),
        ("a#b", "a%23b"),
        ("é b", "%C3%A9%20b"),
        ("%2e%2e", "%252e%252e"),
        ("...", "..."),
        ("a\r\nb", "a%0D%0Ab"),
        ("a\\b", "a%5Cb"),
        ("{id}", "%7Bid%7D"),
    ] {
        for build in [
            |request: Request, value| request.path("/conns/{id}/close").variable("id", value),
            |request: Request, value| request.path("/conns/").variable("id", value).path("/close"),
        ] {
            let seen = wire(|request| build(request, value)).await;
            assert_eq!(seen.lines().next(), Some(&*format!("POST /api/conns/{segment}/close HTTP/1.1")));
        }
    }
}

#[tokio::test]
async fn upstreams_are_asked_for_what_is_read() {
    let check = async |build: fn(Request) -> Request, wanted: &str| {
        let seen = wire(build).await;
        let accepted: Vec<_> = seen.lines().filter_map(|line| line.strip_prefix("accept: ")).collect();
        assert_eq!(accepted, [wanted]);
    };
    check(|request| request, "application/json, */*;q=0.5").await;
    check(|request| request.header("Accept", "application/vnd.x"), "application/vnd.x").await;
    #[cfg(feature = "xml")]
    check(|request| request.format(crate::Format::XML), "application/xml, text/xml;q=0.9, */*;q=0.5").await;
    #[cfg(feature = "csv")]
    check(|request| request.format(crate::Format::CSV), "text/csv, */*;q=0.5").await;
    #[cfg(feature = "text")]
    check(|request| request.format(crate::Format::TEXT), "text/plain, text/*;q=0.9, */*;q=0.5").await;
    #[cfg(feature = "binary")]
    check(|request| request.format(crate::Format::BINARY), "*/*").await;
}

#[tokio::test]
async fn unsendable_values_are_refused_before_sending() {
    let (url, mut seen) = scripted(ok("")).await;
    let request = || upstream(&url, &HttpOptions::default()).request(Method::GET, "get").path("/conns/");
    for (request, message) in [
        (request().variable("id", ""), "id must not be empty"),
        (request().variable("id", "."), "id must not be `.` or `..`"),
        (request().variable("id", ".."), "id must not be `.` or `..`"),
        (request().variable("id", "").variable("other", ".."), "id must not be empty"),
        (request().variable("id", &None::<String>), "id is required"),
        (request().variable("id", &Template::new().raw("n-").value(&None::<String>)), "id is required"),
        (request().variable("id", &["a", "b"][..]), "id must be one value, not a list"),
        (request().path("{a}{b}").variable("a", "x"), "path lacks a value for `{b}`"),
        (request().path("{a}").path("/b"), "path lacks a value for `{a}`"),
        (request().path(".").variable("id", ".").path(""), "id must not be `.` or `..`"),
        (request().header("x-id", "a\nb"), "x-id holds a character that no header can carry"),
    ] {
        let error = request.send().await.unwrap_err();
        assert!(matches!(error, Error::Input(_)));
        assert_eq!(error.to_string(), message);
    }
    assert!(seen.try_recv().is_err(), "nothing was sent");
}

#[tokio::test]
async fn a_path_that_would_change_is_refused() {
    let upstream = upstream("http://127.0.0.1:1", &HttpOptions::default());
    let request = || upstream.request(Method::GET, "get");
    let check = async |request: Request, message: &str| {
        assert_eq!(request.send().await.unwrap_err().to_string(), message);
    };
    check(request().path("/a/../b"), "the path of get would change on its way").await;
    check(request().path("/.").variable("id", "%").path("/%2e%2e"), "id makes a path that would change on its way")
        .await;
}

#[tokio::test]
async fn what_comes_first_never_joins_the_host() {
    let (url, mut seen) = scripted(ok("")).await;
    let upstream = upstream(&url, &HttpOptions::default());
    let request = || upstream.request(Method::GET, "get");
    for (request, target) in [
        (request(), "GET / HTTP/1.1"),
        (request().variable("id", "0.evil.example"), "GET /0.evil.example HTTP/1.1"),
        (request().path("conns"), "GET /conns HTTP/1.1"),
        (request().path("").path("/conns"), "GET /conns HTTP/1.1"),
    ] {
        request.send().await.unwrap();
        assert_eq!(seen.recv().await.unwrap().lines().next(), Some(target));
    }
}

#[tokio::test]
async fn queries_headers_and_bodies() {
    let seen = wire(|request| {
        request
            .path("/conns")
            .query("limit", &Some(9_007_199_254_740_993_i64))
            .query("absent", &None::<String>)
            .query("tag", &["a b", "c&d"][..])
            .query("empty", "")
            .header("x-trace", &Some("on"))
            .json(&json!({"id": u64::MAX}))
    })
    .await;
    let (head, body) = seen.split_once("\r\n\r\n").unwrap();
    assert!(
        head.starts_with("POST /api/conns?limit=9007199254740993&tag=a%20b&tag=c%26d&empty= HTTP/1.1\r\n"),
        "{head}"
    );
    for line in ["session: s3cret", "x-trace: on", "content-type: application/json"] {
        assert!(head.lines().any(|header| header == line), "{line} in {head}");
    }
    assert_eq!(body, r#"{"id":18446744073709551615}"#);
    let seen = wire(|request| request.header("content-type", "text/json").json_opt(&Some("x"))).await;
    assert_eq!(seen.matches("content-type: ").count(), 1);
    assert!(seen.contains("content-type: text/json"));
    assert!(!wire(|request| request.json_opt(&None::<String>)).await.contains("content-type"));
}

#[tokio::test]
async fn no_answer_is_a_typed_error() {
    let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let upstream = Upstream::new("conns", &HttpOptions::default())
        .base_url(format!("http://{closed}"))
        .auth(Auth::query("key", "s3cret"))
        .build()
        .unwrap();
    let refused = upstream.request(Method::GET, "list").send().await.unwrap_err();
    assert!(matches!(refused, Error::Transport { .. }), "{refused:?}");
    assert_eq!(refused.to_string(), "conns can't be reached");
    let chain = format!("{refused:?} {}", refused.source().unwrap());
    assert!(!chain.contains("s3cret"), "{chain}");
}

#[tokio::test]
async fn every_status_outside_2xx_is_an_error_with_its_body() {
    for (status, header) in
        [("500 Internal Server Error", "a: b"), ("404 Not Found", "a: b"), ("304 Not Modified", "a: b")]
    {
        let answer = format!("HTTP/1.1 {status}\r\n{header}\r\nconnection: close\r\n\r\n{{\"why\":1}}");
        let Err(Error::Status(error)) = outcome(Script::Answer(answer), HttpOptions::default()).await else {
            panic!("{status} is an error");
        };
        assert_eq!(error.status.to_string(), status);
        assert_eq!(error.headers["a"], "b");
        assert!(status.starts_with("304") || &error.body[..] == b"{\"why\":1}", "{status}");
    }
}

#[tokio::test]
async fn redirects_lead_nowhere_else() {
    let (elsewhere, mut reached) = scripted(ok("")).await;
    for status in ["301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"] {
        let answer = format!("HTTP/1.1 {status}\r\nlocation: {elsewhere}/x?key=k\r\nconnection: close\r\n\r\n");
        let error = outcome(Script::Answer(answer), HttpOptions::default()).await.unwrap_err();
        let Error::Redirect(redirect) = &error else { panic!("{status}: {error}") };
        assert_eq!(redirect.place, format!("{elsewhere}/x"));
        assert!(error.to_string().ends_with("which is not followed: it leads to another origin"), "{error}");
    }
    assert!(reached.try_recv().is_err(), "nobody went there");
}

#[tokio::test]
async fn bodies_are_bounded() {
    let options = HttpOptions::default().max_response_bytes(4);
    let answer = |head: &str, body: &str| Script::Answer(format!("HTTP/1.1 {head}\r\nconnection: close\r\n\r\n{body}"));
    let reply = outcome(answer("200 OK", "1234"), options.clone()).await.unwrap();
    assert_eq!((reply.status(), reply.text().unwrap()), (StatusCode::OK, "1234"));
    for script in [answer("200 OK", "12345"), answer("200 OK\r\ncontent-length: 99999999999", "")] {
        let error = outcome(script, options.clone()).await.unwrap_err();
        assert_eq!(error.to_string(), "the answer of conns is longer than the 4 bytes allowed");
    }
    let Err(Error::Status(error)) = outcome(answer("500 Oops", "12345"), options).await else {
        panic!("500 is an error")
    };
    assert_eq!((&error.body[..], error.truncated), (&b"1234"[..], true));
}
