//! Lists and mappings that a method puts together.

use proc_macro2::TokenStream;
use quote::quote;
use serde_json::Value;

use super::{Values, constant};
use crate::emit::constants::{number, word};
use crate::emit::nested;
use crate::model::Source;

impl Values<'_> {
    /// A value as JSON, by reference.
    pub(super) fn json(&mut self, source: &Source) -> TokenStream {
        match source {
            Source::Input(index) => {
                let input = self.borrowed(*index);
                quote!(&#input)
            }
            Source::Constant(Value::String(text)) => quote!(#text),
            Source::Constant(value) => {
                let value = match value {
                    Value::Number(value) => number(value),
                    Value::Bool(value) => word(&value.to_string()),
                    value => constant(value),
                };
                quote!(&#value)
            }
            Source::Text(parts) => {
                let text = self.text(parts);
                quote!(&#text)
            }
            Source::Step(pick) => self.part(pick),
            Source::List(items) => {
                let items = nested::list(items.iter().map(|item| self.unless_null(item)));
                quote!(&#items)
            }
            Source::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.as_str(), self.unless_null(value)));
                let members = nested::object(members);
                quote!(&#members)
            }
        }
    }

    fn unless_null(&mut self, source: &Source) -> Option<TokenStream> {
        (*source != Source::Constant(Value::Null)).then(|| self.json(source))
    }
}
