//! A guard that a user puts before an operation stays before it, whatever is edited later: over REST, over MCP, and where the
//! command line calls it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../codegen/tests/common/mod.rs"]
mod common;
mod documents;

use std::net::SocketAddr;
use std::process::Stdio;

use capwright_tests::{Answer, Process, Script, Upstream, send};
use common::workspace::{cargo, target, workspace};
use documents::Stage;
use serde_json::json;
use tokio::process::Command;

const REFUSAL: &str = "production stays";

#[tokio::test]
async fn a_guarded_operation_stays_guarded() {
    let (stages, packages) = documents::guarded();
    let workspace = workspace("guarded", &packages);
    cargo(&workspace, "build --quiet --offline --workspace --bins");
    for stage in &stages {
        let upstream = Upstream::start(Script::json(r#"{"id": "it"}"#)).await;
        check_servers(stage, &upstream).await;
        check_call(stage, &upstream).await;
    }
}

/// All that is served refuses the one connection, and deletes the other.
async fn check_servers(stage: &Stage, upstream: &Upstream) {
    let process = Process::start(command(stage, upstream, &["serve", "--rest", "localhost:0", "--mcp", "localhost:0"]));
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    for line in stage.routes {
        let refused = send(rest, &line.replace("ID", "prod-1"), &[], b"").await;
        assert!(refused.status >= 400 && refused.raw.contains(REFUSAL), "{} {line}: {refused:?}", stage.package);
        check_deleted(upstream, 0, line);
        let answer = send(rest, &line.replace("ID", "test-1"), &[], b"").await;
        assert_eq!(answer.status, 200, "{} {line}: {answer:?}", stage.package);
        check_deleted(upstream, 1, line);
    }
    for tool in stage.tools {
        let refused = ask(mcp, tool, "prod-1").await;
        assert!(refused.json()["result"]["isError"] == true && refused.raw.contains(REFUSAL), "{tool}: {refused:?}");
        check_deleted(upstream, 0, tool);
        let answer = ask(mcp, tool, "test-1").await;
        assert!(answer.json()["result"]["isError"] != true, "{} {tool}: {answer:?}", stage.package);
        check_deleted(upstream, 1, tool);
    }
}

async fn check_call(stage: &Stage, upstream: &Upstream) {
    let call = |id| command(stage, upstream, &["call", "deleteconnection", "--connectionId", id]);
    let refused = Process::start(call("prod-1")).finished().await;
    assert!(refused.code() == 1 && refused.stderr.contains(REFUSAL), "{}: {refused:?}", stage.package);
    check_deleted(upstream, 0, "call");
    let called = Process::start(call("test-1")).finished().await;
    assert_eq!(called.code(), 0, "{}: {called:?}", stage.package);
    check_deleted(upstream, 1, "call");
}

/// So many connections were deleted since the last time.
#[track_caller]
fn check_deleted(upstream: &Upstream, count: usize, by: &str) {
    let deleted = upstream.take().into_iter().filter(|seen| seen.line.starts_with("DELETE "));
    assert_eq!(deleted.count(), count, "{by}");
}

/// Calls a tool, whose one argument is the connection.
async fn ask(mcp: SocketAddr, tool: &str, id: &str) -> Answer {
    let name = if tool == "forget" { "id" } else { "connectionId" };
    let params = json!({"name": tool, "arguments": {name: id}});
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
    send(mcp, "POST /mcp", &["content-type: application/json", "accept: */*"], call.as_bytes()).await
}

fn command(stage: &Stage, upstream: &Upstream, arguments: &[&str]) -> Command {
    let binary = target().join("debug").join(format!("{}{}", stage.package, std::env::consts::EXE_SUFFIX));
    let mut command = Command::new(binary);
    command.args(arguments).env_clear().env("TANIUM_API_KEY", "k3y-of-the-tests");
    command.env("THREAT_RESPONSE_CONNECTIONS_BASE_URL", upstream.url());
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}
