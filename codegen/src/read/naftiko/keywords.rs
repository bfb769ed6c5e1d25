//! What binds the values of parameters, beside their types.

use super::{Data, Map, Spanned};

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

/// The keywords of a parameter: the consumed and the exposed ones have the same.
macro_rules! keywords {
    ($input:ty) => {
        impl $input {
            /// What binds its values.
            pub fn keywords(&self) -> $crate::read::naftiko::Keywords<'_> {
                $crate::read::naftiko::Keywords {
                    allowed: self.r#enum.as_ref(),
                    items: self.items.as_ref(),
                    minimum: self.minimum.as_ref(),
                    maximum: self.maximum.as_ref(),
                    min_length: self.min_length.as_ref(),
                    max_length: self.max_length.as_ref(),
                    format: self.format.as_ref(),
                }
            }
        }
    };
}

pub(super) use keywords;
