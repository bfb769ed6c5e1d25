//! The endpoint as HTTP sees it: where it is, and what it refuses.

use std::sync::Arc;

use capwright_runtime::mcp::Router;
use capwright_runtime::server::{Authentication, ServerOptions};
use serde_json::{Value, json};

use crate::bed::{HOST, JSON, post, served};
use crate::support::mcp::mcp;
use crate::support::{Answer, Api, start};

const PING: &str = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;

/// An error of JSON-RPC that answers no request in particular.
fn check_refusal(answer: &Answer, status: u16, reason: &str) {
    assert_eq!((answer.status, answer.header("content-type")), (status, Some("application/json")), "{answer:?}");
    let body = answer.json();
    assert_eq!((&body["jsonrpc"], &body["id"], &body["error"]["code"]), (&json!("2.0"), &Value::Null, &json!(-32600)));
    assert!(body["error"]["message"].as_str().unwrap().contains(reason), "{body}");
}

#[tokio::test]
async fn every_refusal_is_json_rpc() {
    let server = served().await;
    let length = format!("content-length: {}", PING.len());
    let send = async |line: &str, headers: &[&str]| {
        server.send(line, &[&[HOST, &length], headers].concat(), PING.as_bytes()).await
    };
    for method in ["GET", "DELETE", "PUT", "PATCH", "OPTIONS"] {
        let answer = send(&format!("{method} /mcp"), &[JSON]).await;
        check_refusal(&answer, 405, "POST");
        assert_eq!(answer.header("allow"), Some("POST"));
    }
    check_refusal(&send("POST /", &[JSON]).await, 404, "the endpoint is /mcp");
    check_refusal(&send("POST /mcp/", &[JSON]).await, 404, "the endpoint is /mcp");
    check_refusal(&send("POST /mcp", &[JSON, "accept: text/html"]).await, 406, "application/json");
    check_refusal(&send("POST /mcp", &[JSON, "accept: text/event-stream"]).await, 406, "application/json");
    check_refusal(&send("POST /mcp", &[]).await, 415, "application/json");
    check_refusal(&send("POST /mcp", &["content-type: text/plain"]).await, 415, "application/json");
    check_refusal(&send("POST /mcp", &[JSON, "origin: https://evil.test"]).await, 403, "ALLOWED_ORIGINS");
    let foreign = server.send("POST /mcp", &["host: evil.test", &length, JSON], PING.as_bytes()).await;
    check_refusal(&foreign, 403, "ALLOWED_HOSTS");
    let long = server.send("POST /mcp", &[HOST, JSON, "content-length: 1048577"], b"").await;
    check_refusal(&long, 413, "1048576 bytes");
    let unknown = post(&server, &[JSON, "mcp-protocol-version: 1"], br#"{"jsonrpc":"2.0","method":"a"}"#).await;
    assert_eq!((unknown.status, &unknown.json()["error"]["code"]), (400, &json!(-32022)));

    let locked = mcp(Arc::new(Api::default())).with_authentication(Authentication::nobody());
    let locked = start(locked.router(&ServerOptions::default())).await;
    let refused = post(&locked, &[JSON], PING.as_bytes()).await;
    check_refusal(&refused, 401, "must present");
    assert!(refused.header("www-authenticate").is_some());
}

#[tokio::test]
async fn what_wants_no_answer_gets_none() {
    let server = served().await;
    for message in [
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        r#"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}"#,
        r#"{"jsonrpc":"2.0","method":"no/such","params":["\ud800"]}"#,
        r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
        r#"{"jsonrpc":"2.0","id":1,"error":{"code":-1,"message":"x"}}"#,
    ] {
        for headers in [&[JSON][..], &[JSON, "mcp-protocol-version: 2025-06-18"]] {
            let answer = post(&server, headers, message.as_bytes()).await;
            assert_eq!((answer.status, answer.body.as_str()), (202, ""), "{message}");
        }
    }
}

#[tokio::test]
async fn it_is_at_the_root_on_request() {
    let options = ServerOptions::default();
    let server = || mcp(Arc::new(Api::default()));
    let app = |endpoint: Router| Router::new().merge(endpoint);
    for (router, statuses) in [
        (server().router(&options), [200, 404, 404]),
        (server().at_root().router(&options), [200, 200, 404]),
        (app(server().endpoint(&options)), [200, 404, 404]),
        (app(server().at_root().endpoint(&options)), [200, 200, 404]),
    ] {
        let server = start(router).await;
        for (path, status) in ["/mcp", "/", "/other"].into_iter().zip(statuses) {
            let length = format!("content-length: {}", PING.len());
            let line = format!("POST {path}");
            let answer = server.send(&line, &[HOST, JSON, &length], PING.as_bytes()).await;
            assert_eq!(answer.status, status, "{path} {answer:?}");
        }
    }
}
