//! Which tools are listed, and how: all of them, or those that were selected.

use capwright_runtime::mcp::{Selection, Server};
use capwright_runtime::server::ServerOptions;
use capwright_tests::{Process, Served, command, run, serve};
use serde_json::{Value, json};
use tanium_threat_response_connections::{Client, Proxy, mcp};
use tokio::io::AsyncWriteExt;

use crate::desk::request;

const TANIUM: &str = "tanium-threat-response-connections";
const LIST: &str = r#""method":"tools/list""#;
const READERS: [&str; 2] = ["list-endpoint-connections", "get-connection-id"];

fn server() -> Server {
    let builder = Client::builder().threat_response_connections_base_url("http://localhost").tanium_api_key("k3y");
    mcp::server(Proxy::new(builder.build().unwrap()))
}

async fn served(server: Server) -> Served {
    serve(server.router(&ServerOptions::default())).await
}

fn names(result: &Value) -> Vec<String> {
    let tools = result["tools"].as_array().unwrap_or_else(|| panic!("{result}"));
    tools.iter().map(|tool| tool["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn item_06_lists_are_in_the_order_of_the_document_and_the_same_each_time() {
    let server = served(server()).await;
    let (one, other) = (request(&server, LIST).await, request(&server, LIST).await);
    assert_eq!(one.body, other.body);
    let list = one.json()["result"].take();
    let hints: Vec<_> = list["tools"].as_array().unwrap().iter().map(|tool| tool["annotations"].clone()).collect();
    let hint = |read_only: bool, destructive: bool, idempotent: bool| json!({"readOnlyHint": read_only, "destructiveHint": destructive, "idempotentHint": idempotent});
    assert_eq!(hints.len(), 5);
    for (name, hints) in names(&list).iter().zip(&hints) {
        let reads = READERS.contains(&name.as_str());
        assert_eq!(hints["readOnlyHint"], json!(reads), "{name}");
        let complete =
            ["readOnlyHint", "destructiveHint", "idempotentHint"].iter().all(|hint| hints[*hint].is_boolean());
        assert!(complete, "{name} {hints}");
    }
    assert!(hints.contains(&hint(true, false, true)), "{hints:?}");
}

#[tokio::test]
async fn a_tool_that_is_not_selected_does_not_exist() {
    let check = async |selection: Selection, wanted: &[&str]| {
        let server = served(server().select(&selection).unwrap()).await;
        assert_eq!(names(&request(&server, LIST).await.json()["result"]), wanted);
        for (tool, is_offered) in READERS.map(|tool| (tool, wanted.contains(&tool))) {
            let call = format!(r#""method":"tools/call","params":{{"name":"{tool}","arguments":{{"x":1}}}}"#);
            let answer = request(&server, &call).await.json();
            let unknown = format!("there is no tool {tool}; see tools/list");
            assert_eq!(answer["error"]["message"] == unknown, !is_offered, "{tool} {answer}");
            assert_eq!(answer["result"]["isError"] == true, is_offered, "{tool} {answer}");
        }
    };
    check(Selection::all().named("get-*").unwrap(), &["get-connection-id"]).await;
    check(Selection::all().named("get-*").unwrap().named("list-*").unwrap(), &READERS).await;
    check(Selection::all().read_only(), &READERS).await;
    check(Selection::all().named("get-*").unwrap().read_only(), &["get-connection-id"]).await;
    let Err(error) = server().select(&Selection::all().named("get-conection*").unwrap()) else { panic!("no tool") };
    assert!(error.to_string().contains("there are get-connection-id"), "{error}");
}

#[tokio::test]
async fn the_binary_offers_what_was_chosen() {
    let check = async |flags: &[&str], settings: &[(&str, &str)], wanted: &[&str]| {
        let listed = run(TANIUM, &[&["tools"], flags].concat(), settings).await;
        let found: Vec<_> = listed.stdout.lines().filter_map(|line| line.split_whitespace().next()).collect();
        assert_eq!(found, wanted, "{listed:?}");
        let arguments = [&["serve", "--stdio", "--mock"], flags].concat();
        let mut process = Process::start(command(TANIUM, &arguments, settings));
        let mut stdin = process.stdin.take().unwrap();
        let messages = [
            json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-11-25",
                "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}),
            json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
            json!({"jsonrpc": "2.0", "id": 2, "method": "tools/list"}),
            json!({"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "list-endpoint-connections"}}),
        ];
        for message in messages {
            stdin.write_all(format!("{message}\n").as_bytes()).await.unwrap();
        }
        drop(stdin);
        let finished = process.finished().await;
        let answers: Vec<Value> = finished.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let answer =
            |id: i64| answers.iter().find(|answer| answer["id"] == id).unwrap_or_else(|| panic!("{finished:?}"));
        assert_eq!(names(&answer(2)["result"]), wanted);
        assert_eq!(answer(3)["error"].is_object(), !wanted.contains(&"list-endpoint-connections"), "{finished:?}");
    };
    check(&["--tools", "get-*"], &[], &["get-connection-id"]).await;
    check(&["--tools", "get-*,list-*"], &[("TOOLS", "nothing")], &READERS).await;
    check(&[], &[("READ_ONLY", "true")], &READERS).await;
    check(&["--read-only", "--tools", "get-*", "--tools", "list-*"], &[], &READERS).await;
    check(&[], &[("TOOLS", "get-*, list-*")], &READERS).await;
}

#[tokio::test]
async fn what_can_not_be_chosen_is_said_at_start() {
    let check = async |arguments: &[&str], settings: &[(&str, &str)], wanted: &str| {
        let finished = run(TANIUM, arguments, settings).await;
        assert!(finished.code() != 0 && finished.stderr.contains(wanted), "{arguments:?} {finished:?}");
    };
    let near = "TOOLS matches no tool with `get-conection*`; there are get-connection-id";
    check(&["serve", "--mock", "--tools", "get-conection*"], &[], near).await;
    check(&["serve", "--mock"], &[("TOOLS", "get-conection*")], near).await;
    check(&["serve", "--stdio", "--mock", "--tools", "get-*,get-conection*"], &[], near).await;
    check(&["tools", "--tools", "get-conection*"], &[], near).await;
    check(&["serve", "--mock", "--tools", "a["], &[], "TOOLS has no pattern in `a[`").await;
    check(&["serve", "--mock"], &[("READ_ONLY", "perhaps")], "READ_ONLY must be `true` or `false`").await;
    check(&["serve", "--mock", "--read-only", "--tools", "delete-*"], &[], "no tool is left").await;
    check(&["call", "tool:list-endpoint-connections", "--mock"], &[("TOOLS", "get-*")], "list-endpoint-connections")
        .await;
}

#[tokio::test]
async fn configurations_of_clients_hold_no_secret() {
    let settings = [("TANIUM_API_KEY", "s3cret"), ("TANIUM_SERVER", "h0st")];
    let finished =
        run(TANIUM, &["serve", "--print-mcp-config", "--read-only", "--mcp", "localhost:9999"], &settings).await;
    assert_eq!(finished.code(), 0, "{finished:?}");
    let blocks: Vec<(&str, Value)> = finished
        .stdout
        .trim_end()
        .split("\n\n")
        .map(|block| block.split_once(":\n").unwrap())
        .map(|(title, json)| (title, serde_json::from_str(json).unwrap()))
        .collect();
    let titles: Vec<_> = blocks.iter().map(|(title, _)| title.split(',').next().unwrap()).collect();
    assert_eq!(titles, ["Claude Desktop", "Claude Code", "Cursor", "VS Code", "Claude Code", "Cursor", "VS Code"]);
    assert!(!finished.stdout.contains("s3cret") && !finished.stdout.contains("h0st"), "{finished:?}");
    let desktop = &blocks[0].1["mcpServers"][TANIUM];
    assert_eq!(desktop["args"], json!(["serve", "--stdio", "--read-only"]));
    assert_eq!(desktop["env"]["TANIUM_API_KEY"], "<TANIUM_API_KEY>");
    assert_eq!(blocks[3].1["servers"][TANIUM]["env"]["TANIUM_API_KEY"], "${input:TANIUM_API_KEY}");
    assert_eq!(blocks[5].1["mcpServers"][TANIUM], json!({"url": "http://localhost:9999/mcp"}));
}
