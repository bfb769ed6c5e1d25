//! Objects of JSON, put together.

use crate::json::{Object, Value};

/// The members that there are, in order.
pub(super) fn object<const N: usize>(members: [(&str, Option<Value>); N]) -> Object {
    members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}
