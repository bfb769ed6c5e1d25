//! What can't be read, and what is no request: one answer each, with its id where it has one.

use std::sync::Arc;

use serde_json::{Value, json};

use crate::bed::{JSON, Piped, post, served};
use crate::support::Api;
use crate::support::mcp::mcp;

/// A message, and the code, the id and the beginning of the reason of its answer.
type Row = (Vec<u8>, i32, Value, &'static str);

fn called(id: &str, arguments: &str) -> Vec<u8> {
    let params = format!(r#"{{"name":"get-conn","arguments":{arguments}}}"#);
    format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"tools/call","params":{params}}}"#).into_bytes()
}

fn row(message: impl AsRef<[u8]>, code: i32, id: Value, reason: &'static str) -> Row {
    (message.as_ref().to_vec(), code, id, reason)
}

fn rows() -> Vec<Row> {
    let deep = format!(r#"{{"id":{}1{}}}"#, "[".repeat(130), "]".repeat(130));
    let mut odd = called("4", r#"{"id":"?"}"#);
    let place = odd.iter().position(|byte| *byte == b'?').unwrap();
    odd[place] = 0xff;
    let ping = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    let hello = |params: &str| format!(r#"{{"jsonrpc":"2.0","id":1,"method":"initialize","params":{params}}}"#);
    vec![
        row(called("1", r#"{"id":"\ud800"}"#), -32700, json!(1), "the argument id holds a lone surrogate"),
        row(called("\"a\"", r#"{"id":"x\udc00"}"#), -32700, json!("a"), "the argument id holds a lone surrogate"),
        row(called("2", &deep), -32700, json!(2), "the argument id holds lists or objects nested too deep"),
        row(called("3", r#"{},"_meta":{"a":1e400}"#), -32700, json!(3), "the message holds a number out of range"),
        row(odd, -32700, json!(4), "the message holds bytes that are no UTF-8"),
        row(&called("5", "{")[..40], -32700, json!(5), "the message is not JSON: EOF"),
        row("{broken", -32700, Value::Null, "the message is not JSON: key must be a string"),
        row("x", -32700, Value::Null, "the message is not JSON: expected value"),
        row("{", -32700, Value::Null, "the message is not JSON: EOF"),
        row(format!("[{ping}]"), -32600, Value::Null, "a batch is not taken"),
        row(format!("[{ping},{ping}]"), -32600, Value::Null, "a batch is not taken"),
        row("[]", -32600, Value::Null, "a batch is not taken"),
        row("\"ping\"", -32600, Value::Null, "the message is no object"),
        row("{}", -32600, Value::Null, "the message is not of JSON-RPC 2.0"),
        row(r#"{"id":7,"method":"ping"}"#, -32600, json!(7), "the message is not of JSON-RPC 2.0"),
        row(r#"{"jsonrpc":"2.0","id":7}"#, -32600, json!(7), "the message has no method"),
        row(r#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600, Value::Null, "the id must be a string, or"),
        row(r#"{"jsonrpc":"2.0","id":7,"method":7}"#, -32600, json!(7), "the method must be a string"),
        row(hello("{}"), -32602, json!(1), "the parameters don't fit initialize: missing field `protocolVersion`"),
        row(hello("[]"), -32602, json!(1), "the parameters must be an object"),
        row(hello(r#"{"protocolVersion":5}"#), -32602, json!(1), "the parameters don't fit initialize: invalid type"),
        row(r#"{"jsonrpc":"2.0","id":1,"method":"initialize"}"#, -32602, json!(1), "the parameters don't fit"),
        row(called("1", "[1.0]"), -32602, json!(1), "the parameters don't fit tools/call: invalid type: sequence"),
        row(called("1", "1.0"), -32602, json!(1), "the parameters don't fit tools/call: invalid type"),
    ]
}

fn check((message, code, id, reason): &Row, answer: &Value) {
    let error = &answer["error"];
    let message = String::from_utf8_lossy(message);
    assert_eq!(
        (&error["code"], &answer["id"], &answer["jsonrpc"]),
        (&json!(code), id, &json!("2.0")),
        "{message} {answer}"
    );
    assert!(error["message"].as_str().unwrap().starts_with(reason), "{message} {answer}");
}

#[tokio::test]
async fn over_http() {
    let server = served().await;
    for row in rows() {
        let answer = post(&server, &[JSON], &row.0).await;
        // What rmcp can read is of the versions before 2026-07-28, whose errors come with 200.
        let status = if row.3.starts_with("the parameters don't fit") { 200 } else { 400 };
        assert_eq!((answer.status, answer.header("content-type")), (status, Some("application/json")), "{answer:?}");
        check(&row, &answer.json());
    }
}

#[tokio::test]
async fn over_streams() {
    let mut piped = Piped::new();
    for row in rows() {
        let answer = piped.ask(&row.0).await;
        check(&row, &answer);
        piped.write(b"").await; // a blank line is nothing
    }
    assert_eq!(piped.rest().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_line_may_be_as_long_as_is_said() {
    let call = |length: usize| {
        let shortest = called("\"l\"", r#"{"id":""}"#).len();
        called("\"l\"", &format!(r#"{{"id":"{}"}}"#, "x".repeat(length - shortest)))
    };
    let mut piped = Piped::over(mcp(Arc::new(Api::default())).with_max_line_bytes(2000));
    assert_eq!(piped.ask(&call(2000)).await["result"]["isError"], false);
    let reason = "the message is longer than the 2000 bytes of MAX_BODY_BYTES";
    check(&row(b"", -32600, json!("l"), reason), &piped.ask(&call(2001)).await);
    check(&row(b"", -32600, json!("l"), reason), &piped.ask(&call(20 * 1024 * 1024)).await);
    assert_eq!(piped.ask(&call(2000)).await["id"], "l", "and it goes on");
    assert_eq!(piped.rest().await, Vec::<Value>::new());
}

#[tokio::test]
async fn long_names_are_not_echoed() {
    let server = served().await;
    let long = "x".repeat(900_000);
    let unknown = json!({"jsonrpc": "2.0", "id": 1, "method": long});
    let tool = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": long}});
    let argument = String::from_utf8(called("1", &format!(r#"{{"{long}":"\ud800"}}"#))).unwrap();
    let wrong = json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "1", "capabilities": long}});
    for message in [unknown.to_string(), tool.to_string(), argument, wrong.to_string()] {
        let answer = post(&server, &[JSON], message.as_bytes()).await;
        assert!(answer.json()["error"]["message"].is_string() && answer.body.len() < 500, "{answer:?}");
    }
}
