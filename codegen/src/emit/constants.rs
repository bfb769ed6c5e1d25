//! Values that the document fixes, as Rust writes them.

use std::f64::consts;

use proc_macro2::{Literal, TokenStream, TokenTree};
use quote::quote;

use crate::json::{Number, Object, Value};
use crate::model::Type;

/// A constant as the Rust type of a value.
pub(super) fn literal(value: &Value, ty: Type) -> TokenStream {
    match (ty, value) {
        (Type::String, Value::String(text)) => quote!(#text.to_owned()),
        (Type::Integer | Type::Boolean, value) => word(&value.to_string()),
        (Type::Number, Value::Number(number)) if number.is_integer() && number.as_literal().is_some() => {
            let number = self::number(number);
            quote!(Number::from(#number))
        }
        (Type::Number, value) => written(&value.to_string()),
        (Type::Object, Value::Object(members)) => object(members),
        (Type::Array, Value::Array(items)) => array(items),
        (_, value) => constant(value),
    }
}

/// A constant as a `Value`.
pub(super) fn constant(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(Value::Null),
        Value::Bool(value) => quote!(Value::from(#value)),
        Value::String(text) => quote!(Value::from(#text)),
        Value::Number(number) => {
            let number = self::number(number);
            quote!(Value::from(#number))
        }
        Value::Array(items) if items.is_empty() => quote!(Value::Array(Vec::new())),
        Value::Array(items) => {
            let items = array(items);
            quote!(Value::from(#items))
        }
        Value::Object(members) => {
            let members = object(members);
            quote!(Value::from(#members))
        }
    }
}

/// A number: an integer that needs more than the 32 bits of a plain literal says so. One that no literal has in these digits
/// is read from its text.
pub(super) fn number(number: &Number) -> TokenStream {
    let Some(literal) = number.as_literal() else { return written(&number.to_string()) };
    let suffix = match number.as_i64() {
        Some(number) if i32::try_from(number).is_err() => "i64",
        None if number.as_u64().is_some() => "u64",
        _ => "",
    };
    word(&format!("{literal}{suffix}"))
}

/// A number as the type of Rust that its literal has.
pub(super) fn fixed_number(number: &Number) -> TokenStream {
    number.as_literal().map_or_else(|| written(&number.to_string()), |literal| word(&literal.to_string()))
}

fn written(number: &str) -> TokenStream {
    quote!(Number::literal(#number))
}

fn array(items: &[Value]) -> TokenStream {
    if items.is_empty() {
        return quote!(Vec::new());
    }
    let items = items.iter().map(constant);
    quote!(vec![#(#items),*])
}

fn object(members: &Object) -> TokenStream {
    if members.is_empty() {
        return quote!(Object::new());
    }
    let members = members.iter().map(|(name, value)| {
        let value = constant(value);
        quote!((#name.to_owned(), #value))
    });
    quote!(Object::from_iter([#(#members),*]))
}

/// A number or a word, which JSON and Rust spell alike.
pub(super) fn word(text: &str) -> TokenStream {
    text.parse().unwrap_or_else(|_| {
        let text = Literal::string(text);
        quote!(#text)
    })
}

/// What items with such numbers as 3.14 need: clippy takes them for mistakes.
pub(super) fn known_numbers(tokens: &TokenStream) -> Option<TokenStream> {
    holds_known_number(tokens)
        .then(|| quote!(#[allow(clippy::approx_constant, reason = "numbers are those of the document")]))
}

fn holds_known_number(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Group(group) => holds_known_number(&group.stream()),
        TokenTree::Literal(literal) => literal.to_string().parse().is_ok_and(is_known),
        TokenTree::Ident(_) | TokenTree::Punct(_) => false,
    })
}

/// Whether it comes close to a constant of mathematics.
fn is_known(number: f64) -> bool {
    use consts::{
        E, FRAC_1_PI, FRAC_1_SQRT_2, FRAC_2_PI, FRAC_2_SQRT_PI, FRAC_PI_2, FRAC_PI_3, FRAC_PI_4, FRAC_PI_6, FRAC_PI_8,
        LN_2, LN_10, LOG2_10, LOG2_E, LOG10_2, LOG10_E, PI, SQRT_2, TAU,
    };
    /// Newer versions know the golden ratio and Euler's constant as well.
    const OTHERS: [f64; 2] = [1.62, 0.58];
    let known = [
        E,
        FRAC_1_PI,
        FRAC_1_SQRT_2,
        FRAC_2_PI,
        FRAC_2_SQRT_PI,
        FRAC_PI_2,
        FRAC_PI_3,
        FRAC_PI_4,
        FRAC_PI_6,
        FRAC_PI_8,
        LN_2,
        LN_10,
        LOG2_10,
        LOG2_E,
        LOG10_2,
        LOG10_E,
        PI,
        SQRT_2,
        TAU,
    ];
    known.into_iter().chain(OTHERS).any(|known| (number - known).abs() < 0.01)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_clippy_knows() {
        let check = |tokens: TokenStream, wanted: bool| assert_eq!(holds_known_number(&tokens), wanted, "{tokens}");
        check(quote!(f(Some(3.14))), true);
        check(quote!([2.718, 1]), true);
        check(quote!(-0.6931), true);
        check(quote!([0.5, 12.5, 100, "3.14", 3]), false);
    }
}
