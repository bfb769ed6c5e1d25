//! What every client takes, as rules over names and schemas.

use capwright_codegen::model::Tool;
use serde_json::{Map, Value};

/// Keywords for which clients drop a tool, or all of them.
const DROPPED: [&str; 11] =
    ["$ref", "$defs", "definitions", "oneOf", "anyOf", "allOf", "not", "if", "then", "else", "nullable"];

/// The schemas of a tool, each with what it is called.
pub(crate) fn schemas(tool: &Tool) -> Vec<(&'static str, Value)> {
    let parsed = |schema: &capwright_codegen::json::Value| serde_json::from_str(&schema.to_string()).unwrap();
    let output = tool.output_schema.iter().map(|schema| ("output", parsed(schema)));
    std::iter::once(("input", parsed(&tool.input_schema))).chain(output).collect()
}

/// Whether clients take the name of a tool.
pub(crate) fn is_tool_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}

/// Whether clients take the name of an argument.
pub(crate) fn is_argument(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte))
}

/// What clients dislike about the root of a schema.
pub(crate) fn root_fault(kind: &str, schema: &Value) -> Option<String> {
    if schema["type"] != "object" {
        return Some(format!("its type is {}", schema["type"]));
    }
    if kind == "input" && schema["additionalProperties"] != false {
        return Some("it takes what it doesn't name".to_owned());
    }
    let has_members = schema["properties"].as_object().is_some_and(|properties| !properties.is_empty());
    (kind == "output" && !has_members).then(|| "it says nothing".to_owned())
}

/// What clients dislike anywhere within a schema; names of properties are no keywords.
pub(crate) fn keyword_fault(schema: &Value) -> Option<String> {
    let Some(keywords) = schema.as_object() else { return Some(format!("{schema} is no object")) };
    if let Some(dropped) = DROPPED.iter().find(|keyword| keywords.contains_key(**keyword)) {
        return Some(format!("it says {dropped}"));
    }
    if keywords.get("type").is_some_and(|ty| !ty.is_string()) {
        return Some(format!("it has types: {}", keywords["type"]));
    }
    within(keywords).find_map(keyword_fault)
}

fn within(keywords: &Map<String, Value>) -> impl Iterator<Item = &Value> {
    let properties = keywords.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::values);
    let others = keywords.get("additionalProperties").filter(|it| !it.is_boolean());
    properties.chain(keywords.get("items")).chain(others)
}

#[test]
fn rules_find_what_clients_drop() {
    let check = |schema: Value, fault: Option<&str>| assert_eq!(keyword_fault(&schema).as_deref(), fault, "{schema}");
    let of = |member: Value| serde_json::json!({"type": "object", "properties": {"anyOf": member}});
    check(of(serde_json::json!({"type": "string"})), None);
    check(of(serde_json::json!({"anyOf": []})), Some("it says anyOf"));
    check(of(serde_json::json!({"type": ["string", "null"]})), Some("it has types: [\"string\",\"null\"]"));
    check(of(serde_json::json!({"items": {"$ref": "#"}})), Some("it says $ref"));
    check(of(serde_json::json!({"additionalProperties": {"nullable": true}})), Some("it says nullable"));
    check(of(serde_json::json!(true)), Some("true is no object"));
    assert!(is_tool_name("a_b-1") && !is_tool_name("a.b") && !is_tool_name("") && !is_tool_name(&"x".repeat(65)));
    assert!(is_argument("a.b") && !is_argument("$filter") && !is_argument("filter[name]"));
}
