//! Words of the language.

use serde::{Deserialize, Deserializer};

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Method {
    /// GET
    Get,
    /// POST
    Post,
    /// PUT
    Put,
    /// PATCH
    Patch,
    /// DELETE
    Delete,
    /// HEAD; not in the language, but in documents.
    Head,
}

impl Method {
    /// `GET`
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
            Self::Head => "HEAD",
        }
    }
}

/// The type of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ValueType {
    /// Text.
    String,
    /// A number.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A mapping.
    Object,
    /// A list.
    Array,
}

/// The type of a value picked from an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerType {
    /// One that values have.
    Of(ValueType),
    /// Bytes, as `outputRawFormat` says.
    Binary,
}

impl<'de> Deserialize<'de> for AnswerType {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match WrittenType::deserialize(deserializer)? {
            WrittenType::Binary => Self::Binary,
            WrittenType::String => Self::Of(ValueType::String),
            WrittenType::Number => Self::Of(ValueType::Number),
            WrittenType::Integer => Self::Of(ValueType::Integer),
            WrittenType::Boolean => Self::Of(ValueType::Boolean),
            WrittenType::Object => Self::Of(ValueType::Object),
            WrittenType::Array => Self::Of(ValueType::Array),
        })
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum WrittenType {
    String,
    Number,
    Integer,
    Boolean,
    Object,
    Array,
    Binary,
}
