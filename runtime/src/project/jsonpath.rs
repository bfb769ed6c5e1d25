//! Paths that are more than keys: RFC 9535.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde_json_path::{JsonPath, NormalizedPath, PathElement};

use super::pick::Select;
use crate::aside::aside;
use crate::value::Value;

/// From how many values on a search may take long: a path may look at each of them once more for each of them.
const MANY: usize = 2_000;

/// A JSONPath, parsed once. Meant for statics; the compiler of the crate has parsed it before.
#[derive(Debug)]
pub struct Path {
    text: &'static str,
    /// Whether it stands for the list of all that it finds.
    is_list: bool,
    parsed: OnceLock<JsonPath>,
}

impl Path {
    /// A path to one value, such as `$.tags[0]`: the first that it finds.
    pub const fn one(text: &'static str) -> Self {
        Self { text, is_list: false, parsed: OnceLock::new() }
    }

    /// A path to any number of values, such as `$.items[*].id`: the list of them.
    pub const fn all(text: &'static str) -> Self {
        Self { text, is_list: true, parsed: OnceLock::new() }
    }
}

/// # Panics
/// If the text is no JSONPath, which is a mistake of the program.
impl Select for Path {
    fn select<'v>(&self, root: &'v Value) -> Option<Cow<'v, Value>> {
        #[allow(clippy::expect_used, reason = "written by the compiler of the crate, never by a user")]
        let path = self.parsed.get_or_init(|| JsonPath::parse(self.text).expect("a path is a JSONPath"));
        let search = || {
            // Paths compare numbers; what they find keeps its digits.
            let compared = serde_json::Value::from(root.clone());
            let nodes = path.query_located(&compared);
            let mut found = nodes.locations().filter_map(|location| at(root, location));
            if self.is_list {
                return Some(Cow::Owned(found.cloned().collect()));
            }
            found.next().map(Cow::Borrowed)
        };
        if holds_many(root) { aside(search) } else { search() }
    }
}

/// The value at a place that a path has found.
fn at<'v>(root: &'v Value, location: &NormalizedPath<'_>) -> Option<&'v Value> {
    location.iter().try_fold(root, |value, step| match step {
        PathElement::Name(name) => value.get(*name),
        PathElement::Index(index) => value.get(*index),
    })
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::value::json;

    #[test]
    fn values_are_counted_as_far_as_needed() {
        let check = |value: Value, expected: bool| assert_eq!(holds_many(&value), expected);
        check(json!({"a": [1, {"b": 2}]}), false);
        check(json!(vec![0; MANY - 2]), false);
        check(json!(vec![0; MANY - 1]), true);
        check(json!(vec![serde_json::json!({"a": [1, 2]}); MANY / 4]), true);
    }

    /// The only thread of tasks is taken by a search, which ends when another task has run.
    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn a_long_search_holds_up_no_task() {
        let (told, heard) = std::sync::mpsc::channel();
        let search = tokio::spawn(async move {
            tokio::spawn(async move { told.send("another").unwrap() });
            aside(move || heard.recv().unwrap())
        });
        assert_eq!(search.await.unwrap(), "another");
    }

    #[tokio::test]
    async fn there_may_be_no_other_thread() {
        let many = json!(vec![serde_json::json!({"a": 1}); MANY]);
        assert_eq!(Path::all("$[*].a").select(&many).unwrap().as_array().unwrap().len(), MANY);
        assert_eq!(std::thread::spawn(|| aside(|| 1)).join().unwrap(), 1);
    }
}
