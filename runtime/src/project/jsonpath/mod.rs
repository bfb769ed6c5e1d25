//! Paths that are more than keys: RFC 9535, with the projections, functions and operators that the reference engine's library has
//! besides.

mod compare;
mod filter;
mod find;
mod function;
pub mod syntax;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::sync::OnceLock;

use self::filter::{Patterns, Tester};
use self::find::find;
use self::syntax::Segment;
use super::select::Select;
use crate::aside::aside;
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
    patterns: OnceLock<Patterns>,
}

impl Path {
    /// A path to one value, such as `$.tags[0]`: the first that it finds. `text` is what `segments` were written as.
    pub const fn one(text: &'static str, segments: &'static [Segment]) -> Self {
        Self { text, segments, is_list: false, patterns: OnceLock::new() }
    }

    /// A path to any number of values, such as `$.items[*].id`: the list of them.
    pub const fn all(text: &'static str, segments: &'static [Segment]) -> Self {
        Self { text, segments, is_list: true, patterns: OnceLock::new() }
    }
}

impl std::fmt::Display for Path {
    /// As it was written.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text)
    }
}

impl Select for Path {
    fn select<'v>(&self, root: &'v Value) -> Option<Cow<'v, Value>> {
        let patterns = self.patterns.get_or_init(|| Patterns::of(self.segments));
        let search = || {
            let (mut found, _) = find(&Tester { root, patterns }, self.segments, root);
            if self.is_list {
                return Some(Cow::Owned(found.into_iter().map(Cow::into_owned).collect()));
            }
            (!found.is_empty()).then(|| found.swap_remove(0))
        };
        if holds_many(root) { aside(search) } else { search() }
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
