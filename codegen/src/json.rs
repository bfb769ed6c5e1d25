//! JSON values that documents fix: their numbers keep their digits, which serde_json's don't.

mod number;

use std::fmt;

use indexmap::IndexMap;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

pub use self::number::Number;

/// Deepest nesting of a text that is read as JSON; as deep as serde_json reads.
const DEEPEST: usize = 127;

/// A JSON value (RFC 8259).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number, as it is written.
    Number(Number),
    /// A text.
    String(String),
    /// A list.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

/// A JSON object, whose members stay in order.
pub type Object = IndexMap<String, Value>;

impl Value {
    /// What a text is that is JSON; none if it isn't.
    pub fn parse(text: &str) -> Option<Self> {
        serde_json::from_str::<IgnoredAny>(text).ok()?;
        read(text.trim(), 0)
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        if let Self::String(text) = self { Some(text) } else { None }
    }

    /// The items, if it is a list.
    pub fn as_array(&self) -> Option<&[Self]> {
        if let Self::Array(items) = self { Some(items) } else { None }
    }

    /// The members, if it is an object.
    pub fn as_object(&self) -> Option<&Object> {
        if let Self::Object(members) = self { Some(members) } else { None }
    }

    /// The nearest double, if it is a number that has one.
    pub fn as_f64(&self) -> Option<f64> {
        if let Self::Number(number) = self { number.rounded().as_f64() } else { None }
    }

    /// A member, if it is an object that has it.
    pub fn get(&self, name: &str) -> Option<&Self> {
        if let Self::Object(members) = self { members.get(name) } else { None }
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        *self == Self::Null
    }

    /// The same for schemas, which others read: a number that no double holds is the largest that one does.
    #[must_use]
    pub fn finite(self) -> Self {
        match self {
            Self::Number(number) if !number.is_finite() => Self::Number(number.rounded().into()),
            Self::Array(items) => Self::Array(items.into_iter().map(Self::finite).collect()),
            Self::Object(members) => {
                Self::Object(members.into_iter().map(|(name, value)| (name, value.finite())).collect())
            }
            other => other,
        }
    }

    /// The same for samples and comparisons, which are about values rather than digits: what a double can't hold is rounded.
    pub fn rounded(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Number(number) => number.rounded().into(),
            Self::String(text) => text.as_str().into(),
            Self::Array(items) => items.iter().map(Self::rounded).collect(),
            Self::Object(members) => members.iter().map(|(name, value)| (name.clone(), value.rounded())).collect(),
        }
    }
}

/// Reads a text that is valid JSON, without space around it.
fn read(text: &str, depth: usize) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    match text.as_bytes().first()? {
        b'{' => {
            let members: IndexMap<String, &RawValue> = serde_json::from_str(text).ok()?;
            let member = |(name, value): (String, &RawValue)| Some((name, read(value.get(), depth + 1)?));
            members.into_iter().map(member).collect::<Option<_>>().map(Value::Object)
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            items.into_iter().map(|item| read(item.get(), depth + 1)).collect::<Option<_>>().map(Value::Array)
        }
        b'-' | b'0'..=b'9' => Number::read(text).map(Value::Number),
        _ => serde_json::from_str::<serde_json::Value>(text).ok().map(Value::from),
    }
}

/// As JSON, without white space.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::String(text) => f.write_str(&quoted(text)),
            Self::Array(items) => {
                let items: Vec<String> = items.iter().map(Self::to_string).collect();
                write!(f, "[{}]", items.join(","))
            }
            Self::Object(members) => {
                let member = |(name, value): (&String, &Self)| format!("{}:{value}", quoted(name));
                let members: Vec<String> = members.iter().map(member).collect();
                write!(f, "{{{}}}", members.join(","))
            }
        }
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number.into())
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::String(text)
    }
}

impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        match value {
            serde_json::Value::Null => Self::Null,
            serde_json::Value::Bool(value) => Self::Bool(value),
            serde_json::Value::Number(number) => Self::Number(number.into()),
            serde_json::Value::String(text) => Self::String(text),
            serde_json::Value::Array(items) => Self::Array(items.into_iter().map(Self::from).collect()),
            serde_json::Value::Object(members) => {
                Self::Object(members.into_iter().map(|(name, value)| (name, value.into())).collect())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn texts_are_read_and_written_in_their_digits() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Value::parse(text).map(|value| value.to_string()).as_deref(), expected, "{text}");
        };
        check(
            r#" {"a": [1.10, 1e2, -0, 12345678901234567890123], "b": {"c": null}} "#,
            Some(r#"{"a":[1.10,1e2,-0,12345678901234567890123],"b":{"c":null}}"#),
        );
        check(r#"{"a": 1, "b": 2, "a": "\u00e9\n"}"#, Some(r#"{"a":"é\n","b":2}"#));
        check("true", Some("true"));
        check("01", None);
        check(".5", None);
        check("a", None);
        check("", None);
        check(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000)), None);
    }

    #[test]
    fn values_are_rounded_for_samples() {
        let value = Value::parse(r#"{"a": [12345678901234567890123, 1.10, 5, true, "x"]}"#).unwrap();
        assert_eq!(value.rounded(), serde_json::json!({"a": [1.234_567_890_123_456_8e22, 1.1, 5, true, "x"]}));
    }
}
