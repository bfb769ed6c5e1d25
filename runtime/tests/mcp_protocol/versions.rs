//! Every version by every transport.

use std::sync::Arc;

use capwright_runtime::server::ServerOptions;
use serde_json::{Value, json};

use crate::bed::{HOST, JSON, Piped, post, served};
use crate::support::mcp::mcp;
use crate::support::{Api, start};

const MODERN: &str = "2026-07-28";
const ALL: [&str; 5] = ["2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25", MODERN];

/// What is asked, and what a client gets of it.
struct Row {
    method: &'static str,
    params: Value,
    /// The status of HTTP before 2026-07-28, and since.
    status: [u16; 2],
    /// A pointer into the answer, and what is there; of 2026-07-28 where that is another.
    wanted: [(&'static str, Value); 2],
}

impl Row {
    fn same(method: &'static str, params: Value, pointer: &'static str, wanted: Value) -> Self {
        Self { method, params, status: [200; 2], wanted: [(pointer, wanted.clone()), (pointer, wanted)] }
    }

    fn missing(method: &'static str) -> Self {
        Self { status: [200, 404], ..Self::same(method, json!({}), "/error/code", json!(-32601)) }
    }
}

fn rows() -> Vec<Row> {
    let call = |name: &str, arguments: Value| json!({"name": name, "arguments": arguments});
    let refused = |method: &'static str, params: Value| Row::same(method, params, "/error/code", json!(-32602));
    let ping = Row { wanted: [("/result", json!({})), ("/error/code", json!(-32601))], ..Row::missing("ping") };
    vec![
        Row::same("tools/list", json!({}), "/result/tools/0/name", json!("list-conns")),
        Row::same("tools/list", json!({"cursor": null}), "/result/tools/5/name", json!("wait")),
        Row::same("tools/call", call("get-conn", json!({"id": "a"})), "/result/structuredContent", json!({"id": "a"})),
        Row::same("tools/call", call("get-conn", json!({})), "/result/isError", json!(true)),
        refused("tools/call", call("other", json!({}))),
        refused("tools/call", call("get-conn", json!([]))),
        refused("tools/call", json!({"name": 5})),
        refused("tools/call", json!({})),
        refused("tools/list", json!({"cursor": "x"})),
        Row { status: [400; 2], ..refused("tools/list", json!({"cursor": 5})) },
        Row::missing("nothing/known"),
        Row::missing("prompts/list"),
        Row::missing("resources/list"),
        ping,
    ]
}

/// As a client of this version says it, which may keep to itself what it is capable of.
fn message(version: &str, Row { method, params, .. }: &Row, is_capable: bool) -> Value {
    let mut params = params.clone();
    if version == MODERN {
        params["_meta"] = json!({"io.modelcontextprotocol/protocolVersion": version});
        if is_capable {
            params["_meta"]["io.modelcontextprotocol/clientCapabilities"] = json!({});
        }
    }
    json!({"jsonrpc": "2.0", "id": "x", "method": method, "params": params})
}

fn check(version: &str, row: &Row, answer: &Value) {
    let (pointer, wanted) = &row.wanted[usize::from(version == MODERN)];
    assert_eq!(answer["id"], "x", "{answer}");
    assert_eq!(answer.pointer(pointer), Some(wanted), "{version} {} {} {answer}", row.method, row.params);
}

fn hello(version: &str) -> Value {
    let params =
        json!({"protocolVersion": version, "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    json!({"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": params})
}

#[tokio::test]
async fn over_http() {
    let server = served().await;
    for version in ALL {
        for row in rows() {
            for is_capable in [true, false] {
                let message = message(version, &row, is_capable);
                let mut headers = vec![JSON.to_owned(), format!("mcp-protocol-version: {version}")];
                if version == MODERN {
                    headers.push(format!("mcp-method: {}", row.method));
                    headers.extend(message["params"]["name"].as_str().map(|name| format!("mcp-name: {name}")));
                }
                let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
                let answer = post(&server, &headers, message.to_string().as_bytes()).await;
                assert_eq!(answer.status, row.status[usize::from(version == MODERN)], "{version} {answer:?}");
                check(version, &row, &answer.json());
            }
        }
    }
}

#[tokio::test]
async fn over_streams() {
    for version in ALL {
        for is_first in [true, false] {
            let mut piped = Piped::new();
            if version != MODERN && !is_first {
                let welcome = piped.ask(hello(version).to_string().as_bytes()).await;
                assert_eq!(welcome["result"]["protocolVersion"], version, "{welcome}");
                piped.write(br#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#).await;
            }
            for row in rows() {
                let answer = piped.ask(message(version, &row, is_first).to_string().as_bytes()).await;
                check(version, &row, &answer);
            }
            assert_eq!(piped.rest().await, Vec::<Value>::new());
        }
    }
}

/// The reference engine wants no capabilities; MCP does, and who probes a server may find out by that what it speaks.
#[tokio::test]
async fn only_discovery_under_its_own_path_wants_capabilities() {
    let server = start(mcp(Arc::new(Api::default())).at_root().router(&ServerOptions::default())).await;
    let discover = message(MODERN, &Row::missing("server/discover"), false).to_string();
    let length = format!("content-length: {}", discover.len());
    let headers = [HOST, JSON, &length, "mcp-protocol-version: 2026-07-28", "mcp-method: server/discover"];
    let strict = server.send("POST /mcp", &headers, discover.as_bytes()).await;
    assert_eq!((strict.status, &strict.json()["error"]["code"]), (400, &json!(-32602)), "{strict:?}");
    let lenient = server.send("POST /", &headers, discover.as_bytes()).await.json();
    assert_eq!(lenient["result"]["capabilities"], json!({"tools": {}}));
    assert_eq!(Piped::new().ask(discover.as_bytes()).await, lenient);
}

/// `initialize` is gone since 2026-07-28, as `ping` is, whatever it says.
#[tokio::test]
async fn the_stateless_protocol_has_no_handshake() {
    let hello = message(MODERN, &Row::missing("initialize"), true).to_string();
    let headers = [JSON, "mcp-protocol-version: 2026-07-28", "mcp-method: initialize"];
    let answer = post(&served().await, &headers, hello.as_bytes()).await;
    assert_eq!((answer.status, &answer.json()["error"]["code"]), (404, &json!(-32601)), "{answer:?}");
    assert_eq!(Piped::new().ask(hello.as_bytes()).await, answer.json());
}

#[tokio::test]
async fn versions_are_found_out_and_settled() {
    let server = served().await;
    let versions = |value: &Value| value.to_string();
    let all = json!(ALL).to_string();
    let by_http = async |headers: &[&str], message: Value| {
        let answer = post(&server, &[&[JSON], headers].concat(), message.to_string().as_bytes()).await;
        (answer.status, answer.json())
    };
    for (asked, settled) in [("2024-11-05", "2024-11-05"), (MODERN, "2025-11-25"), ("2099-01-01", "2025-11-25")] {
        let (status, welcome) = by_http(&[], hello(asked)).await;
        assert_eq!((status, &welcome["result"]["protocolVersion"]), (200, &json!(settled)));
        let same = Piped::new().ask(hello(asked).to_string().as_bytes()).await;
        assert_eq!(same, welcome);
    }
    let mut discover = message(MODERN, &Row::missing("server/discover"), true);
    let modern = ["mcp-protocol-version: 2026-07-28", "mcp-method: server/discover"];
    let (status, found) = by_http(&modern, discover.clone()).await;
    assert_eq!((status, versions(&found["result"]["supportedVersions"])), (200, all.clone()), "{found}");
    assert_eq!(found["result"]["capabilities"], json!({"tools": {}}));
    assert_eq!(Piped::new().ask(discover.to_string().as_bytes()).await, found);

    discover["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = json!("2099-01-01");
    let unknown = ["mcp-protocol-version: 2099-01-01", "mcp-method: server/discover"];
    let (status, refused) = by_http(&unknown, discover.clone()).await;
    for (refused, requested) in [
        (refused, "2099-01-01"),
        (by_http(&unknown, message("2025-06-18", &Row::missing("tools/list"), false)).await.1, "2099-01-01"),
        (
            by_http(&["mcp-protocol-version: \u{e9}"], json!({"jsonrpc": "2.0", "id": "x", "method": "ping"})).await.1,
            "\u{e9}",
        ),
        (Piped::new().ask(discover.to_string().as_bytes()).await, "2099-01-01"),
    ] {
        let error = &refused["error"];
        assert_eq!((status, &refused["id"], &error["code"]), (400, &json!("x"), &json!(-32022)), "{refused}");
        assert_eq!(
            (&error["data"]["requested"], versions(&error["data"]["supported"])),
            (&json!(requested), all.clone())
        );
    }
}
