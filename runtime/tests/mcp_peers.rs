//! The MCP server as its clients find it: rmcp's own over HTTP, and any over the standard streams.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod support;

use std::sync::Arc;

use capwright_runtime::server::ServerOptions;
use rmcp::ServiceExt;
use rmcp::model::CallToolRequestParams;
use rmcp::transport::StreamableHttpClientTransport;
use serde_json::{Value, json};
use support::mcp::mcp;
use support::{PATIENCE, start};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::time::timeout;

#[tokio::test]
async fn the_client_of_rmcp_lists_and_calls() {
    let server = start(mcp(Arc::default()).router(&ServerOptions::default())).await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let transport = StreamableHttpClientTransport::from_uri(format!("http://{}/mcp", server.address));
    let client = ().serve(transport).await.unwrap();
    let names: Vec<_> = client.list_all_tools().await.unwrap().into_iter().map(|tool| tool.name).collect();
    assert_eq!(names, ["list-conns", "get-conn", "fixed", "answer", "fail", "wait"]);
    let arguments = json!({"id": "a"}).as_object().unwrap().clone();
    let called = client.call_tool(CallToolRequestParams::new("get-conn").with_arguments(arguments)).await.unwrap();
    assert_eq!(called.structured_content, Some(json!({"id": "a"})));
    client.cancel().await.unwrap();
}

/// Writes `input`, closes it, and reads all lines of output.
async fn stdio(input: &[Value]) -> Vec<Value> {
    let (ours, theirs) = tokio::io::duplex(1024 * 1024);
    let (their_input, their_output) = tokio::io::split(theirs);
    let (output, mut sink) = tokio::io::split(ours);
    let server = tokio::spawn(mcp(Arc::default()).serve_streams(their_input, their_output));
    for message in input {
        sink.write_all(format!("{message}\n").as_bytes()).await.unwrap();
    }
    sink.shutdown().await.unwrap();
    let mut lines = BufReader::new(output).lines();
    let mut messages = Vec::new();
    while let Some(line) = timeout(PATIENCE, lines.next_line()).await.unwrap().unwrap() {
        messages.push(serde_json::from_str(&line).unwrap());
    }
    timeout(PATIENCE, server).await.unwrap().unwrap().unwrap();
    messages
}

#[tokio::test]
async fn streams_carry_json_rpc_only_and_end_with_the_input() {
    assert_eq!(stdio(&[]).await, Vec::<Value>::new());
    let client = json!({"name": "test", "version": "1"});
    let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": client});
    let answers = stdio(&[
        json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello}),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}),
        json!({"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "get-conn", "arguments": {"id": "a"}}}),
        json!({"jsonrpc": "2.0", "id": 4, "method": "prompts/list"}),
    ])
    .await;
    let by_id = |id: i32| answers.iter().find(|answer| answer["id"] == id).unwrap();
    assert_eq!(answers.len(), 4, "{answers:?}");
    assert!(answers.iter().all(|answer| answer["jsonrpc"] == "2.0"));
    assert_eq!(by_id(1)["result"]["serverInfo"]["name"], "conns-mcp");
    assert_eq!(by_id(2)["result"]["tools"].as_array().unwrap().len(), 6);
    assert_eq!(by_id(3)["result"]["structuredContent"], json!({"id": "a"}));
    assert_eq!(by_id(4)["error"]["code"], -32601);
}
