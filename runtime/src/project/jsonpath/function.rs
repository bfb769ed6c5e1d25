//! Functions at the end of paths, as the reference engine's library has them.

use std::borrow::Cow;

use super::effort::Effort;
use super::syntax::Function;
use crate::value::{Number, Value};

/// Values that were found, some of them made.
pub(super) type Found<'v> = Vec<Cow<'v, Value>>;

/// A function with what is between its parentheses.
#[derive(Clone, Copy)]
pub(super) struct Call<'a> {
    pub(super) name: Function,
    pub(super) arguments: &'a [Value],
}

impl Function {
    /// Whether it makes one value of all that a path finds, rather than one of each.
    pub(super) fn gathers(self) -> bool {
        matches!(self, Self::Min | Self::Max | Self::Sum | Self::Avg | Self::Stddev | Self::Concat)
    }
}

/// What a function makes of what was found: of each value, or of all of them if `is_of_all`.
pub(super) fn apply<'v>(effort: &Effort<'_>, function: Call<'_>, found: Found<'v>, is_of_all: bool) -> Found<'v> {
    let one = |value: &Value| {
        let made = effort.take(1 + all(value, &[]).count()).then(|| of(function.name, function.arguments, value));
        Cow::Owned(made.flatten().unwrap_or(Value::Null))
    };
    if is_of_all {
        let all = found.into_iter().map(|value| effort.own(value)).collect();
        return vec![one(&all)];
    }
    found.iter().map(|value| one(value)).collect()
}

fn of(function: Function, arguments: &[Value], value: &Value) -> Option<Value> {
    let items = value.as_array();
    match function {
        Function::Length => {
            let length = items.map(Vec::len).or(value.as_object().map(|members| members.len()))?;
            Some(Value::from(length as u64))
        }
        Function::Keys => Some(value.as_object()?.keys().map(String::as_str).collect()),
        Function::First => items?.first().cloned(),
        Function::Last => items?.last().cloned(),
        Function::At => {
            let index = arguments.first()?.as_i64()?;
            items?.get(position(index, items?.len())?).cloned()
        }
        Function::Append => Some(items?.iter().chain(arguments).cloned().collect()),
        Function::Concat => joined(texts(value, arguments)),
        number => computed(number, &numbers(value, arguments)).and_then(Number::from_f64).map(Value::Number),
    }
}

/// The items of the value, those of lists in it, and the arguments.
fn all<'a>(value: &'a Value, arguments: &'a [Value]) -> impl Iterator<Item = &'a Value> {
    let items = value.as_array().map_or(&[][..], Vec::as_slice).iter();
    items.chain(arguments).flat_map(|item| item.as_array().map_or(std::slice::from_ref(item), Vec::as_slice))
}

fn numbers(value: &Value, arguments: &[Value]) -> Vec<f64> {
    all(value, arguments).filter_map(Value::as_f64).collect()
}

fn texts<'a>(value: &'a Value, arguments: &'a [Value]) -> Vec<Cow<'a, str>> {
    let text = |value: &'a Value| match value {
        Value::String(text) => Some(Cow::Borrowed(text.as_str())),
        Value::Number(number) => Some(Cow::Owned(number.to_string())),
        _ => None,
    };
    let own = value.as_str().map(Cow::Borrowed);
    own.into_iter().chain(all(value, arguments).filter_map(text)).collect()
}

fn joined(texts: Vec<Cow<'_, str>>) -> Option<Value> {
    (!texts.is_empty()).then(|| Value::from(texts.concat()))
}

fn computed(function: Function, numbers: &[f64]) -> Option<f64> {
    if numbers.is_empty() {
        return None;
    }
    let (sum, count) = (numbers.iter().sum::<f64>(), numbers.len() as f64);
    match function {
        Function::Min => numbers.iter().copied().reduce(f64::min),
        Function::Max => numbers.iter().copied().reduce(f64::max),
        Function::Sum => Some(sum),
        Function::Avg => Some(sum / count),
        Function::Stddev => {
            let mean = sum / count;
            Some((numbers.iter().map(|number| (number - mean).powi(2)).sum::<f64>() / count).sqrt())
        }
        _ => None,
    }
}

/// Where an index is in a list of a length, if it may be in it.
pub(super) fn position(index: i64, length: usize) -> Option<usize> {
    let from_end = || length.checked_sub(usize::try_from(index.unsigned_abs()).ok()?);
    if index < 0 { from_end() } else { usize::try_from(index).ok() }
}
