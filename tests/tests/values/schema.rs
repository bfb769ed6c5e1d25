//! The part of JSON Schema that output schemas are written in.

use serde_json::Value;

/// Whether a value is what an output schema says.
pub(crate) fn fits(schema: &Value, value: &Value) -> bool {
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    let is = |ty: &Value| ty == kind || (ty == "number" && kind == "integer");
    let is_typed = match &schema["type"] {
        Value::Null => true,
        Value::Array(types) => types.iter().any(is),
        ty => is(ty),
    };
    let member = |(name, value): (&String, &Value)| {
        let schema = schema["properties"].get(name).or_else(|| schema.get("additionalProperties"));
        schema.is_none_or(|schema| fits(schema, value))
    };
    is_typed
        && value.as_array().is_none_or(|items| items.iter().all(|item| fits(&schema["items"], item)))
        && value.as_object().is_none_or(|members| members.iter().all(member))
}
