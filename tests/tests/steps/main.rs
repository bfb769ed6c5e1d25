//! Units with steps, compiled and called over real sockets: what they send, and what callers get over REST and MCP.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../codegen/tests/common/mod.rs"]
mod common;

use std::net::SocketAddr;
use std::process::Stdio;

use capwright_codegen::Source;
use capwright_tests::{Process, Script, Seen, Upstream, send};
use common::workspace::{cargo, target, workspace};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::process::Command;

const JSON: &str = "content-type: application/json";

/// A call of a unit, the same over REST and MCP: see `calls.yaml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    unit: String,
    #[serde(default)]
    arguments: serde_json::Map<String, Value>,
    /// Requests, in order of their lines.
    sent: Vec<String>,
    #[serde(default = "ok")]
    status: u16,
    r#type: Option<String>,
    body: Option<String>,
    text: Option<String>,
    block: Option<String>,
    error: Option<String>,
}

fn ok() -> u16 {
    200
}

#[tokio::test]
async fn steps_send_and_answer() {
    let package = package();
    let upstream = Upstream::with(answer).await;
    let process = Process::start(serve(&package, &upstream));
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    let rows: Vec<Row> = serde_yaml::from_str(include_str!("calls.yaml")).unwrap();
    for row in rows {
        check_rest(rest, &upstream, &row).await;
        check_mcp(mcp, &upstream, &row).await;
    }
}

async fn check_rest(address: SocketAddr, upstream: &Upstream, row: &Row) {
    let Row { unit, arguments, status, r#type, body, error, .. } = row;
    let query: Vec<String> =
        arguments.iter().map(|(name, value)| format!("{name}={}", value.as_str().unwrap())).collect();
    let answer = send(address, &format!("POST /{unit}?{}", query.join("&")), &[], b"").await;
    check_sent(upstream, row, "REST");
    match (body, error) {
        (Some(body), _) => {
            let ty = r#type.as_deref().unwrap_or("application/json");
            let found = (answer.status, answer.header("content-type").unwrap_or_default(), answer.text());
            assert_eq!(found, (*status, ty, body.as_str()), "{unit}: {answer:?}");
        }
        (None, error) => {
            assert_eq!((answer.status, answer.json()["detail"].as_str()), (*status, error.as_deref()), "{unit}");
        }
    }
}

async fn check_mcp(address: SocketAddr, upstream: &Upstream, row: &Row) {
    let Row { unit, arguments, body, text, block, error, .. } = row;
    let params = json!({"name": unit, "arguments": arguments});
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
    let result = send(address, "POST /mcp", &[JSON, "accept: */*"], call.as_bytes()).await.json()["result"].take();
    check_sent(upstream, row, "MCP");
    let found = &result["content"][0];
    assert_eq!(result["isError"] == true, error.is_some(), "{unit}: {result}");
    assert_eq!(found["type"], block.as_deref().unwrap_or("text"), "{unit}: {result}");
    match error {
        Some(error) => assert!(found["text"].as_str().unwrap().starts_with(error), "{unit}: {result}"),
        None if block.is_some() => {}
        None => assert_eq!(found["text"].as_str(), text.as_deref().or(body.as_deref()), "{unit}: {result}"),
    }
}

/// What has reached the upstream since the last time; calls that run at once arrive in any order.
#[track_caller]
fn check_sent(upstream: &Upstream, row: &Row, over: &str) {
    let mut sent: Vec<String> = upstream.take().into_iter().map(|seen| seen.line).collect();
    let mut wanted = row.sent.clone();
    sent.sort();
    wanted.sort();
    assert_eq!(sent, wanted, "{} over {over}", row.unit);
}

/// The API.
fn answer(seen: &Seen) -> Script {
    let text = |status: &str, text: &str| Script::http(status, "content-type: text/plain\r\n", text);
    let json = |status: &str, text: &str| Script::http(status, "content-type: application/json\r\n", text);
    let (path, query) = seen.line.split_once('?').unwrap_or((&seen.line, ""));
    match path {
        "GET /users/1" => Script::json(r#"{"id": 1, "name": "Ann"}"#),
        "GET /users" => Script::json(r#"[{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}]"#),
        "GET /echo" => Script::json(serde_json::json!({"query": query}).to_string()),
        "GET /team" => Script::json(
            r#"{"lead": 1, "nul": null, "flag": true, "nested": {"v": 42}, "objs": [{"id": 1, "x": 2}, {"id": null}, {}]}"#,
        ),
        "GET /text" | "POST /text" => text("200 OK", "OK"),
        "GET /decimal" => Script::json("1.10"),
        "GET /image" => Script::http("200 OK", "content-type: image/png\r\n", "PNG"),
        "POST /created" => json("201 Created", r#"{"id": 7}"#),
        "GET /part" => text("206 Partial Content", "some of it"),
        "DELETE /none" => Script::http("204 No Content", "", ""),
        "GET /null" => Script::json("null"),
        "POST /busy" => Script::http("503 Busy", "content-type: text/plain\r\nretry-after: 7\r\n", "later"),
        "GET /endless" => endless(),
        "POST /broken" => text("500 Internal Server Error", "oops"),
        _ => json("404 Not Found", r#"{"error": "no such thing"}"#),
    }
}

/// More than crates read, and still no end.
fn endless() -> Script {
    let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n\r\n[".to_vec();
    bytes.resize(bytes.len() + 16 * 1024 * 1024, b' ');
    Script::Stall(bytes)
}

/// Builds the crate, and says what it is called.
fn package() -> String {
    let path = "steps/document.yaml".to_owned();
    let source = Source::new(path.clone(), path, include_str!("document.yaml").to_owned());
    let packages = common::packages(&common::project(vec![source]));
    let workspace = workspace("steps", packages.values());
    cargo(&workspace, "build --quiet --offline --workspace --bins");
    packages.into_values().next().unwrap().name
}

fn serve(package: &str, upstream: &Upstream) -> Command {
    let binary = target().join("debug").join(format!("{package}{}", std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(binary);
    command.args(["serve", "--rest", "localhost:0", "--mcp", "localhost:0"]);
    command.env_clear().env("API_BASE_URL", upstream.url());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}
