//! What callers give: parameters, and where they travel.

use serde::Deserialize;

use super::keywords::keywords;
use super::reasons::{ByWith, UncheckedInput};
use super::{Data, Idle, Spanned, ValueType};

/// A parameter of a REST operation, a tool or a flow.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ExposedInput {
    /// Where it comes from; a tool's has no place.
    pub r#in: Option<Spanned<Location>>,
    /// What it is.
    pub r#type: Option<Spanned<ValueType>>,
    /// What it means.
    pub description: Option<String>,
    /// Whether it must be given.
    pub required: Option<Spanned<bool>>,
    /// A fixed value, or a JSONPath into the body.
    pub value: Option<Spanned<Data>>,
    /// Its value if callers give none.
    pub default: Option<Spanned<Data>>,
    /// All values that it may have.
    pub r#enum: Option<Spanned<Data>>,
    /// What each item of a list must be.
    pub items: Option<Spanned<Data>>,
    /// The least number.
    pub minimum: Option<Spanned<Data>>,
    /// The greatest number.
    pub maximum: Option<Spanned<Data>>,
    /// The least number of characters.
    pub min_length: Option<Spanned<Data>>,
    /// The greatest number of characters.
    pub max_length: Option<Spanned<Data>>,
    /// What a text or number is, in a word of JSON Schema or OpenAPI.
    pub format: Option<Spanned<Data>>,
    /// A pattern; the reference engine does not check it.
    #[serde(default)]
    _pattern: Idle<UncheckedInput>,
    /// Where it goes, which `with` says better.
    #[serde(default)]
    _mapping: Idle<ByWith>,
}

keywords! { ExposedInput }

/// Where a parameter goes, or comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Location {
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A variable of the path.
    Path,
    /// A cookie.
    Cookie,
    /// The body, or a field of it.
    Body,
    /// Nowhere: an environment variable of the process.
    Environment,
}
