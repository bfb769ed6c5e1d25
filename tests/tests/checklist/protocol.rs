//! One binary, two transports, both eras of the protocol.

use std::net::SocketAddr;

use capwright_tests::{Answer, Finished, Process, command, send};
use rmcp::ServiceExt;
use rmcp::model::CallToolRequestParams;
use rmcp::transport::StreamableHttpClientTransport;
use serde_json::{Value, json};

const TANIUM: &str = "tanium-threat-response-connections";
const JSON: &str = "content-type: application/json";
const CALL: &str =
    r#"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"list-endpoint-connections","arguments":{}}}"#;

/// A server, once it listens.
async fn served(address: &str) -> (Process, SocketAddr) {
    let process = Process::start(command(TANIUM, &["serve", "--mock", "--rest", "localhost:0", "--mcp", address], &[]));
    let address = process.address("mcp").await;
    (process, address)
}

async fn interrupted(process: Process) {
    process.signal("INT").await;
    let ended = process.finished().await;
    assert_eq!(ended.code(), 0, "{ended:?}");
}

async fn post(address: SocketAddr, headers: &[&str], body: &str) -> Answer {
    send(address, "POST /mcp", &[&[JSON], headers].concat(), body.as_bytes()).await
}

/// What is answered to `lines` of standard input, which ends then.
async fn piped(lines: &[&str], settings: &[(&str, &str)]) -> Finished {
    let mut process = Process::start(command(TANIUM, &["serve", "--mock", "--stdio"], settings));
    for line in lines {
        process.write(&format!("{line}\n")).await;
    }
    drop(process.stdin.take());
    let ended = process.finished().await;
    assert_eq!(ended.code(), 0, "{ended:?}");
    ended
}

fn messages(ended: &Finished) -> Vec<Value> {
    ended.stdout.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("{line}"))).collect()
}

#[tokio::test]
async fn item_08_a_client_outlives_its_server() {
    let (first, address) = served("localhost:0").await;
    let _ = rustls::crypto::ring::default_provider().install_default();
    let transport = StreamableHttpClientTransport::from_uri(format!("http://{address}/mcp"));
    let client = ().serve(transport).await.unwrap();
    let call = async || client.call_tool(CallToolRequestParams::new("list-endpoint-connections")).await.unwrap();
    let before = call().await;
    interrupted(first).await;
    let (second, _) = served(&address.to_string()).await;
    assert_eq!(call().await.structured_content, before.structured_content);
    let plain = post(address, &["accept: application/json, text/event-stream"], CALL).await;
    let headers = ["content-type", "mcp-session-id"].map(|name| plain.header(name));
    assert_eq!((plain.status, headers), (200, [Some("application/json"), None]), "{plain:?}");
    client.cancel().await.unwrap();
    interrupted(second).await;
}

#[tokio::test]
async fn item_08_the_end_of_standard_input_is_the_end() {
    assert_eq!(piped(&[], &[]).await.stdout, "");
    let answers = messages(&piped(&[CALL], &[]).await);
    assert_eq!((answers.len(), &answers[0]["id"], &answers[0]["result"]["isError"]), (1, &json!(7), &json!(false)));
}

#[tokio::test]
async fn item_10_what_is_not_declared_is_not_found() {
    let (process, address) = served("localhost:0").await;
    let version = json!({
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let message = |method: &str, mut params: Value| {
        params["_meta"] = version.clone();
        json!({"jsonrpc": "2.0", "id": method, "method": method, "params": params}).to_string()
    };
    let mut lines = vec![message("server/discover", json!({}))];
    for (method, params) in [
        ("prompts/list", json!({})),
        ("prompts/get", json!({"name": "x"})),
        ("resources/list", json!({})),
        ("resources/templates/list", json!({})),
        ("resources/read", json!({"uri": "x:y"})),
        ("resources/subscribe", json!({"uri": "x:y"})),
        ("subscriptions/listen", json!({"notifications": {"toolsListChanged": true}})),
        (
            "completion/complete",
            json!({"ref": {"type": "ref/prompt", "name": "x"}, "argument": {"name": "a", "value": ""}}),
        ),
        ("logging/setLevel", json!({"level": "debug"})),
        ("tasks/get", json!({"taskId": "x"})),
        ("skills/list", json!({})),
    ] {
        lines.push(message(method, params));
    }
    let answers = messages(&piped(&lines.iter().map(String::as_str).collect::<Vec<_>>(), &[]).await);
    assert_eq!(answers.len(), lines.len());
    for line in &lines {
        let request: Value = serde_json::from_str(line).unwrap();
        let name = ["name", "uri", "taskId"].iter().find_map(|key| request["params"][key].as_str()).unwrap_or_default();
        let [method, name] = [("method", request["id"].as_str().unwrap()), ("name", name)]
            .map(|(header, value)| format!("mcp-{header}: {value}"));
        let answer = post(address, &["mcp-protocol-version: 2026-07-28", &method, &name], line).await;
        let by_pipe = answers.iter().find(|answer| answer["id"] == request["id"]).unwrap();
        assert_eq!(&answer.json(), by_pipe, "{line}");
        if request["id"] == "server/discover" {
            assert_eq!(by_pipe["result"]["capabilities"], json!({"tools": {}}));
        } else {
            assert_eq!((answer.status, &by_pipe["error"]["code"]), (404, &json!(-32601)), "{by_pipe}");
        }
    }
    interrupted(process).await;
}

#[tokio::test]
async fn item_20_standard_output_carries_messages_only() {
    let lines = [
        r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#,
        CALL,
        r#"{"jsonrpc":"2.0","id":8,"method":"tools/call","params":{"name":"list-endpoint-connections","arguments":{"limit":"x"}}}"#,
        r#"{"jsonrpc":"2.0","id":9,"method":"no/such"}"#,
        "{broken",
        r#"{"jsonrpc":"2.0","id":1,"result":{}}"#,
    ];
    for level in ["off", "debug", "trace"] {
        let ended = piped(&lines, &[("LOG_LEVEL", level)]).await;
        let answers = messages(&ended);
        let mut ids: Vec<String> = answers.iter().map(|answer| answer["id"].to_string()).collect();
        ids.sort();
        assert_eq!(ids, ["7", "8", "9", "null"], "{ended:?}");
        assert!(answers.iter().all(|answer| answer["jsonrpc"] == "2.0"), "{answers:?}");
        assert_eq!(ended.stderr.contains("DEBUG"), level != "off", "{}", ended.stderr);
    }
}

#[tokio::test]
async fn item_21_what_is_no_json_is_32700() {
    let (process, address) = served("localhost:0").await;
    for broken in ["{broken", "{\"jsonrpc\":", "x"] {
        let answer = post(address, &[], broken).await;
        let error = &answer.json()["error"];
        assert_eq!((answer.status, &error["code"], &answer.json()["id"]), (400, &json!(-32700), &Value::Null));
        assert_eq!(messages(&piped(&[broken], &[]).await), [answer.json()]);
    }
    let long = send(address, "POST /mcp", &[JSON, "content-length: 1048577"], b"").await;
    assert_eq!((long.status, &long.json()["error"]["code"]), (413, &json!(-32600)));
    interrupted(process).await;
}
