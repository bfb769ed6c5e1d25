//! How much one search may do: a path may look at all of an answer once more for each part of it.

use std::borrow::Cow;
use std::cell::Cell;

use crate::value::Value;

/// How many steps any search may take, a value that is looked at or copied being one: a fraction of a second.
const ANY: usize = 2_000_000;

/// How many more it may take for each value of the whole.
const EACH: usize = 8;

/// How many bytes of text are looked at in one step.
const TEXT: usize = 32;

/// What a search may still do.
pub(super) struct Effort<'v> {
    left: Cell<usize>,
    /// The whole, until its values are counted.
    root: Cell<Option<&'v Value>>,
}

impl<'v> Effort<'v> {
    pub(super) fn new(root: &'v Value) -> Self {
        Self { left: Cell::new(ANY), root: Cell::new(Some(root)) }
    }

    /// Takes steps. Where none is left, the search ends, whatever it has found.
    pub(super) fn take(&self, steps: usize) -> bool {
        let more = || self.root.take().map(|root| count(root).saturating_mul(EACH));
        let left = self.left.get().checked_sub(steps);
        let left = left.or_else(|| self.left.get().saturating_add(more()?).checked_sub(steps));
        self.left.set(left.unwrap_or(0));
        !self.is_spent()
    }

    /// Takes the steps to read a text.
    pub(super) fn read(&self, text: &str) -> bool {
        self.take(1 + text.len() / TEXT)
    }

    #[cfg(test)]
    pub(super) fn taken(&self) -> usize {
        ANY - self.left.get()
    }

    pub(super) fn is_spent(&self) -> bool {
        self.left.get() == 0 && self.root.get().is_none()
    }

    /// The value itself, copied if need be.
    pub(super) fn own(&self, value: Cow<'_, Value>) -> Value {
        match value {
            Cow::Owned(value) => value,
            Cow::Borrowed(value) if self.look_through(value) => value.clone(),
            Cow::Borrowed(_) => Value::Null,
        }
    }

    fn look_through(&self, value: &Value) -> bool {
        match value {
            Value::Array(items) => self.take(1) && items.iter().all(|item| self.look_through(item)),
            Value::Object(members) => self.take(1) && members.values().all(|member| self.look_through(member)),
            Value::String(text) => self.read(text),
            _ => self.take(1),
        }
    }
}

/// How many values there are, itself included.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}
