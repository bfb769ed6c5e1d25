//! What was given for an input, as the JSON that its type is.

use crate::value::{Number, Value};

use crate::values::{Raw, Values};

/// The value of `input` as the type `kind` of JSON Schema, whose items are `items`; none if nothing was given, or what can't
/// be of that type.
pub(super) fn value(kind: &str, items: Option<&str>, values: &Values, input: &str) -> Option<Value> {
    let given: Vec<&Raw> = values.iter().filter(|(name, _)| *name == input).map(|(_, raw)| raw).collect();
    let item = |raw: &Raw| typed(items.unwrap_or_default(), raw);
    match (kind, given.as_slice()) {
        (_, []) => None,
        (_, [Raw::Json(Value::Null)]) => None,
        ("array", [Raw::Json(list)]) => Some(list.clone()).filter(Value::is_array),
        ("array", [Raw::Either(text)]) if text.starts_with('[') => serde_json::from_str(text).ok(),
        ("array", given) => Some(given.iter().map(|raw| item(raw)).collect()),
        (kind, [one]) => Some(typed(kind, one)).filter(|value| misfit(kind, value).is_none()),
        _ => None,
    }
}

/// What a value should be that is not of a type.
pub(super) fn misfit(kind: &str, value: &Value) -> Option<&'static str> {
    let whole = || value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0);
    let (wanted, fits) = match kind {
        "string" => ("a string", value.is_string()),
        "integer" => ("an integer", whole()),
        "number" => ("a number", value.is_number()),
        "boolean" => ("true or false", value.is_boolean()),
        "array" => ("a list", value.is_array()),
        "object" => ("an object", value.is_object()),
        _ => return None,
    };
    (!fits).then_some(wanted)
}

/// A text as what is wanted, if it spells one.
fn typed(kind: &str, raw: &Raw) -> Value {
    let (text, value) = match raw {
        Raw::Text(text) | Raw::Either(text) => (text.as_str(), Value::from(text.as_str())),
        Raw::Json(value) => (value.as_str().unwrap_or_default(), value.clone()),
    };
    let spelled = match kind {
        "integer" | "number" => text.parse::<Number>().ok().map(Value::Number),
        "boolean" => text.parse::<bool>().ok().map(Value::Bool),
        "object" | "array" => serde_json::from_str(text).ok(),
        _ => None,
    };
    spelled.unwrap_or(value)
}
