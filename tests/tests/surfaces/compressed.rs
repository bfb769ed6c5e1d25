//! Answers that come compressed: decoded where they are read, untouched where they are passed on.

use std::io::Write;

use capwright_tests::{Script, Seen};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::json;

use crate::running::Running;

const BODY: &str = r#"{"id": "7", "price": 1.10}"#;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// An upstream that compresses for those who accept it.
fn willing(seen: &Seen) -> Script {
    let headers = "content-type: application/json\r\n";
    match seen.header("accept-encoding") {
        Some(accepted) if accepted.contains("gzip") => {
            Script::http("200 OK", &format!("{headers}content-encoding: gzip\r\n"), gzip(BODY.as_bytes()))
        }
        Some(accepted) if accepted.contains("br") => {
            Script::http("200 OK", &format!("{headers}content-encoding: br\r\n"), b"\x0b\x02br")
        }
        _ => Script::http("200 OK", headers, BODY),
    }
}

#[tokio::test]
async fn what_is_read_is_asked_for_by_gzip() {
    let running = Running::with(willing).await;
    let accepted = |running: &Running| {
        let seen = running.upstream.take();
        seen.iter().map(|seen| seen.header("accept-encoding").map(str::to_owned)).collect::<Vec<_>>()
    };
    for caller in [&[][..], &["accept-encoding: br"], &["accept-encoding: identity"]] {
        let answer = running.ask("GET /reads/x", caller).await;
        assert_eq!((answer.status, answer.text()), (200, r#"{"id":"7"}"#), "{answer:?}");
        assert_eq!(answer.header("content-encoding"), None);
        assert_eq!(accepted(&running), [Some("gzip".to_owned())]);
    }
    let result = running.tool("read", json!({"what": "x"})).await;
    assert_eq!(result["structuredContent"], json!({"id": "7"}));
    let result = running.tool("answer", json!({"what": "x"})).await;
    assert_eq!(result["content"], json!([{"type": "text", "text": BODY}]));
    let called = running.call(&["get-answer", "--what", "x"]).await;
    assert_eq!(called.stdout.trim_end(), BODY, "{called:?}");
    assert_eq!(accepted(&running), vec![Some("gzip".to_owned()); 3]);
}

#[tokio::test]
async fn what_is_passed_on_is_for_the_caller_to_decode() {
    let running = Running::with(willing).await;
    let check = async |headers: &[&str], accepted: Option<&str>, coding: Option<&str>, body: &[u8]| {
        let answer = running.ask("GET /answers/x", headers).await;
        assert_eq!((answer.status, answer.header("content-encoding")), (200, coding), "{headers:?} {answer:?}");
        assert_eq!(answer.body, body, "{headers:?}");
        let [seen] = &running.upstream.take()[..] else { panic!("{headers:?}") };
        assert_eq!(seen.header("accept-encoding"), accepted, "{headers:?}");
    };
    let gzip = gzip(BODY.as_bytes());
    check(&[], None, None, BODY.as_bytes()).await;
    check(&["accept-encoding: gzip"], Some("gzip"), Some("gzip"), &gzip).await;
    check(&["accept-encoding: br;q=1, *;q=0"], Some("br;q=1, *;q=0"), Some("br"), b"\x0b\x02br").await;
    check(&["accept-encoding: deflate", "accept-encoding: gzip"], Some("deflate, gzip"), Some("gzip"), &gzip).await;
    check(&["accept-encoding: identity"], Some("identity"), None, BODY.as_bytes()).await;
}

#[tokio::test]
async fn limits_count_decoded_bytes() {
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 1 << 17, "{}", bomb.len());
    let headers = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
    let script = Script::http("200 OK", headers, &bomb);
    let running = Running::with(move |_| script.clone()).await;
    let told = "the answer of up is longer than the 16777216 bytes allowed";
    let answer = running.ask("GET /reads/x", &[]).await;
    assert_eq!((answer.status, answer.json()["detail"].as_str()), (502, Some(told)));
    let result = running.tool("answer", json!({"what": "x"})).await;
    assert_eq!((&result["isError"], &result["content"][0]["text"]), (&json!(true), &json!(told)));
    let called = running.call(&["get-answer", "--what", "x"]).await;
    assert!(called.code() == 1 && called.stderr.contains(told), "{called:?}");
    // Who passes it on opens nothing.
    let answer = running.ask("GET /answers/x", &["accept-encoding: gzip"]).await;
    assert_eq!((answer.status, answer.body), (200, bomb));
}

#[tokio::test]
async fn what_is_no_gzip_is_no_answer() {
    let headers = "content-type: application/json\r\ncontent-encoding: gzip\r\n";
    for body in [&b"no gzip"[..], &gzip(BODY.as_bytes())[..20]] {
        let script = Script::http("200 OK", headers, body);
        let running = Running::with(move |_| script.clone()).await;
        let answer = running.ask("GET /reads/x", &[]).await;
        let told = "the compressed answer of up can't be decoded";
        assert_eq!((answer.status, answer.json()["detail"].as_str()), (502, Some(told)), "{answer:?}");
    }
}

#[tokio::test]
async fn what_an_upstream_refuses_is_read_as_well() {
    let headers = "content-type: text/plain\r\ncontent-encoding: gzip\r\n";
    let script = Script::http("409 Conflict", headers, gzip(b"taken"));
    let running = Running::with(move |_| script.clone()).await;
    let result = running.tool("answer", json!({"what": "x"})).await;
    assert_eq!(result["content"][0]["text"], "up answered get-answer with 409 Conflict\n\ntaken");
    let answer = running.ask("GET /reads/x", &[]).await;
    assert_eq!((answer.status, answer.text(), answer.header("content-encoding")), (409, "taken", None));
}
