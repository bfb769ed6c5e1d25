//! What callers get of the answers of upstreams: by what they are, not twice where they are long, and with the name of who
//! failed.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use capwright_runtime::server::ServerOptions;
use capwright_tests::{Answer, Script, Served, Upstream, serve};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};
use tanium_threat_response_connections::{Client, Proxy, mcp, rest};

use crate::desk::request;

const CONNS: &str = "/v1/plugin/products/threat-response/api/v1/conns";

fn proxy(upstream: &Upstream) -> Proxy {
    Proxy::new(
        Client::builder().threat_response_connections_base_url(upstream.url()).tanium_api_key("k3y").build().unwrap(),
    )
}

async fn tools(upstream: &Upstream) -> Served {
    serve(mcp::router(proxy(upstream), &ServerOptions::default())).await
}

/// The result of a tool that passes on what the upstream answers.
async fn result(reply: Script) -> Value {
    let upstream = Upstream::start(reply).await;
    let call = r#""method":"tools/call","params":{"name":"list-endpoint-connections","arguments":{}}"#;
    request(&tools(&upstream).await, call).await.json()["result"].take()
}

/// What REST answers of it.
async fn passed(reply: Script, headers: &[&str]) -> Answer {
    let upstream = Upstream::start(reply).await;
    let server = serve(rest::router(proxy(&upstream), &ServerOptions::default())).await;
    server.send(&format!("GET {CONNS}"), headers, b"").await
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn text(text: &str) -> Value {
    json!({"type": "text", "text": text})
}

#[tokio::test]
async fn item_17_answers_are_what_their_media_types_say() {
    let check = async |media_type: &str, body: &[u8], content: Value, structured: Value| {
        let result = result(Script::http("200 OK", &format!("content-type: {media_type}\r\n"), body)).await;
        assert_eq!(result["content"], json!([content]), "{media_type}");
        assert_eq!(result["structuredContent"], structured, "{media_type}");
        assert_eq!(result["isError"], json!(false), "{media_type}");
    };
    let encoded = |bytes: &[u8]| STANDARD.encode(bytes);
    let named =
        |kind: &str, media_type: &str| json!({"type": kind, "data": encoded(b"\x89P\0"), "mimeType": media_type});
    let embedded = json!({"type": "resource", "resource": {
        "uri": "tool-result:list-endpoint-connections", "mimeType": "application/pdf", "blob": encoded(b"%PDF\0\xff")}});
    let object = json!({"a": 1});
    check("application/json", br#"{"a": 1}"#, text(r#"{"a": 1}"#), object.clone()).await;
    check("application/json", b"\xef\xbb\xbf{\"a\": 1}", text(r#"{"a": 1}"#), object.clone()).await;
    check("application/problem+json", b"\xff\xfe{\0}\0", text("{}"), json!({})).await;
    check("application/json", b"[1]", text("[1]"), Value::Null).await;
    check("text/plain", b"hi", text("hi"), Value::Null).await;
    for charset in ["iso-8859-1", "ISO-8859-1", "latin1", "\"windows-1252\"", "iso-8859-15"] {
        let media_type = format!("text/plain; charset={charset}");
        check(&media_type, b"caf\xe9", text("caf\u{e9}"), Value::Null).await;
        check(&media_type.replace("text/plain", "application/xml"), b"<a>\xe9</a>", text("<a>\u{e9}</a>"), Value::Null)
            .await;
    }
    check("text/csv;charset=utf-16le", b"a\0,\0", text("a,"), Value::Null).await;
    check("image/png", b"\x89P\0", named("image", "image/png"), Value::Null).await;
    check("audio/wav", b"\x89P\0", named("audio", "audio/wav"), Value::Null).await;
    check("application/pdf", b"%PDF\0\xff", embedded, Value::Null).await;
}

#[tokio::test]
async fn what_is_long_is_not_given_twice() {
    let check = async |bytes: usize, is_structured: bool| {
        let body = json!({"a": "x".repeat(bytes - 8)}).to_string();
        assert_eq!(body.len(), bytes);
        let result = result(Script::json(&body)).await;
        assert_eq!(result["content"], json!([text(&body)]));
        assert_eq!(result["structuredContent"].is_object(), is_structured, "{bytes}");
    };
    check(64 * 1024, true).await;
    check(64 * 1024 + 1, false).await;
}

#[tokio::test]
async fn no_content_is_said_to_be_fine() {
    for (status, told) in [
        ("204 No Content", "204 No Content: done, the answer has no content"),
        ("200 OK", "200 OK: done, the answer has no content"),
        ("304 Not Modified", "304 Not Modified: nothing has changed, the answer has no content"),
    ] {
        let result = result(Script::http(status, "", "")).await;
        assert_eq!((&result["content"], &result["isError"]), (&json!([text(told)]), &json!(false)));
    }
}

#[tokio::test]
async fn gzip_that_nobody_asked_for_is_unpacked_for_those_who_do_not_accept_it() {
    let body = r#"{"a": 1}"#;
    let headers = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
    let reply = || Script::http("200 OK", headers, gzip(body.as_bytes()));
    for (accepted, coding) in [
        (&[][..], None),
        (&["accept-encoding: identity"], None),
        (&["accept-encoding: br, gzip;q=0"], None),
        (&["accept-encoding: gzip"], Some("gzip")),
        (&["accept-encoding: br, *"], Some("gzip")),
    ] {
        let answer = passed(reply(), accepted).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, coding), "{accepted:?}");
        let wanted = if coding.is_some() { gzip(body.as_bytes()) } else { body.as_bytes().to_vec() };
        let length = wanted.len().to_string();
        assert_eq!(
            (answer.header("content-length"), answer.body == wanted),
            (Some(length.as_str()), true),
            "{accepted:?}"
        );
    }
    assert_eq!(result(reply()).await["structuredContent"], json!({"a": 1}));
    let refused = || Script::http("409 Conflict", headers, gzip(b"taken"));
    assert_eq!(passed(refused(), &[]).await.text(), "taken");
    let bomb = || Script::http("200 OK", headers, gzip(&vec![b' '; 20 << 20]));
    let answer = passed(bomb(), &[]).await;
    assert_eq!(
        answer.json()["detail"],
        "the answer of threat-response-connections is longer than the 16777216 bytes allowed"
    );
}

#[tokio::test]
async fn refusals_of_upstreams_are_read_in_their_charset() {
    let refusal = Script::http("409 Conflict", "content-type: text/plain; charset=iso-8859-1\r\n", b"d\xe9j\xe0 vu");
    let result = result(refusal).await;
    let told = "threat-response-connections answered listconnections with 409 Conflict\n\nd\u{e9}j\u{e0} vu";
    assert_eq!((&result["content"], &result["isError"]), (&json!([text(told)]), &json!(true)));
}

#[tokio::test]
async fn upstreams_are_asked_for_what_the_document_reads() {
    let upstream = Upstream::start(Script::json("[]")).await;
    let server = serve(rest::router(proxy(&upstream), &ServerOptions::default())).await;
    for headers in [&[][..], &["accept: text/html"]] {
        assert_eq!(server.send(&format!("GET {CONNS}"), headers, b"").await.status, 200);
        let [seen] = &upstream.take()[..] else { panic!("{headers:?}") };
        assert_eq!(seen.header("accept"), Some("application/json, */*;q=0.5"), "{headers:?}");
    }
}
