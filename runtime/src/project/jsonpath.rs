//! Paths that are more than keys: RFC 9535.

use std::borrow::Cow;
use std::sync::OnceLock;

use serde_json::Value;
use serde_json_path::JsonPath;

use super::pick::Select;

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
        let nodes = path.query(root);
        if self.is_list {
            return Some(Cow::Owned(nodes.into_iter().cloned().collect()));
        }
        nodes.first().map(Cow::Borrowed)
    }
}
