//! Tokens of what all files have: names, types, templates, places.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{Method, Template, TemplatePart, Type};

/// Names come from [`names`](crate::names), so they are legal.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `Template::new(&[…])` of the runtime.
pub(super) fn template(template: &Template) -> TokenStream {
    let parts = template.0.iter().map(|part| match part {
        TemplatePart::Text(text) => quote!(Part::Text(#text)),
        TemplatePart::Setting(env) => quote!(Part::Setting(#env)),
        TemplatePart::Input(_) => quote!(), // stands in requests only
    });
    quote!(&[#(#parts),*])
}

/// The Rust type of a value.
pub(super) fn rust_type(ty: Type) -> TokenStream {
    match ty {
        Type::String => quote!(String),
        Type::Integer => quote!(i64),
        Type::Number => quote!(Number),
        Type::Boolean => quote!(bool),
        Type::Object => quote!(Object),
        Type::Array => quote!(Vec<Value>),
        Type::Any => quote!(Value),
    }
}

/// The constructor of the runtime for a method: `Route::get`, `Operation::get`.
pub(super) fn constructor(method: Method) -> Ident {
    ident(method.constructor())
}
