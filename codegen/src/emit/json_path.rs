//! Paths as values of the runtime.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::tokens::ident;
use crate::model::json_path::{Operand, Segment, Test};

/// A `Path`. What it is made of has names that a crate may have too, so they are known within the expression only.
pub(super) fn path(text: &str, segments: &[Segment], is_list: bool) -> TokenStream {
    let constructor = ident(if is_list { "all" } else { "one" });
    let segments = each(segments, segment);
    quote!({
        use capwright_runtime::project::path::*;
        Path::#constructor(#text, #segments)
    })
}

fn each<T>(all: &[T], one: impl Fn(&T) -> TokenStream) -> TokenStream {
    let all = all.iter().map(one);
    quote!(&[#(#all),*])
}

fn segment(segment: &Segment) -> TokenStream {
    match segment {
        Segment::Name(name) => quote!(Name(#name)),
        Segment::Index(index) => {
            let index = number(*index);
            quote!(Index(#index))
        }
        Segment::Every => quote!(Every),
        Segment::Slice { start, end, step } => {
            let (start, end, step) = (bound(*start), bound(*end), number(*step));
            quote!(Slice { start: #start, end: #end, step: #step })
        }
        Segment::Filter(filter) => {
            let filter = test(filter);
            quote!(Filter(#filter))
        }
        Segment::Union(selectors) => {
            let selectors = each(selectors, self::segment);
            quote!(Union(#selectors))
        }
        Segment::Members(names) => quote!(Members(&[#(#names),*])),
        Segment::Deep(selectors) => {
            let selectors = each(selectors, self::segment);
            quote!(Deep(#selectors))
        }
        Segment::Apply(function, arguments) => {
            let (function, arguments) = (ident(function.name()), each(arguments, operand));
            quote!(Apply(Function::#function, #arguments))
        }
    }
}

fn test(test: &Test) -> TokenStream {
    match test {
        Test::All(tests) => {
            let tests = each(tests, self::test);
            quote!(All(#tests))
        }
        Test::Any(tests) => {
            let tests = each(tests, self::test);
            quote!(Any(#tests))
        }
        Test::Not(inner) => {
            let inner = self::test(inner);
            quote!(Not(&#inner))
        }
        Test::Exists(path) => {
            let path = operand(path);
            quote!(Exists(#path))
        }
        Test::Compare(left, comparison, right) => {
            let (left, comparison, right) = (operand(left), ident(comparison.name()), operand(right));
            quote!(Compare(#left, Comparison::#comparison, #right))
        }
        Test::Matches(value, pattern) => {
            let value = operand(value);
            quote!(Matches(#value, #pattern))
        }
        Test::Finds(value, pattern) => {
            let value = operand(value);
            quote!(Finds(#value, #pattern))
        }
    }
}

fn operand(operand: &Operand) -> TokenStream {
    match operand {
        Operand::Current(path) => {
            let path = each(path, segment);
            quote!(Current(#path))
        }
        Operand::Root(path) => {
            let path = each(path, segment);
            quote!(Root(#path))
        }
        Operand::Null => quote!(Null),
        Operand::Boolean(value) => quote!(Boolean(#value)),
        Operand::Number(digits) => quote!(Digits(#digits)),
        Operand::Text(text) => quote!(Text(#text)),
        Operand::List(items) => {
            let items = each(items, self::operand);
            quote!(List(#items))
        }
        Operand::Length(inner) => {
            let inner = self::operand(inner);
            quote!(Length(&#inner))
        }
        Operand::Count(inner) => {
            let inner = self::operand(inner);
            quote!(Count(&#inner))
        }
        Operand::Value(inner) => {
            let inner = self::operand(inner);
            quote!(Sole(&#inner))
        }
    }
}

fn bound(bound: Option<i64>) -> TokenStream {
    let Some(bound) = bound.map(number) else { return quote!(None) };
    quote!(Some(#bound))
}

fn number(number: i64) -> Literal {
    Literal::i64_unsuffixed(number)
}
