//! Objects of any members.

use serde_json::{Map, Value};

/// A JSON object whose members the document doesn't declare, in the order in which they arrived.
pub type Object = Map<String, Value>;
