//! Conversions that lose nothing, and what is said where there is none.

use std::borrow::Cow;

use crate::value::{BOUNDED, Number, Value};
use indexmap::IndexMap;

use super::node::Node;
use crate::error::OutputError;

/// The longest text that an error quotes, in characters.
const QUOTED: usize = 40;

/// The text of a string, number or boolean.
pub(super) fn text(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.into()),
        Value::Number(number) => Some(number.to_string().into()),
        Value::Bool(boolean) => Some(if *boolean { "true" } else { "false" }.into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A text is a boolean if it is written as JSON writes one; in answers, as spreadsheets and languages do, or as a digit.
pub(super) fn boolean(node: &Node<'_>) -> Option<bool> {
    match (node.value(), node.is_answered()) {
        (Value::Bool(boolean), _) => Some(*boolean),
        (Value::String(text), false) => text.parse().ok(),
        (Value::String(text), true) => match text.trim() {
            "true" | "True" | "TRUE" | "1" => Some(true),
            "false" | "False" | "FALSE" | "0" => Some(false),
            _ => None,
        },
        (Value::Number(number), true) => match number.as_i64() {
            Some(1) => Some(true),
            Some(0) => Some(false),
            _ => None,
        },
        _ => None,
    }
}

/// A text is a number if it is written as JSON writes one; in answers, blanks may stand around it.
pub(super) fn number(node: &Node<'_>) -> Option<Number> {
    match node.value() {
        Value::Number(number) => Some(number.clone()),
        Value::String(text) => if node.is_answered() { text.trim() } else { text }.parse().ok(),
        _ => None,
    }
}

pub(super) fn integer(node: &Node<'_>) -> Option<i64> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53: a double may have rounded what is larger
    let number = number(node)?;
    let whole = || number.as_f64().filter(|double| double.fract() == 0.0 && double.abs() <= EXACT);
    number.as_i64().or_else(|| whole().map(|double| double as i64))
}

/// What should be there instead of a value that is no integer: the bounds are told to those who gave a longer one.
pub(super) fn wanted_integer(node: &Node<'_>) -> &'static str {
    let is_whole = number(node).is_some_and(|number| !number.to_string().contains(['.', 'e', 'E']));
    if is_whole { BOUNDED } else { "an integer" }
}

/// Each item of a list.
pub(super) fn items<T>(
    node: &Node<'_>,
    read: impl Fn(&Node<'_>) -> Result<T, OutputError>,
) -> Result<Vec<T>, OutputError> {
    let value = node.value();
    let items = value.as_array().ok_or_else(|| misfit("a list", value))?.iter().enumerate();
    items.map(|(index, item)| read(&node.item(index, item)).map_err(|fault| fault.at(&format!("[{index}]")))).collect()
}

/// Each member of an object, in order.
pub(super) fn members<T>(
    node: &Node<'_>,
    read: impl Fn(&Node<'_>) -> Result<T, OutputError>,
) -> Result<IndexMap<String, T>, OutputError> {
    let value = node.value();
    let members = value.as_object().ok_or_else(|| misfit("an object", value))?.iter();
    members
        .map(|(name, member)| {
            let member = read(&node.member(name, Some(member))).map_err(|fault| fault.at(name))?;
            Ok((name.clone(), member))
        })
        .collect()
}

/// `value` is not `wanted`.
pub(super) fn misfit(wanted: &'static str, value: &Value) -> OutputError {
    let found = match value {
        Value::Null => "null".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) if text.chars().nth(QUOTED).is_some() => "a long text".to_owned(),
        scalar => scalar.to_string(),
    };
    OutputError::new(wanted, found)
}
