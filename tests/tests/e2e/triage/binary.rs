//! The binary of the example: where its secrets come from, and how it runs without any.

use std::path::PathBuf;

use capwright_tests::{Finished, Process, command, send};
use serde_json::json;

use super::upstream::apis;
use super::{KEY, SECRETS, TOKEN, places};
use crate::{JSON, TRIAGE};

const SERVE: [&str; 5] = ["serve", "--rest", "localhost:0", "--mcp", "localhost:0"];

/// A folder with the file of secrets that the document names; removed at the end.
struct Folder(PathBuf);

impl Folder {
    fn with(name: &str, secrets: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("capwright-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join("triage-secrets.yaml"), secrets).unwrap();
        Self(folder)
    }

    fn serve(&self, settings: &[(&str, &str)]) -> Process {
        let mut command = command(TRIAGE, &SERVE, settings);
        command.current_dir(&self.0);
        Process::start(command)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// The file as the document names its keys, but for some.
fn file(absent: &[&str]) -> String {
    let given = SECRETS.iter().filter(|(env, _)| !absent.contains(env));
    given.map(|(env, value)| format!("{}: {value}\n", env.to_lowercase().replace('_', "-"))).collect()
}

async fn stop(process: Process) -> Finished {
    process.signal("TERM").await;
    process.finished().await
}

#[tokio::test]
async fn secrets_come_from_the_file_unless_the_environment_has_them() {
    let upstream = apis().await;
    let urls = places(&upstream.url());
    let urls: Vec<_> = urls.iter().map(|(env, url)| (*env, url.as_str())).collect();
    let wrong = file(&["TRIAGE_API_KEY"]) + "triage-api-key: of-the-file\n";
    let folder = Folder::with("file", &wrong);
    for (settings, key) in [(&[][..], "x-triage-key: of-the-file"), (&[("TRIAGE_API_KEY", "let-me-in")], KEY)] {
        let process = folder.serve(&[urls.as_slice(), settings].concat());
        let rest = process.address("rest").await;
        assert_eq!(send(rest, "GET /alerts/a%2F2", &[key, "host: localhost"], b"").await.status, 200);
        let other = if key == KEY { "x-triage-key: of-the-file" } else { KEY };
        assert_eq!(send(rest, "GET /alerts/a%2F2", &[other, "host: localhost"], b"").await.status, 401);
        let ended = stop(process).await;
        assert_eq!(ended.code(), 0, "{ended:?}");
        assert!(!ended.stderr.contains("s3cret"), "{ended:?}");
    }
}

#[tokio::test]
async fn all_that_is_missing_is_named_at_once() {
    let folder = Folder::with("missing", &file(&["ASSETS_KEY", "TICKETS_TOKEN"]));
    let ended = folder.serve(&[]).finished().await;
    assert_eq!((ended.code(), ended.stdout.as_str()), (1, ""), "{ended:?}");
    for text in ["ASSETS_KEY (", "or `assets-key` in ./triage-secrets.yaml", "TICKETS_TOKEN ("] {
        assert!(ended.stderr.contains(text), "{text} {ended:?}");
    }
    assert!(!ended.stderr.contains("DIRECTORY_USER") && !ended.stderr.contains("s3cret"), "{ended:?}");
}

#[tokio::test]
async fn callers_must_have_something_to_present() {
    let folder = Folder::with("callers", &file(&["TRIAGE_MCP_TOKEN"]));
    let ended = folder.serve(&[]).finished().await;
    assert_eq!(ended.code(), 1, "{ended:?}");
    assert!(ended.stderr.contains("missing setting: TRIAGE_MCP_TOKEN ("), "{ended:?}");
}

#[tokio::test]
async fn a_mock_answers_all_that_is_read() {
    let settings = [("TRIAGE_API_KEY", "let-me-in"), ("TRIAGE_MCP_TOKEN", "let-the-model-in")];
    let process = Process::start(command(TRIAGE, &[&SERVE[..], &["--mock"]].concat(), &settings));
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    let alert = json!({"id": "sample", "title": "sample", "severity": "sample", "score": 1.5, "source": "sensors"});
    let machine = json!({"name": "sample", "critical": true});
    let owners = json!([{"name": "sample", "email": "sample"}]);
    let explained = json!({"title": "sample", "score": 1.5, "machine": machine, "owners": owners});
    let ticket = json!({"id": "sample", "link": "sample", "assignee": {"name": "sample", "onCall": true}});
    let escalated = json!({"alert": "sample", "ticket": {"id": "sample", "link": "sample"}});
    for (line, tool, inputs, wanted) in [
        ("GET /alerts", "search-alerts", json!({}), json!([alert])),
        ("GET /alerts/7", "explain-alert", json!({"alertId": "7"}), explained),
        ("POST /tickets", "open-ticket", json!({"title": "t", "priority": 1}), ticket),
        ("PUT /alerts/7/escalation", "escalate-alert", json!({"alertId": "7", "reason": "r"}), escalated),
    ] {
        let mut body = inputs.clone();
        body.as_object_mut().unwrap().remove("alertId");
        let body = if line.starts_with("GET") { String::new() } else { body.to_string() };
        let answer = send(rest, line, &[KEY, JSON], body.as_bytes()).await;
        assert_eq!((answer.status, answer.text()), (200, wanted.to_string().as_str()), "{answer:?}");
        let call = json!({"name": tool, "arguments": inputs});
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}).to_string();
        let result = send(mcp, "POST /mcp", &[TOKEN, JSON], call.as_bytes()).await.json()["result"].take();
        assert_ne!(result["isError"], true, "{result}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert_eq!(serde_json::from_str::<serde_json::Value>(text).unwrap(), wanted, "{result}");
    }
    assert_eq!(stop(process).await.code(), 0);
}

#[tokio::test]
async fn a_mock_runs_without_any() {
    let settings = [("TRIAGE_API_KEY", "let-me-in"), ("TRIAGE_MCP_TOKEN", "let-the-model-in")];
    let process = Process::start(command(TRIAGE, &[&SERVE[..], &["--mock"]].concat(), &settings));
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    let policy = send(rest, "GET /policy", &[KEY], b"").await;
    assert_eq!(policy.text(), r#"{"critical":15,"high":240,"unit":"minutes"}"#);
    let ticket = send(rest, "GET /tickets/T-1", &[KEY], b"").await;
    let echo = json!({"operation": "get-ticket", "path": "/tickets/T-1", "inputs": {"ticket_id": "T-1"}});
    assert_eq!(ticket.text(), echo.to_string());
    let list = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).to_string();
    let tools = send(mcp, "POST /mcp", &[TOKEN, JSON], list.as_bytes()).await;
    assert_eq!(tools.json()["result"]["tools"].as_array().map(Vec::len), Some(6));
    assert_eq!(stop(process).await.code(), 0);
}
