//! The Rust types of values of an answer.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::tokens::{ident, rust_type};
use crate::json::{Number, Value};
use crate::model::{Origin, Shape, Shaped, Type};

/// The Rust type of a value that is a part of an answer.
pub(super) fn value_type(value: &Shaped) -> TokenStream {
    optional_type(value, value.may_be_null())
}

/// The Rust type of all of an answer.
pub(super) fn whole_type(value: &Shaped) -> TokenStream {
    optional_type(value, value.may_be_null_as_a_whole())
}

fn optional_type(value: &Shaped, may_be_null: bool) -> TokenStream {
    let ty = present_type(value);
    if may_be_null && !matches!(value.shape, Shape::Plain(Type::Any)) { quote!(Option<#ty>) } else { ty }
}

/// The Rust type of a value that is there.
pub(super) fn present_type(value: &Shaped) -> TokenStream {
    match &value.shape {
        Shape::Plain(ty) => plain_type(*ty, &value.origin),
        Shape::Truncated(_) => quote!(String),
        Shape::List(item) => {
            let item = value_type(item);
            quote!(Vec<#item>)
        }
        Shape::Map(value) => {
            let value = value_type(value);
            quote!(IndexMap<String, #value>)
        }
        Shape::Struct(record) => {
            let name = ident(&record.name);
            quote!(#name)
        }
    }
}

/// Numbers keep all that JSON says of them; one that the document fixes has the type of its literal.
fn plain_type(ty: Type, origin: &Origin) -> TokenStream {
    match (ty, origin) {
        (Type::Number, Origin::Constant(Value::Number(number))) => literal_type(number),
        (ty, _) => rust_type(ty),
    }
}

fn literal_type(number: &Number) -> TokenStream {
    match number {
        number if number.as_literal().is_none() => quote!(Number),
        number if number.as_i64().is_some() => quote!(i64),
        number if number.as_u64().is_some() => quote!(u64),
        _ => quote!(f64),
    }
}
