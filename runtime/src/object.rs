//! Objects of any members.

use indexmap::IndexMap;

use crate::value::Value;

/// A JSON object whose members the document doesn't declare, in the order in which they arrived.
pub type Object = IndexMap<String, Value>;
