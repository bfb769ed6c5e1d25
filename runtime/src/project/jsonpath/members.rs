//! Lists that are asked again and again what they have.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::compare::equal;
use super::effort::Effort;
use crate::value::{Number, Value};

/// Where the items of a list are that may equal a value.
#[derive(Default)]
pub(super) struct Members(HashMap<u64, Vec<usize>>);

impl Members {
    pub(super) fn of(list: &[Value], effort: &Effort<'_>) -> Self {
        let mut members = Self::default();
        for (index, item) in list.iter().enumerate().take_while(|_| effort.take(1)) {
            members.0.entry(digest(item, effort)).or_default().push(index);
        }
        members
    }

    /// Whether `item` is in `list`, of which these are the members.
    pub(super) fn have(&self, list: &[Value], item: &Value, effort: &Effort<'_>) -> bool {
        let Some(near) = self.0.get(&digest(item, effort)) else { return false };
        near.iter().filter_map(|index| list.get(*index)).any(|other| equal(effort, Some(other), Some(item)))
    }
}

/// The same for values that are equal, also for a number and a text that is this number.
fn digest(value: &Value, effort: &Effort<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    effort.take(1);
    match value {
        Value::Null => 0.hash(&mut hasher),
        Value::Bool(boolean) => boolean.hash(&mut hasher),
        Value::Number(number) => of_number(number).hash(&mut hasher),
        Value::String(text) => {
            effort.read(text);
            match text.parse::<Number>() {
                Ok(number) => of_number(&number).hash(&mut hasher),
                Err(_) => text.hash(&mut hasher),
            }
        }
        Value::Array(items) => items.iter().for_each(|item| digest(item, effort).hash(&mut hasher)),
        // In any order.
        Value::Object(members) => {
            let of = |(name, member): (&String, &Value)| {
                let mut hasher = DefaultHasher::new();
                (name, digest(member, effort)).hash(&mut hasher);
                hasher.finish()
            };
            members.iter().map(of).fold(0u64, u64::wrapping_add).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// Of numbers that are too near to each other for a double the same.
fn of_number(number: &Number) -> Option<u64> {
    number.as_f64().map(|double| if double == 0.0 { 0 } else { double.to_bits() })
}
