//! The MCP server over real sockets.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use capwright_runtime::mcp::{Mcp, Tool};
use capwright_runtime::server::ServerOptions;
use serde_json::{Value, json};
use support::mcp::{TOOLS, mcp};
use support::{Answer, Api, PATIENCE, Running, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

const HOST: &str = "host: localhost";
const JSON: &str = "content-type: application/json";
const MODERN: &str = "2026-07-28";

async fn running() -> Running {
    start(mcp(Arc::default()).router(&ServerOptions::default().with_max_result_bytes(4000))).await
}

async fn post(server: &Running, headers: &[&str], body: &str) -> Answer {
    let length = format!("content-length: {}", body.len());
    server.send("POST /mcp", &[&[HOST, &length], headers].concat(), body.as_bytes()).await
}

/// A request as clients made it before 2026-07-28; without the handshake, which a server without sessions can't miss.
async fn request(server: &Running, method: &str, params: Value) -> Value {
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    let answer = post(server, &[JSON, "accept: */*"], &message.to_string()).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
    answer.assert_discreet();
    answer.json()
}

/// A request as of 2026-07-28.
async fn modern_request(server: &Running, method: &str, mut params: Value) -> Answer {
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    });
    let version = format!("mcp-protocol-version: {MODERN}");
    let mut headers = vec![JSON.to_owned(), version, format!("mcp-method: {method}")];
    headers.extend(params["name"].as_str().map(|name| format!("mcp-name: {name}")));
    let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
    post(server, &headers, &message.to_string()).await
}

#[tokio::test]
async fn both_eras_are_served() {
    let server = running().await;
    let client = json!({"name": "test", "version": "1"});
    let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
    let welcome = &request(&server, "initialize", hello).await["result"];
    assert_eq!(welcome["protocolVersion"], "2025-06-18");
    assert_eq!(welcome["serverInfo"], json!({"name": "conns-mcp", "version": "1.2.3"}));
    assert_eq!(
        (&welcome["capabilities"], &welcome["instructions"]),
        (&json!({"tools": {}}), &json!("Knows connections."))
    );

    let discovered = modern_request(&server, "server/discover", json!({})).await.json();
    assert!(discovered["result"]["supportedVersions"].as_array().unwrap().contains(&json!(MODERN)), "{discovered}");
    let called = modern_request(&server, "tools/call", json!({"name": "get-conn", "arguments": {"id": "a"}})).await;
    assert_eq!(called.json()["result"]["structuredContent"], json!({"id": "a"}), "{called:?}");
    let undeclared = modern_request(&server, "prompts/list", json!({})).await;
    assert_eq!(undeclared.json()["error"]["code"], -32601);
}

#[tokio::test]
async fn tools_are_listed_as_written() {
    let server = running().await;
    let list = async || modern_request(&server, "tools/list", json!({})).await;
    let (first, second) = (list().await, list().await);
    assert_eq!(first.body, second.body);
    let written: Value = serde_json::from_str(TOOLS).unwrap();
    let result = &first.json()["result"];
    assert_eq!(result["tools"].to_string(), written.to_string());
    assert_eq!((&result["ttlMs"], &result["cacheScope"]), (&json!(3_600_000), &json!("public")));
}

#[tokio::test]
async fn what_is_not_declared_is_not_found() {
    let server = running().await;
    for (method, params, code) in [
        ("prompts/list", json!({}), -32601),
        ("prompts/get", json!({"name": "x"}), -32601),
        ("resources/list", json!({}), -32601),
        ("resources/templates/list", json!({}), -32601),
        ("resources/read", json!({"uri": "x:y"}), -32601),
        (
            "completion/complete",
            json!({"ref": {"type": "ref/prompt", "name": "x"}, "argument": {"name": "a", "value": ""}}),
            -32601,
        ),
        ("nothing/known", json!({}), -32601),
        ("tools/call", json!({"name": "other"}), -32602),
        ("tools/call", json!({"name": 5}), -32602),
        ("tools/call", json!({"name": "wait", "arguments": [1]}), -32602),
    ] {
        let answer = request(&server, method, params).await;
        assert_eq!(answer["error"]["code"], code, "{method} {answer}");
    }
}

#[tokio::test]
async fn arguments_are_checked_and_read() {
    let server = running().await;
    let check = async |tool: &str, arguments: Value, wanted: Result<&str, &str>| {
        let result = &request(&server, "tools/call", json!({"name": tool, "arguments": arguments})).await["result"];
        let text = result["content"][0]["text"].as_str().unwrap_or_default();
        let got = if result["isError"] == true { Err(text) } else { Ok(text) };
        assert_eq!(got, wanted, "{tool} {arguments}");
        assert_eq!(result.get("structuredContent").map(Value::to_string), wanted.ok().map(str::to_owned));
    };
    let listed = |limit: &str| format!(r#"{{"limit":{limit},"status":null,"tags":null}}"#);
    for limit in [json!(5), json!("5"), json!(5.0)] {
        check("list-conns", json!({"limit": limit}), Ok(&listed("5"))).await;
    }
    check("list-conns", json!({"limit": null, "status": null}), Ok(&listed("null"))).await;
    check("list-conns", json!({}), Ok(&listed("null"))).await;
    check("list-conns", json!({"tags": ["a"]}), Ok(r#"{"limit":null,"status":null,"tags":["a"]}"#)).await;
    check("get-conn", json!({"id": "a/b"}), Ok(r#"{"id":"a/b"}"#)).await;
    check("fixed", Value::Null, Ok(&listed("5"))).await;
    let known = "; the tool takes status, limit, tags";
    for (limit, reason) in [
        (json!("x"), "must be an integer, not \"x\""),
        (json!("1.5"), "must be an integer, not \"1.5\""),
        (json!("1e400"), "must be an integer, not \"1e400\""),
        (json!(1.5), "must be an integer, not 1.5"),
        (json!(true), "must be an integer, not true"),
    ] {
        check("list-conns", json!({"limit": limit}), Err(&format!("limit {reason}{known}"))).await;
    }
    check("list-conns", json!({"limt": 5}), Err(&format!("limt is not an argument{known}"))).await;
    check("get-conn", json!({}), Err("id is required; the tool takes id")).await;
    check("get-conn", json!({"id": null}), Err("id is required; the tool takes id")).await;
    check("get-conn", json!({"connectionId": "a"}), Err("connectionId is not an argument; the tool takes id")).await;
    check("fixed", json!({"limit": 6}), Err("limit is not an argument; the tool takes no arguments")).await;
}

#[tokio::test]
async fn the_schema_holds_where_the_function_takes_anything() {
    let tools = r#"[{"name":"echo","inputSchema":{"type":"object","required":["text"],"properties":{
        "text":{"type":"string"},"count":{"type":"integer"},"any":{},"page":{"type":"integer"}}}}]"#;
    let tool = Tool::new("echo").rename("text", "a").rename("text", "b").default("page", "1");
    let mcp = Mcp::new("echo-mcp", "", tools, Api::default()).tool(tool, Api::echo).into_server();
    let server = start(mcp.router(&ServerOptions::default())).await;
    let check = async |arguments: Value, wanted: Result<Value, &str>| {
        let result = &request(&server, "tools/call", json!({"name": "echo", "arguments": arguments})).await["result"];
        let text = result["content"][0]["text"].as_str().unwrap_or_default();
        let got = if result["isError"] == true { Err(text) } else { Ok(result["structuredContent"].clone()) };
        let known = |reason| format!("{reason}; the tool takes text, count, any, page");
        assert_eq!(got.map_err(str::to_owned), wanted.map_err(known), "{arguments}");
    };
    check(json!({"text": "x"}), Ok(json!({"a": "x", "b": "x", "page": 1}))).await;
    check(json!({"text": "", "page": null}), Ok(json!({"a": "", "b": "", "page": 1}))).await;
    let all = json!({"text": "x", "count": "5", "any": [1], "page": 2});
    check(all, Ok(json!({"a": "x", "b": "x", "count": 5, "any": [1], "page": 2}))).await;
    check(json!({}), Err("text is required")).await;
    check(json!({"text": null, "count": 1}), Err("text is required")).await;
    check(json!({"text": [5]}), Err("text must be a string, not a list")).await;
    check(json!({"text": "x", "count": {}}), Err("count must be an integer, not an object")).await;
}

#[tokio::test]
async fn values_are_those_of_the_schema() {
    let tools = r#"[{"name":"echo","inputSchema":{"type":"object","properties":{
        "state":{"type":"string","enum":["open","closed"]},"limit":{"type":"integer","maximum":100},
        "codes":{"type":"array","items":{"type":"integer","minimum":1}},"id":{"type":"string","format":"uuid"}}}}]"#;
    let mcp = Mcp::new("echo-mcp", "", tools, Api::default()).tool("echo", Api::echo).into_server();
    let server = start(mcp.router(&ServerOptions::default())).await;
    let check = async |arguments: Value, wanted: Option<&str>| {
        let result = &request(&server, "tools/call", json!({"name": "echo", "arguments": arguments})).await["result"];
        let told = wanted.map(|reason| format!("{reason}; the tool takes state, limit, codes, id"));
        assert_eq!(result["isError"] == true, told.is_some(), "{result}");
        assert!(told.is_none_or(|told| result["content"][0]["text"] == told.as_str()), "{result}");
    };
    let id = "123e4567-e89b-12d3-a456-426614174000";
    check(json!({}), None).await;
    check(json!({"state": "open", "limit": 100, "codes": [1, 2], "id": id}), None).await;
    check(json!({"state": "shut"}), Some("state must be one of open, closed, not \"shut\"")).await;
    check(json!({"limit": "101"}), Some("limit must be at most 100, not 101")).await;
    check(json!({"codes": [1, 0]}), Some("codes[1] must be at least 1, not 0")).await;
    check(json!({"codes": ["a"]}), Some("codes[0] must be an integer, not \"a\"")).await;
    check(json!({"id": "7"}), Some("id must be a UUID, not \"7\"")).await;
}

#[tokio::test]
async fn answers_and_failures_of_an_upstream() {
    let server = running().await;
    let call = async |tool: &str, how: &str| {
        let answer = request(&server, "tools/call", json!({"name": tool, "arguments": {"how": how}})).await;
        answer["result"].clone()
    };
    let spaced = call("answer", "spaced").await;
    assert_eq!(spaced["content"][0]["text"], r#"{ "b":1,  "a":12345678901234567890123 }"#);
    assert_eq!(call("answer", "none").await["content"][0]["text"], "204 No Content: done, the answer has no content");
    assert_eq!(call("answer", "csv").await["content"][0]["text"], "a,b\n");
    assert_eq!(call("answer", "png").await["content"][0]["mimeType"], "image/png");
    let fails = async |tool: &str, how: &str, wanted: &str| {
        let result = call(tool, how).await;
        assert_eq!((&result["isError"], result["content"][0]["text"].as_str()), (&json!(true), Some(wanted)));
    };
    let long = "the answer has 5000 bytes, more than the 4000 that a result may have; this tool can't ask for less";
    fails("answer", "long", long).await;
    fails("fail", "busy", "conns answered list with 503 Service Unavailable; retry after 7 s\n\n<h1>busy</h1>").await;
    fails("fail", "unreachable", "conns can't be reached").await;
    fails(
        "fail",
        "slow",
        "conns did not begin to answer within 30 s: the request was sent, and may have been carried out",
    )
    .await;
    fails("fail", "cut", "the answer of conns was cut off: the request was sent, and may have been carried out").await;
    fails("fail", "large", "the answer of conns is longer than the 5 bytes allowed").await;
    fails("fail", "config", "the server is not configured for this").await;
    fails("fail", "conflict", "in use").await;
    fails("fail", "panic", "the function failed").await;
}

#[tokio::test]
async fn what_is_no_message_gets_an_error_body() {
    let server = running().await;
    let ping = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    let check = async |headers: &[&str], body: &str, status: u16, code: Option<i32>| {
        let answer = post(&server, headers, body).await;
        assert_eq!(answer.status, status, "{answer:?}");
        assert!(code.is_none_or(|code| answer.json()["error"]["code"] == code), "{answer:?}");
    };
    check(&[JSON], ping, 200, None).await;
    check(&[JSON, "accept: */*"], ping, 200, None).await;
    check(&[JSON, "accept: application/json, text/event-stream"], ping, 200, None).await;
    check(&[JSON, "accept: application/json"], ping, 200, None).await;
    check(&[JSON, "accept: text/html"], ping, 406, None).await;
    check(&["content-type: text/plain"], ping, 415, Some(-32600)).await;
    check(&[], ping, 415, Some(-32600)).await;
    check(&[JSON], "{broken", 400, Some(-32700)).await;
    check(&[JSON], "", 400, Some(-32700)).await;
    check(&[JSON], &format!("[{ping}]"), 400, Some(-32600)).await;
    check(&[JSON], "{}", 400, Some(-32600)).await;
    check(&[JSON, "origin: https://evil.test"], ping, 403, Some(-32600)).await;
    let long = format!("{}{ping}", " ".repeat(1024 * 1024));
    check(&[JSON], &long, 413, Some(-32600)).await;

    let notification = post(&server, &[JSON], r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).await;
    assert_eq!((notification.status, notification.body.as_str()), (202, ""));
    for method in ["GET", "DELETE"] {
        let refused = server.send(&format!("{method} /mcp"), &[HOST], b"").await;
        assert_eq!((refused.status, refused.header("allow")), (405, Some("POST")));
    }
    assert_eq!(server.send("POST /", &[HOST, "content-length: 0"], b"").await.status, 404);
}

#[tokio::test]
async fn hosts() {
    let options = ServerOptions::default().allow_host("mcp.example.com").unwrap();
    let server = start(mcp(Arc::default()).router(&options)).await;
    let ping = r#"{"jsonrpc":"2.0","id":1,"method":"ping"}"#;
    let length = format!("content-length: {}", ping.len());
    for (host, status) in
        [("localhost", 200), ("[::1]:9090", 200), ("mcp.example.com", 200), ("evil.test", 403), ("", 403)]
    {
        let headers = [&format!("host: {host}"), JSON, &length];
        assert_eq!(server.send("POST /mcp", &headers, ping.as_bytes()).await.status, status, "{host}");
    }
}

#[tokio::test]
async fn a_call_reports_progress_to_clients_that_ask() {
    let service = Arc::new(Api::default());
    let server = mcp(Arc::clone(&service)).with_heartbeat(Duration::from_millis(5));
    let server = start(server.router(&ServerOptions::default())).await;
    let message =
        r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait","_meta":{"progressToken":"t"}}}"#;
    let request = format!(
        "POST /mcp HTTP/1.1\r\n{HOST}\r\n{JSON}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{message}",
        message.len()
    );
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    while text.matches("notifications/progress").count() < 3 {
        let mut chunk = [0; 4096];
        let count = timeout(PATIENCE, stream.read(&mut chunk)).await.unwrap().unwrap();
        assert!(count > 0, "{text}");
        text.push_str(&String::from_utf8_lossy(&chunk[..count]));
    }
    service.released.notify_one();
    timeout(PATIENCE, stream.read_to_string(&mut text)).await.unwrap().unwrap();
    assert!(text.contains("text/event-stream") && text.contains(r#"\"released\""#), "{text}");
}

#[tokio::test]
async fn a_client_that_accepts_json_alone_gets_json() {
    let service = Arc::new(Api::default());
    let server = mcp(Arc::clone(&service)).with_heartbeat(Duration::from_millis(1));
    let server = start(server.router(&ServerOptions::default())).await;
    let message =
        r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"wait","_meta":{"progressToken":"t"}}}"#;
    let headers = [JSON, "accept: application/json"];
    let called = async {
        service.called.notified().await;
        tokio::time::sleep(Duration::from_millis(20)).await; // progress is told, to nobody
        service.released.notify_one();
    };
    let (answer, ()) = tokio::join!(post(&server, &headers, message), called);
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
    let answer = answer.json();
    assert_eq!((&answer["id"], &answer["result"]["isError"]), (&json!(7), &json!(false)), "{answer}");
}

#[tokio::test]
async fn a_client_that_leaves_ends_its_call() {
    let service = Arc::new(Api::default());
    let server = start(mcp(Arc::clone(&service)).router(&ServerOptions::default())).await;
    let message = r#"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"wait"}}"#;
    let request =
        format!("POST /mcp HTTP/1.1\r\n{HOST}\r\n{JSON}\r\ncontent-length: {}\r\n\r\n{message}", message.len());
    let mut stream = TcpStream::connect(server.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    timeout(PATIENCE, service.called.notified()).await.unwrap();
    drop(stream);
    timeout(PATIENCE, service.dropped.notified()).await.unwrap();
}
