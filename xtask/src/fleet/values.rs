//! Values to call with: of the right type, and otherwise as plain as can be.

use capwright_codegen::model::Type;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};

/// A text that is a number and base64, too: a document may take an input for a text, and send it as something else.
const TEXT: &str = "1234";

/// What stays as it is in a value: RFC 3986's unreserved characters.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What can't stand in a path as it is.
const PATH: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>').add(b'?').add(b'`').add(b'{').add(b'}');

/// A value of a type.
pub(super) fn of_type(ty: Type) -> Value {
    match ty {
        Type::String | Type::Any => json!(TEXT),
        Type::Integer => json!(1),
        Type::Number => json!(2),
        Type::Boolean => json!(true),
        Type::Object => json!({"name": TEXT}),
        Type::Array => json!([TEXT]),
    }
}

/// The texts of a value where there is no JSON, as in a query: several for a list.
pub(super) fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        other => vec![other.to_string()],
    }
}

/// A value as it stands in a path or query.
pub(super) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// Text of a document as it stands in a path.
pub(super) fn encoded_path(text: &str) -> String {
    utf8_percent_encode(text, PATH).to_string()
}

/// Arguments that satisfy the input schema of a tool: what is required, or everything.
pub(super) fn of_schema(schema: &Value, everything: bool) -> Value {
    if let Some(value) = schema.get("const").or_else(|| schema.get("enum")?.get(0)) {
        return value.clone();
    }
    if let Some(first) = schema.get("anyOf").and_then(|schemas| schemas.get(0)) {
        return of_schema(first, everything);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => of_object(schema, everything),
        Some("array") => json!([schema.get("items").map_or(json!(TEXT), |items| of_schema(items, everything))]),
        Some("integer") => bounded(schema, 1.0),
        Some("number") => bounded(schema, 2.0),
        Some("boolean") => json!(true),
        Some("null") => Value::Null,
        _ => text(schema),
    }
}

/// The number, or the one that is nearest to it within the bounds.
fn bounded(schema: &Value, number: f64) -> Value {
    let bound = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    let least = bound("minimum").map_or(number, |least| number.max(least.ceil()));
    let number = bound("maximum").map_or(least, |most| least.min(most.floor()));
    if number.fract() == 0.0 { json!(number as i64) } else { json!(number) }
}

/// A text of the format and length that is asked for.
fn text(schema: &Value) -> Value {
    let of_format = match schema.get("format").and_then(Value::as_str) {
        Some("date") => "2024-05-31",
        Some("date-time") => "2024-05-31T09:30:00Z",
        Some("time") => "09:30:00Z",
        Some("email") => "me@example.com",
        Some("hostname") => "example.com",
        Some("ipv4") => "127.0.0.1",
        Some("ipv6") => "::1",
        Some("uri") => "https://example.com",
        Some("uuid") => "123e4567-e89b-12d3-a456-426614174000",
        _ => TEXT,
    };
    let length = |keyword: &str| schema.get(keyword).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok());
    let padding = "0".repeat(length("minLength").unwrap_or_default().saturating_sub(of_format.len()));
    let padded = format!("{of_format}{padding}");
    json!(padded.chars().take(length("maxLength").unwrap_or(usize::MAX)).collect::<String>())
}

fn of_object(schema: &Value, everything: bool) -> Value {
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else {
        let is_open = schema.get("additionalProperties") != Some(&Value::Bool(false));
        return if is_open && everything { json!({"name": TEXT}) } else { json!({}) };
    };
    let required = schema.get("required").and_then(Value::as_array);
    let is_wanted = |name: &str| everything || required.is_some_and(|names| names.iter().any(|known| known == name));
    let wanted = properties.iter().filter(|(name, _)| is_wanted(name));
    Value::Object(wanted.map(|(name, schema)| (name.clone(), of_schema(schema, everything))).collect::<Map<_, _>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_satisfy_their_schema() {
        let schema = json!({"type": "object", "required": ["id", "kind"], "properties": {
            "id": {"type": "integer"}, "kind": {"enum": ["a", "b"]}, "tags": {"type": "array", "items": {"type": "boolean"}},
            "any": {}, "few": {"type": "integer", "maximum": 0}, "day": {"type": "string", "format": "date"}, "one": {"anyOf": [{"type": "number"}, {"type": "null"}]}, "body": {"type": "object"},
        }});
        assert_eq!(of_schema(&schema, false), json!({"id": 1, "kind": "a"}));
        let everything = json!({
            "id": 1, "kind": "a", "tags": [true], "any": "1234", "few": 0, "day": "2024-05-31", "one": 2, "body": {"name": "1234"}
        });
        assert_eq!(of_schema(&schema, true), everything);
        assert_eq!(of_schema(&json!({"type": "object", "additionalProperties": false}), true), json!({}));
    }

    #[test]
    fn values_become_texts() {
        let check = |value: Value, expected: &[&str]| assert_eq!(texts(&value), expected, "{value}");
        check(json!("a b"), &["a b"]);
        check(json!([1, "b"]), &["1", "b"]);
        check(json!({"a": true}), &[r#"{"a":true}"#]);
        assert_eq!(encoded("a b/{c}"), "a%20b%2F%7Bc%7D");
        assert_eq!(encoded_path("/a b/%20/c:d"), "/a%20b/%20/c:d");
    }
}
