//! The example that calls nothing, `specs/examples/contract-first.yaml`: its answers stand in the document.

use capwright_tests::{Process, command, send};
use serde_json::json;

use crate::{CONTRACT_FIRST, JSON};

#[tokio::test]
async fn it_answers_what_the_document_says() {
    let serve = ["serve", "--rest", "localhost:0", "--mcp", "localhost:0"];
    let process = Process::start(command(CONTRACT_FIRST, &serve, &[]));
    let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
    let badge = |id: &str| json!({"id": id, "holder": format!("holder of {id}"), "floors": 3, "valid": true});
    for (path, id) in [("/badges/7", "7"), ("/badges/a%2F%22b%22", "a/\"b\"")] {
        let answer = send(rest, &format!("GET {path}"), &[], b"").await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")), "{answer:?}");
        assert_eq!(answer.text(), badge(id).to_string());
    }
    let params = json!({"name": "get-badge", "arguments": {"badgeId": "7"}});
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
    let result = send(mcp, "POST /mcp", &[JSON], call.as_bytes()).await.json()["result"].take();
    assert_eq!((&result["isError"], &result["structuredContent"]), (&json!(false), &badge("7")), "{result}");
    process.signal("TERM").await;
    assert_eq!(process.finished().await.code(), 0);
}
