//! What was given for an input, as the JSON that its type is.

use super::{Constraint, misfit};
use crate::error::InputError;
use crate::value::{Number, Value};
use crate::values::{Raw, Values};

impl Constraint {
    /// Checks what was given for the input `input`, which the caller calls `name`; nothing is all right.
    ///
    /// # Errors
    /// Says what it must be. What is of another type is left to whoever reads it.
    pub(crate) fn check_given(&self, name: &str, values: &Values, input: &str) -> Result<(), InputError> {
        value(&self.kind, self.items.as_deref().map(|items| items.kind.as_str()), values, input)
            .map_or(Ok(()), |value| self.check(name, &value))
    }
}

/// The value of `input` as the type `kind` of JSON Schema, whose items are `items`; none if nothing was given, or what can't
/// be of that type.
fn value(kind: &str, items: Option<&str>, values: &Values, input: &str) -> Option<Value> {
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
