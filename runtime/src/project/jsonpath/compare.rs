//! How values stand to each other: RFC 9535 §2.3.5.2.2, but that numbers may be texts.

use std::cmp::Ordering;

use super::effort::Effort;
use super::syntax::Comparison;
use crate::value::{Number, Value};

/// Whether two values stand to each other as said; `None` is a value that isn't there.
pub(super) fn compare(
    effort: &Effort<'_>,
    left: Option<&Value>,
    comparison: Comparison,
    right: Option<&Value>,
) -> bool {
    let equal = |left, right| equal(effort, left, right);
    let order = || left.zip(right).and_then(|(left, right)| order(effort, left, right));
    match comparison {
        Comparison::Equal => equal(left, right),
        Comparison::Differs => !equal(left, right),
        Comparison::Less => order() == Some(Ordering::Less),
        Comparison::More => order() == Some(Ordering::Greater),
        Comparison::AtMost => order() == Some(Ordering::Less) || equal(left, right),
        Comparison::AtLeast => order() == Some(Ordering::Greater) || equal(left, right),
        _ => false,
    }
}

pub(super) fn equal(effort: &Effort<'_>, left: Option<&Value>, right: Option<&Value>) -> bool {
    let equal = |left, right| equal(effort, left, right);
    if !effort.take(1) {
        return false;
    }
    let (left, right) = match (left, right) {
        (Some(left), Some(right)) => (left, right),
        (left, right) => return left.is_none() && right.is_none(),
    };
    match (left, right) {
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| equal(Some(left), Some(right)))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| equal(Some(left), Some(right))))
        }
        (Value::Number(_), Value::String(_)) | (Value::String(_), Value::Number(_)) => {
            order(effort, left, right) == Some(Ordering::Equal)
        }
        (Value::String(left), Value::String(right)) if left.len() == right.len() => effort.read(left) && left == right,
        (left, right) => left == right,
    }
}

/// How many items, members or characters a value has.
pub(super) fn size(effort: &Effort<'_>, value: &Value) -> Option<usize> {
    match value {
        Value::Array(items) => Some(items.len()),
        Value::Object(members) => Some(members.len()),
        Value::String(text) => effort.read(text).then(|| text.chars().count()),
        _ => None,
    }
}

/// The order of two numbers, of which one may be a text, or of two texts.
fn order(effort: &Effort<'_>, left: &Value, right: &Value) -> Option<Ordering> {
    let number = |text: &String| if effort.read(text) { text.parse::<Number>().ok() } else { None };
    match (left, right) {
        (Value::String(left), Value::String(right)) => effort.read(left).then(|| left.cmp(right)),
        (Value::Number(left), Value::Number(right)) => of_numbers(left, right),
        (Value::Number(left), Value::String(right)) => of_numbers(left, &number(right)?),
        (Value::String(left), Value::Number(right)) => of_numbers(&number(left)?, right),
        _ => None,
    }
}

fn of_numbers(left: &Number, right: &Number) -> Option<Ordering> {
    if left == right {
        return Some(Ordering::Equal);
    }
    match (left.as_i128(), right.as_i128()) {
        (Some(left), Some(right)) => Some(left.cmp(&right)),
        _ => left.as_f64()?.partial_cmp(&right.as_f64()?),
    }
}
