//! Lists and mappings that a method puts together.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Values, constant};
use crate::emit::constants::{number, word};
use crate::emit::nested::{self, Entry};
use crate::json::Value;
use crate::model::ValueSource;

impl Values<'_> {
    /// A value as JSON, by reference.
    pub(super) fn json(&mut self, source: &ValueSource) -> TokenStream {
        match source {
            ValueSource::Input(index) => {
                let input = self.borrowed(*index);
                quote!(&#input)
            }
            ValueSource::Constant(Value::String(text)) => quote!(#text),
            ValueSource::Constant(value) => {
                let value = match value {
                    Value::Number(value) => number(value),
                    Value::Bool(value) => word(&value.to_string()),
                    value => constant(value),
                };
                quote!(&#value)
            }
            ValueSource::Text(parts) => {
                let text = self.text(parts);
                quote!(&#text)
            }
            ValueSource::Member(path) => {
                let member = self.member(path);
                quote!(&#member)
            }
            ValueSource::Step(pick) => self.part(pick),
            ValueSource::List(items) => {
                let items = nested::list(items.iter().map(|item| self.entry(item)));
                quote!(&#items)
            }
            ValueSource::Object(members) => {
                let members = members.iter().map(|(name, value)| (name.as_str(), self.entry(value)));
                let members = nested::object(members);
                quote!(&#members)
            }
        }
    }

    fn entry(&mut self, source: &ValueSource) -> Entry {
        if *source == ValueSource::Constant(Value::Null) { Entry::Null } else { Entry::Value(self.json(source)) }
    }
}
