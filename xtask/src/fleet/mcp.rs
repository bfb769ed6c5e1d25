//! A client of MCP servers: JSON-RPC over plain requests.

use serde_json::{Value, json};

use super::door::Door;
use super::http::Request;

/// The protocol that is spoken.
const VERSION: &str = "2025-06-18";

/// The most pages of a list that are read.
const PAGES: usize = 1000;

/// Opens the conversation.
///
/// # Errors
/// The server doesn't answer as MCP wants it.
pub(super) fn initialize(door: &Door<'_>) -> Result<(), String> {
    let client = json!({"name": "fleet", "version": "0"});
    let parameters = json!({"protocolVersion": VERSION, "capabilities": {}, "clientInfo": client});
    let result = ask(door, "initialize", parameters)?;
    match result.pointer("/serverInfo/name") {
        Some(Value::String(_)) => Ok(()),
        _ => Err(format!("initialize: no server information in {result}")),
    }
}

/// The names of the tools, in order.
///
/// # Errors
/// The server doesn't answer as MCP wants it.
pub(super) fn tools(door: &Door<'_>) -> Result<Vec<String>, String> {
    let (mut names, mut parameters) = (Vec::new(), json!({}));
    for _ in 0..PAGES {
        let page = ask(door, "tools/list", parameters)?;
        let tools = page.get("tools").and_then(Value::as_array).ok_or("tools/list: no tools in the answer")?;
        names.extend(tools.iter().map(|tool| tool["name"].as_str().unwrap_or_default().to_owned()));
        match page.get("nextCursor").and_then(Value::as_str) {
            Some(cursor) => parameters = json!({"cursor": cursor}),
            None => return Ok(names),
        }
    }
    Err("tools/list: the pages do not end".to_owned())
}

/// Calls a tool.
///
/// # Errors
/// The answer is an error, or not what was promised.
pub(super) fn call(door: &Door<'_>, tool: &str, arguments: &Value, is_structured: bool) -> Result<(), String> {
    let result = ask(door, "tools/call", json!({"name": tool, "arguments": arguments}))?;
    if result.get("isError").and_then(Value::as_bool).unwrap_or_default() {
        let text = result.pointer("/content/0/text").and_then(Value::as_str).unwrap_or_default();
        return Err(format!("an error: {}", text.chars().take(300).collect::<String>()));
    }
    if is_structured && result.get("structuredContent").is_none() {
        return Err("no structured content, which its output schema promises".to_owned());
    }
    Ok(())
}

/// The result of a method.
fn ask(door: &Door<'_>, method: &str, parameters: Value) -> Result<Value, String> {
    let body = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}).to_string();
    let headers = [("accept", "application/json, text/event-stream"), ("mcp-protocol-version", VERSION)];
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let request = Request { method: "POST".to_owned(), target: "/mcp".to_owned(), headers, body: Some(body) };
    let answer = door.send(&request)?;
    if answer.status != 200 {
        return Err(format!("{method}: status {}: {}", answer.status, answer.excerpt()));
    }
    let message: Value = serde_json::from_slice(&answer.body).map_err(|error| format!("{method}: no JSON: {error}"))?;
    match (message.get("result"), message.get("error")) {
        (Some(result), None) => Ok(result.clone()),
        (_, Some(error)) => Err(format!("{method}: {error}")),
        (None, None) => Err(format!("{method}: neither result nor error")),
    }
}
