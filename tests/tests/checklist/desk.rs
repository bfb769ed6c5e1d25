//! A service that answers what it was given, typed, over MCP and REST.

use capwright_runtime::mcp::Mcp;
use capwright_runtime::rest::{Rest, Route};
use capwright_runtime::server::ServerOptions;
use capwright_runtime::{Number, Object, Reply, Result, Value};
use capwright_tests::{Answer, Served, serve};
use serde::{Deserialize, Serialize};
use serde_json::json;

const JSON: &str = "content-type: application/json";

/// One input of each type.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Given {
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Number>,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    list: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    map: Option<Object>,
}

/// The inputs by name, with their types.
pub(crate) const INPUTS: [(&str, &str); 6] = [
    ("text", "string"),
    ("count", "integer"),
    ("amount", "number"),
    ("flag", "boolean"),
    ("list", "array"),
    ("map", "object"),
];

struct Desk;

impl Desk {
    async fn take(&self, given: Given) -> Result<Reply> {
        Reply::from_json(&given)
    }
}

/// The tool `take`.
pub(crate) async fn tools() -> Served {
    let properties: serde_json::Map<_, _> =
        INPUTS.iter().map(|(name, kind)| ((*name).to_owned(), json!({"type": kind}))).collect();
    let schema = json!({"type": "object", "properties": properties, "additionalProperties": false});
    let tools = json!([{"name": "take", "description": "Takes", "inputSchema": schema}]).to_string();
    let server = Mcp::new("desk", "", &tools, Desk).tool("take", Desk::take).into_server();
    serve(server.router(&ServerOptions::default())).await
}

/// `GET /take` with a query and a cookie, and `POST /take` with a body.
pub(crate) async fn routes() -> Served {
    let get = Route::get("/take").query(&["text", "count", "flag"]).cookies(&["amount"]);
    let post = Route::post("/take").fields(&["text", "count", "amount", "flag", "list", "map"]);
    let rest = Rest::new(Desk).route(get, Desk::take).route(post, Desk::take);
    serve(rest.into_router(&ServerOptions::default())).await
}

/// What `/mcp` answers to a request with these members, as JSON text.
pub(crate) async fn request(server: &Served, members: &str) -> Answer {
    let message = format!(r#"{{"jsonrpc":"2.0","id":1,{members}}}"#);
    server.send("POST /mcp", &[JSON, "accept: application/json, text/event-stream"], message.as_bytes()).await
}

/// The text that `take` answers to these arguments, and whether that is an error.
pub(crate) async fn take(server: &Served, arguments: &str) -> (String, bool) {
    let call = format!(r#""method":"tools/call","params":{{"name":"take","arguments":{arguments}}}"#);
    let result = request(server, &call).await.json()["result"].take();
    let text = result["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{result}"));
    (text.to_owned(), result["isError"] == true)
}
