//! JSON values whose numbers keep their digits.

mod convert;
mod de;
mod get;
#[cfg(test)]
mod macros;
mod number;
mod parse;
#[cfg(test)]
mod tests;

use std::fmt;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

#[cfg(test)]
pub(crate) use self::macros::json;
pub use self::number::Number;
pub(crate) use self::number::{RAW, TOKEN as NUMBER};

/// A JSON value (RFC 8259). Unlike serde_json's, its numbers are written as they were read.
///
/// ```
/// use capwright_runtime::Value;
///
/// let value: Value = serde_json::from_str(r#"{"id": 12345678901234567890123, "price": 1.10}"#)?;
/// assert_eq!(value.to_string(), r#"{"id":12345678901234567890123,"price":1.10}"#);
/// assert_eq!(value["price"].as_f64(), Some(1.1));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Default, PartialEq, Eq)]
pub enum Value {
    /// `null`
    #[default]
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// An object; its members stay in order.
    Object(Object),
}

/// What an integer is, for those that are too long.
pub(crate) const BOUNDED: &str = "an integer of 64 bits, from -9223372036854775808 to 9223372036854775807";

/// A JSON object whose members the document doesn't declare, in the order in which they arrived.
pub type Object = IndexMap<String, Value>;

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => serializer.serialize_bool(*value),
            Self::Number(number) => number.serialize(serializer),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => items.serialize(serializer),
            Self::Object(members) => members.serialize(serializer),
        }
    }
}

/// As JSON, without white space.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("Null"),
            Self::Bool(value) => write!(f, "Bool({value})"),
            Self::Number(number) => write!(f, "Number({number})"),
            Self::String(text) => write!(f, "String({text:?})"),
            Self::Array(items) => f.debug_list().entries(items).finish(),
            Self::Object(members) => f.debug_map().entries(members).finish(),
        }
    }
}
