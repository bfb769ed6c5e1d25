//! Point 7: output schemas, and results that are what they say.

use capwright_runtime::server::ServerOptions;
use capwright_tests::{Script, Served, Upstream, serve};
use examples_every_content::{Client, Proxy, mcp};
use serde_json::{Value, json};

/// What the upstream answers: what it is called, status, body.
const ANSWERS: [(&str, &str, &str); 6] = [
    ("object", "200 OK", r#"{"title":"Atlas","year":1570,"total":3}"#),
    ("nulls", "200 OK", r#"{"title":null,"year":"unknown"}"#),
    ("array", "200 OK", r#"[{"title":"Atlas"},{"title":null},null,5]"#),
    ("scalar", "200 OK", "42"),
    ("none", "204 No Content", ""),
    ("broken", "200 OK", r#"{"title":"At"#),
];

/// A tool, and what it makes of each answer: its structured content, null for none, or that it is an error.
const RESULTS: [(&str, &str, [&str; 6]); 4] = [
    (
        "find-item",
        "itemId",
        [
            r#"{"title":"Atlas","year":1570,"total":3}"#,
            r#"{"title":null,"year":"unknown"}"#,
            "null",
            "null",
            "null",
            "null",
        ],
    ),
    ("get-item", "itemId", [r#"{"title":"Atlas","year":1570}"#, "{}", "error", "error", "{}", "error"]),
    (
        "list-items",
        "shelfId",
        ["error", "error", r#"{"result":[{"title":"Atlas"},{},null,null]}"#, "error", "{}", "error"],
    ),
    ("count-items", "shelfId", [r#"{"result":3}"#, "{}", "{}", "{}", "{}", "error"]),
];

async fn message(server: &Served, method: &str, params: Value) -> Value {
    let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
    let answer = server.send("POST /mcp", &["content-type: application/json"], message.as_bytes()).await;
    answer.json()["result"].take()
}

#[tokio::test]
async fn item_07_results_are_what_their_schemas_say() {
    let upstream = Upstream::with(|seen| {
        let (_, status, body) = ANSWERS.iter().find(|(name, ..)| seen.line.contains(&format!("/{name}"))).unwrap();
        let header = if body.is_empty() { "" } else { "content-type: application/json\r\n" };
        Script::http(status, header, body)
    });
    let upstream = upstream.await;
    let client = Client::builder().archive_base_url(upstream.url()).build().unwrap();
    let server = serve(mcp::server(Proxy::new(client)).router(&ServerOptions::default())).await;
    let listed = message(&server, "tools/list", json!({})).await["tools"].take();
    for (tool, argument, results) in RESULTS {
        let schema = listed.as_array().unwrap().iter().find(|it| it["name"] == tool).unwrap().get("outputSchema");
        assert_eq!(schema.is_some(), tool != "find-item", "{tool}");
        for ((answer, ..), expected) in ANSWERS.iter().zip(results) {
            let result = message(&server, "tools/call", json!({"name": tool, "arguments": {argument: answer}})).await;
            let structured = result.get("structuredContent").unwrap_or(&Value::Null);
            let found = if result["isError"] == true { "error".to_owned() } else { structured.to_string() };
            assert_eq!(found, expected, "{tool} {answer} {result}");
            if let Some(schema) = schema.filter(|_| found != "error") {
                jsonschema::draft202012::validate(schema, structured).unwrap();
            }
        }
    }
}
