//! The MCP server of the Tanium crate, used by the client of rmcp: over HTTP, and as a child process.

use std::time::Duration;

use capwright_runtime::client::HttpOptions;
use capwright_runtime::server::ServerOptions;
use capwright_tests::{PATIENCE, Refusing, Script, Served, Upstream, serve};
use rmcp::model::{CallToolRequestParams, CallToolResult};
use rmcp::service::{RunningService, ServiceError};
use rmcp::transport::StreamableHttpClientTransport;
use rmcp::{RoleClient, ServiceExt};
use serde_json::{Value, json};
use tanium_threat_response_connections::{Proxy, mcp};
use tokio::time::timeout;

use crate::{API_KEY, BASE_URL, CONNS, JSON, KEY, TANIUM, proxy, tanium_with};

type Client = RunningService<RoleClient, ()>;

async fn served(proxy: Proxy) -> Served {
    serve(mcp::server(proxy).router(&ServerOptions::default())).await
}

async fn connect(server: &Served) -> Client {
    let _ = rustls::crypto::ring::default_provider().install_default();
    ().serve(StreamableHttpClientTransport::from_uri(format!("{}/mcp", server.url()))).await.unwrap()
}

async fn call(client: &Client, tool: &'static str, arguments: Value) -> CallToolResult {
    let arguments = arguments.as_object().unwrap().clone();
    client.call_tool(CallToolRequestParams::new(tool).with_arguments(arguments)).await.unwrap()
}

fn text(result: &CallToolResult) -> &str {
    assert_eq!(result.content.len(), 1, "{result:?}");
    &result.content[0].as_text().unwrap().text
}

/// `tools/list` as the document has it: of the consumed operations the inputs, of the tools all else.
fn tools() -> Value {
    let tool = |name: &str, description: &str, hints: [bool; 3], inputs: Value, required: &[&str]| {
        let mut schema = json!({"type": "object", "properties": inputs, "additionalProperties": false});
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        let [read_only, destructive, idempotent] = hints;
        let hints = json!({"readOnlyHint": read_only, "destructiveHint": destructive, "idempotentHint": idempotent});
        json!({"name": name, "description": description, "inputSchema": schema, "annotations": hints})
    };
    let input = |kind: &str, description: &str| json!({"type": kind, "description": description});
    let list = json!({
        "limit": input("integer", "Maximum number of connections to return"),
        "offset": input("integer", "Number of connections to skip for pagination"),
        "status": input("string", "Filter by connection status"),
        "ip": input("string", "Filter by endpoint IP address"),
        "platform": input("string", "Filter by endpoint platform"),
        "hostname": input("string", "Filter by endpoint hostname"),
    });
    let id = |description: &str| json!({"connectionId": input("string", description)});
    let body = json!({"body": input("object", "Request body (JSON).")});
    let [close, delete] = ["close", "delete"].map(|verb| id(&format!("Unique identifier of the connection to {verb}")));
    let get = id("Unique identifier of the connection");
    json!([
        tool("list-endpoint-connections", "List Endpoint Connections", [true, false, true], list, &[]),
        tool("close-live-connection", "Close A Live Connection", [false, false, false], close, &["connectionId"]),
        tool(
            "create-live-connection-endpoint",
            "Create A Live Connection To An Endpoint",
            [false, false, false],
            body,
            &["body"]
        ),
        tool("delete-connection-record", "Delete A Connection Record", [false, true, true], delete, &["connectionId"]),
        tool("get-connection-id", "Get A Connection By ID", [true, false, true], get, &["connectionId"]),
    ])
}

fn check_server(client: &Client) {
    let info = client.peer_info().unwrap();
    assert_eq!(info.server_info.as_ref().unwrap().name, "threat-response-connections-mcp");
    assert!(info.instructions.as_deref().is_some_and(|text| text.starts_with("MCP adapter for Tanium")));
}

async fn check_tools(client: &Client) {
    let listed = serde_json::to_value(client.list_all_tools().await.unwrap()).unwrap();
    assert_eq!(listed, tools());
    let names = |tools: &Value| -> Vec<String> {
        let inputs = tools[0]["inputSchema"]["properties"].as_object().unwrap();
        inputs.keys().cloned().collect()
    };
    assert_eq!(names(&listed), names(&tools()), "in document order");
}

/// Calls each tool; `upstream` answers with `{"a": 2.50 }`.
async fn check_calls(client: &Client, upstream: &Upstream) {
    let check = async |tool: &'static str, arguments: Value, line: &str, body: &str| {
        let result = call(client, tool, arguments).await;
        assert_eq!((result.is_error, text(&result)), (Some(false), "{\"a\": 2.50 }"), "{tool}");
        assert_eq!(result.structured_content, Some(json!({"a": 2.5})));
        let [seen] = &upstream.take()[..] else { panic!("{tool}: one request") };
        assert_eq!((seen.line.as_str(), seen.header("session")), (line, Some(KEY)));
        assert_eq!(String::from_utf8_lossy(&seen.body), body);
    };
    let list = "list-endpoint-connections";
    check(list, json!({}), &format!("GET {CONNS}"), "").await;
    check(list, json!({"limit": 2, "ip": "::1"}), &format!("GET {CONNS}?limit=2&ip=%3A%3A1"), "").await;
    check(list, json!({"limit": "2", "offset": 3.0, "status": null}), &format!("GET {CONNS}?limit=2&offset=3"), "")
        .await;
    let id = json!({"connectionId": "a/b"});
    check("close-live-connection", id.clone(), &format!("POST {CONNS}/close/a%2Fb"), "").await;
    check("delete-connection-record", id.clone(), &format!("DELETE {CONNS}/delete/a%2Fb"), "").await;
    check("get-connection-id", id, &format!("GET {CONNS}/a%2Fb"), "").await;
    let body = json!({"body": {"target": {"hostname": "h"}}});
    let sent = r#"{"target":{"hostname":"h"}}"#;
    check("create-live-connection-endpoint", body, &format!("POST {CONNS}/connect"), sent).await;
}

/// Calls that no upstream sees.
async fn check_bad_arguments(client: &Client, upstream: &Upstream) {
    let list = "list-endpoint-connections";
    for (tool, arguments, wanted) in [
        (list, json!({"limit": "x"}), "limit must be an integer, not \"x\"; the tool takes limit, offset, status"),
        (list, json!({"limit": 2.5}), "limit must be an integer, not 2.5"),
        (list, json!({"offset": [1]}), "offset must be an integer, not a list"),
        (list, json!({"status": {}}), "status must be"),
        (list, json!({"limt": 5}), "limt is not an argument; the tool takes limit"),
        ("get-connection-id", json!({}), "connectionId is required; the tool takes connectionId"),
        ("get-connection-id", json!({"connectionId": ".."}), "connectionId must not be `.` or `..`"),
        ("get-connection-id", json!({"connectionId": ""}), "connectionId must not be empty"),
        ("create-live-connection-endpoint", json!({}), "body is required; the tool takes body"),
        ("create-live-connection-endpoint", json!({"body": [1]}), "body must be"),
        ("close-live-connection", json!({"connectionId": "c1", "body": {}}), "body is not an argument"),
    ] {
        let result = call(client, tool, arguments.clone()).await;
        assert_eq!(result.is_error, Some(true), "{tool} {arguments}");
        assert!(text(&result).starts_with(wanted), "{tool} {arguments}: {}", text(&result));
    }
    let unknown = client.call_tool(CallToolRequestParams::new("list-pets")).await.unwrap_err();
    let ServiceError::McpError(error) = unknown else { panic!("{unknown:?}") };
    assert_eq!((error.code.0, error.message.as_ref()), (-32602, "there is no tool list-pets; see tools/list"));
    assert_eq!(upstream.seen(), []);
}

#[tokio::test]
async fn over_http() {
    let upstream = Upstream::start(Script::json("{\"a\": 2.50 }")).await;
    let server = served(proxy(&upstream.url())).await;
    let client = connect(&server).await;
    check_server(&client);
    check_tools(&client).await;
    check_calls(&client, &upstream).await;
    check_bad_arguments(&client, &upstream).await;
    client.cancel().await.unwrap();
}

#[tokio::test]
async fn over_stdio() {
    let upstream = Upstream::start(Script::json("{\"a\": 2.50 }")).await;
    let url = upstream.url();
    let settings = [(BASE_URL, url.as_str()), (API_KEY, KEY)];
    let mut child = capwright_tests::command(TANIUM, &["serve", "--stdio"], &settings).spawn().unwrap();
    let streams = (child.stdout.take().unwrap(), child.stdin.take().unwrap());
    let client: Client = ().serve(streams).await.unwrap();
    check_server(&client);
    check_tools(&client).await;
    check_calls(&client, &upstream).await;
    check_bad_arguments(&client, &upstream).await;
    client.cancel().await.unwrap(); // closes its standard input
    let status = timeout(PATIENCE, child.wait()).await.expect("it ends with its input").unwrap();
    assert!(status.success());
}

#[tokio::test]
async fn item_15_failing_upstreams_are_results_that_a_model_can_read() {
    let check = async |url: &str, timeout: Duration, wanted: &str| {
        let http = HttpOptions::default().max_response_bytes(10_000).timeout(timeout);
        let server = served(Proxy::new(tanium_with(url, http))).await;
        let client = connect(&server).await;
        let result = call(&client, "get-connection-id", json!({"connectionId": "c1"})).await;
        assert_eq!((result.is_error, text(&result)), (Some(true), wanted));
        assert_eq!(result.structured_content, None);
        client.cancel().await.unwrap();
    };
    let answered = "threat-response-connections answered getconnection with";
    let long = "x".repeat(5000);
    for (reply, wanted) in [
        (
            Script::http("500 Internal Server Error", "", "oh no"),
            format!("{answered} 500 Internal Server Error\n\noh no"),
        ),
        (Script::http("404 Not Found", "", ""), format!("{answered} 404 Not Found")),
        (
            Script::http("429 Too Many Requests", "retry-after: 7\r\n", ""),
            format!("{answered} 429 Too Many Requests; retry after 7 s"),
        ),
        (
            Script::http("503 Service Unavailable", "", &long),
            format!("{answered} 503 Service Unavailable\n\n{}\n\n(the first 4096 of its bytes)", &long[..4096]),
        ),
        (
            Script::http("302 Found", "location: http://10.0.0.7/\r\n", ""),
            "threat-response-connections redirects getconnection to http://10.0.0.7/ (302 Found), which is not followed: it \
             leads to another origin"
                .to_owned(),
        ),
        (
            Script::Reset,
            "threat-response-connections closed the connection before it answered: the request was sent, and may have been \
             carried out"
                .to_owned(),
        ),
        (
            Script::json("x".repeat(10_001)),
            "the answer of threat-response-connections is longer than the 10000 bytes allowed".to_owned(),
        ),
    ] {
        check(&Upstream::start(reply).await.url(), PATIENCE, &wanted).await;
    }
    let nobody = Refusing::start();
    check(&format!("http://{}", nobody.address), PATIENCE, "threat-response-connections can't be reached").await;
    let slow = Upstream::start(Script::Stall(Vec::new())).await;
    let wanted = "threat-response-connections did not begin to answer within 100 ms: the request was sent, and may have been \
                  carried out";
    check(&slow.url(), Duration::from_millis(100), wanted).await;
}

#[tokio::test]
async fn answers_come_as_what_they_are() {
    for (reply, wanted, structured) in [
        (Script::json("[1, 2]"), "[1, 2]", None),
        (Script::json("{broken"), "{broken", None),
        (Script::http("200 OK", "content-type: text/csv\r\n", "a,b"), "a,b", None),
        (Script::http("204 No Content", "", ""), "204 No Content: done, the answer has no content", None),
        (Script::json("{\"id\": 12345678901234567890123}"), "{\"id\": 12345678901234567890123}", Some(())),
    ] {
        let upstream = Upstream::start(reply).await;
        let server = served(proxy(&upstream.url())).await;
        let client = connect(&server).await;
        let result = call(&client, "list-endpoint-connections", json!({})).await;
        assert_eq!((result.is_error, text(&result)), (Some(false), wanted));
        assert_eq!(result.structured_content.is_some(), structured.is_some(), "{wanted}");
        client.cancel().await.unwrap();
    }
}

#[tokio::test]
async fn item_16_an_answer_too_long_for_a_model_says_how_to_ask_for_less() {
    let upstream = Upstream::start(Script::json("x".repeat(101))).await;
    let options = ServerOptions::default().with_max_result_bytes(100);
    let server = serve(mcp::server(proxy(&upstream.url())).router(&options)).await;
    let client = connect(&server).await;
    let result = call(&client, "list-endpoint-connections", json!({})).await;
    let wanted = "the answer has 101 bytes, more than the 100 that a result may have; ask for less with limit, offset";
    assert!(result.is_error == Some(true) && text(&result).starts_with(wanted), "{result:?}");
    client.cancel().await.unwrap();
}

#[tokio::test]
async fn http_beneath_mcp() {
    let server = served(proxy("http://localhost")).await;
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string();
    let accept = "accept: application/json, text/event-stream";
    for (line, headers, body, status) in [
        ("POST /mcp", &[JSON, accept][..], list.as_str(), 200),
        ("POST /mcp", &[JSON], &list, 200),
        ("POST /mcp", &[JSON, "origin: http://localhost:6274"], &list, 200),
        ("POST /mcp", &[JSON, "host: rebound.example.net"], &list, 403),
        ("POST /mcp", &[JSON, "host"], &list, 400),
        ("POST /mcp", &[JSON, "origin: https://evil.test"], &list, 403),
        ("POST /mcp", &[JSON, "origin: null"], &list, 403),
        ("POST /mcp", &["content-type: text/plain", accept], &list, 415),
        ("POST /mcp", &[JSON, "content-length: 9999999"], "", 413),
        ("POST /mcp", &[JSON], "{", 400),
        ("GET /mcp", &["accept: text/event-stream"], "", 405),
        ("DELETE /mcp", &[], "", 405),
        ("POST /", &[JSON], &list, 404),
    ] {
        let answer = server.send(line, headers, body.as_bytes()).await;
        assert_eq!(answer.status, status, "{line} {headers:?} {answer:?}");
        match status {
            200 => assert_eq!(answer.json()["result"]["tools"].as_array().unwrap().len(), 5),
            400 if body == "{" => assert_eq!(answer.json()["error"]["code"], -32700),
            _ => {}
        }
    }
}
