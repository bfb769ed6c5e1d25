//! Inputs of one type for operations that want another.

use serde::Serialize;

use super::node::Node;
use super::output::Output;
use crate::error::OutputError;
use crate::error::{InputError, Result};
use crate::value::Value;

/// The input `name` as the type that an operation wants: `"5"` as 5, 5 as `"5"`, where nothing is lost. An absent one
/// stays absent.
///
/// # Errors
/// [`Error::Input`](crate::Error::Input) if `value` can't be of that type; or if it is absent, and the type is no `Option`.
pub fn convert<T: Output>(name: &str, value: &(impl Serialize + ?Sized)) -> Result<T> {
    let value = Value::of(value).map_err(|_| InputError::new(name, "has no JSON form"))?;
    let fault = |fault| if value.is_null() { InputError::new(name, "is required") } else { misfit(name, &fault) };
    Ok(T::read(&Node::of_input(&value)).map_err(fault)?)
}

/// A text for what is a list: the list that it is as JSON, else a list of one. An absent one stays absent.
pub fn listed(text: Option<String>) -> Option<Value> {
    let text = text?;
    let list = serde_json::from_str::<Value>(&text).ok().filter(|value| value.as_array().is_some());
    Some(list.unwrap_or_else(|| Value::Array(vec![text.into()])))
}

/// Callers know the input by its name alone: what is at fault within it, such as an item, is told with the reason.
fn misfit(name: &str, OutputError { name: place, wanted, found, .. }: &OutputError) -> InputError {
    let at = if place.is_empty() { "" } else { " at " };
    InputError::new(name, format!("must be {wanted}{at}{place}, not {found}"))
}
