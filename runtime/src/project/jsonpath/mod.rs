//! Paths that are more than keys: RFC 9535, with the projections, functions and operators that the reference engine's library has
//! besides.

mod compare;
mod effort;
mod find;
mod function;
mod members;
mod prepared;
mod relation;
pub mod syntax;
mod tester;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::OnceLock;

use self::find::find;
use self::prepared::Prepared;
use self::syntax::Segment;
use self::tester::Tester;
use super::select::Select;
use crate::aside::aside;
use crate::error::OutputError;
use crate::value::Value;

/// From how many values on a search may take long: a path may look at each of them once more for each of them.
const MANY: usize = 2_000;

/// A JSONPath, read by the compiler of the crate. Meant for statics: its patterns are compiled once.
#[derive(Debug)]
pub struct Path {
    text: &'static str,
    segments: &'static [Segment],
    /// Whether it stands for the list of all that it finds.
    is_list: bool,
    prepared: OnceLock<Prepared>,
}

impl Path {
    /// A path to one value, such as `$.tags[0]`: the first that it finds. `text` is what `segments` were written as.
    pub const fn one(text: &'static str, segments: &'static [Segment]) -> Self {
        Self { text, segments, is_list: false, prepared: OnceLock::new() }
    }

    /// A path to any number of values, such as `$.items[*].id`: the list of them.
    pub const fn all(text: &'static str, segments: &'static [Segment]) -> Self {
        Self { text, segments, is_list: true, prepared: OnceLock::new() }
    }
}

impl std::fmt::Display for Path {
    /// As it was written.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text)
    }
}

impl Select for Path {
    fn select<'v>(&self, root: &'v Value) -> Result<Option<Cow<'v, Value>>, OutputError> {
        let prepared = self.prepared.get_or_init(|| Prepared::of(self.segments));
        let search = || {
            let tester = Tester::new(root, prepared);
            let (mut found, _) = find(&tester, self.segments, root);
            let found = if self.is_list {
                Some(Cow::Owned(found.into_iter().map(|value| tester.effort.own(value)).collect()))
            } else {
                (!found.is_empty()).then(|| found.swap_remove(0))
            };
            if tester.effort.is_spent() { Err(self.too_much()) } else { Ok(found) }
        };
        if holds_many(root) { aside(search) } else { search() }
    }
}

impl Path {
    fn too_much(&self) -> OutputError {
        OutputError::new("what a bounded search finds", format!("more than `{self}` may look through"))
    }
}

/// Whether it holds at least [`MANY`] values, itself included.
fn holds_many(root: &Value) -> bool {
    let (mut seen, mut left) = (0, vec![root]);
    while let Some(value) = left.pop() {
        seen += 1;
        let inner = match value {
            Value::Array(items) => items.len(),
            Value::Object(members) => members.len(),
            _ => 0,
        };
        if seen + left.len() + inner >= MANY {
            return true;
        }
        match value {
            Value::Array(items) => left.extend(items),
            Value::Object(members) => left.extend(members.values()),
            _ => {}
        }
    }
    false
}
