//! The inputs of a call as they arrive, before they have types.

mod de;
mod raw;

use crate::value::Value;
use serde::Deserialize;
use serde::de::DeserializeOwned;

pub use self::raw::Raw;
use crate::error::InputError;
use crate::value::Object;

/// The inputs of a function that has none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoInput {}

/// Named values in the order of arrival. A name may come again, which makes a list of texts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Values {
    entries: Vec<(String, Raw)>,
}

impl Values {
    /// No values.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a text.
    pub fn text(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.add(name, Raw::Text(text.into()));
    }

    /// Adds a JSON value; `null` stands for an absent one.
    pub fn json(&mut self, name: impl Into<String>, value: impl Into<Value>) {
        self.add(name, Raw::Json(value.into()));
    }

    /// Adds a value as it arrived.
    pub fn add(&mut self, name: impl Into<String>, raw: Raw) {
        self.entries.push((name.into(), raw));
    }

    /// Whether there is a value for `name`; `null` is none.
    pub fn has(&self, name: &str) -> bool {
        self.iter().any(|(known, raw)| known == name && *raw != Raw::Json(Value::Null))
    }

    /// The names and values in order of arrival.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Raw)> {
        self.entries.iter().map(|(name, raw)| (name.as_str(), raw))
    }

    /// Reads the values into the inputs of a function: the Rust type of a field decides how its value is read.
    ///
    /// Texts become integers, numbers, booleans and lists where those are wanted, and so do JSON values where
    /// nothing is lost (`"5"` and `5.0` are the integer 5). `null` is absent.
    ///
    /// # Errors
    /// Names the input that is missing, unknown or of the wrong type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, InputError> {
        de::read(&self.entries)
    }
}

impl From<Object> for Values {
    fn from(object: Object) -> Self {
        Self { entries: object.into_iter().map(|(name, value)| (name, Raw::Json(value))).collect() }
    }
}
