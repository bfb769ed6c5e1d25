//! What callers may send without saying much of it.

use capwright_tests::{Script, send};
use serde_json::json;

use crate::running::{JSON, Running};

#[tokio::test]
async fn json_may_come_without_a_content_type() {
    let running = Running::with(|_| Script::json("{}")).await;
    let body = br#"{"a":1.10}"#;
    for headers in [&[JSON][..], &[], &["content-type: text/json"], &["content-type: Text/JSON; charset=utf-8"]] {
        let answer = send(running.rest, "PUT /answers/x", headers, body).await;
        assert_eq!(answer.status, 200, "{headers:?} {answer:?}");
        let [seen] = &running.upstream.take()[..] else { panic!("{headers:?}") };
        assert_eq!((seen.header("content-type"), &seen.body[..]), (Some("application/json"), &body[..]));
    }
    for other in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"] {
        let answer = send(running.rest, "PUT /answers/x", &[&format!("content-type: {other}")], body).await;
        assert_eq!(answer.status, 415, "{other} {answer:?}");
    }
    assert_eq!(running.upstream.take(), []);
}

#[tokio::test]
async fn clients_of_tools_may_accept_json_alone() {
    let running = Running::with(|_| Script::json(r#"{"id":"7"}"#)).await;
    let params = json!({"name": "read", "arguments": {"what": "x"}, "_meta": {"progressToken": 1}});
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
    let answer = send(running.mcp, "POST /mcp", &[JSON, "accept: application/json"], call.as_bytes()).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
    assert_eq!(answer.json()["result"]["structuredContent"], json!({"id": "7"}));
}
