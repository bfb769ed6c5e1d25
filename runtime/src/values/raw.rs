//! One value.

use crate::value::Value;

/// A value as it arrived.
#[derive(Debug, Clone, PartialEq)]
pub enum Raw {
    /// From a query, a path, a header or the command line: the type wanted decides what it means.
    Text(String),
    /// From a JSON body or the arguments of a tool.
    Json(Value),
    /// From the command line, where either may stand: JSON if it is that, else a text.
    Either(String),
}
