//! What callers give: parameters, and where they travel.

use serde::Deserialize;

use super::reasons::{ByWith, UncheckedInput};
use super::{ConsumedInput, Data, Idle, Map, Spanned, ValueType};

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

/// Keywords of JSON Schema that bind the values of a parameter, or of its items.
#[derive(Debug, Clone, Copy, Default)]
pub struct Keywords<'d> {
    /// All values that it may have.
    pub allowed: Option<&'d Spanned<Data>>,
    /// What each item must be.
    pub items: Option<&'d Spanned<Data>>,
    /// The least number.
    pub minimum: Option<&'d Spanned<Data>>,
    /// The greatest number.
    pub maximum: Option<&'d Spanned<Data>>,
    /// The least number of characters.
    pub min_length: Option<&'d Spanned<Data>>,
    /// The greatest number of characters.
    pub max_length: Option<&'d Spanned<Data>>,
    /// What a text or number is.
    pub format: Option<&'d Spanned<Data>>,
}

/// The keywords of a parameter: the consumed and the exposed ones have the same.
macro_rules! keywords {
    ($($input:ty)*) => {
        $(impl $input {
            /// What binds its values.
            pub fn keywords(&self) -> Keywords<'_> {
                Keywords {
                    allowed: self.r#enum.as_ref(),
                    items: self.items.as_ref(),
                    minimum: self.minimum.as_ref(),
                    maximum: self.maximum.as_ref(),
                    min_length: self.min_length.as_ref(),
                    max_length: self.max_length.as_ref(),
                    format: self.format.as_ref(),
                }
            }
        })*
    };
}

keywords! { ExposedInput ConsumedInput }

impl<'d> Keywords<'d> {
    /// Those that stand in a mapping.
    pub fn of(mapping: &'d Map<Spanned<Data>>) -> Self {
        Self {
            allowed: mapping.get("enum"),
            items: mapping.get("items"),
            minimum: mapping.get("minimum"),
            maximum: mapping.get("maximum"),
            min_length: mapping.get("minLength"),
            max_length: mapping.get("maxLength"),
            format: mapping.get("format"),
        }
    }
}

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
