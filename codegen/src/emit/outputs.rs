//! What functions answer: their types, and how these are read.

mod answer;
mod read;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

pub(super) use answer::{answer, answer_type};
use read::Reader;
use types::{present_type, value_type};

use super::casing::Casing;
use super::docs;
use super::tokens::ident;
use crate::model::{Capability, Choice, Function, Origin, Output, OutputField, Shape, Shaped, Struct, Work};

/// The structs and enums of all answers, each with how it is read.
pub(super) fn items(capability: &Capability) -> Vec<TokenStream> {
    capability.functions.iter().flat_map(of_function).collect()
}

fn of_function(function: &Function) -> Vec<TokenStream> {
    let of = docs::code(&function.ident);
    // What calls nothing reads nothing.
    let is_read = function.work != Work::Nothing;
    let mut items = Items { of, is_read, found: Vec::new() };
    match &function.output {
        Output::Reply => {}
        Output::Typed(value) => items.add(value, ""),
        Output::FirstOf(choice) => {
            items.found.push(choice_item(choice, &items.of));
            choice.variants.iter().for_each(|variant| items.add(&variant.value, ""));
        }
    }
    items.found
}

/// The types of one answer, outermost first.
struct Items {
    /// The function, for docs.
    of: String,
    is_read: bool,
    found: Vec<TokenStream>,
}

impl Items {
    /// Adds the types of a value; `path` is where it stands in the answer.
    fn add(&mut self, value: &Shaped, path: &str) {
        match &value.shape {
            Shape::Plain(_) | Shape::Truncated(_) => {}
            Shape::List(inner) | Shape::Map(inner) => self.add(inner, &format!("{path}[]")),
            Shape::Struct(record) => {
                self.found.push(self.structure(record, path));
                for field in &record.fields {
                    let OutputField { name, value, .. } = field;
                    if let (Origin::Parts, Shape::Struct(record), true) =
                        (&value.origin, &value.shape, field.may_be_left_out())
                    {
                        self.found.push(emptiness(record));
                    }
                    let joint = if path.is_empty() { "" } else { "." };
                    self.add(value, &format!("{path}{joint}{name}"));
                }
            }
        }
    }

    fn structure(&self, record: &Struct, path: &str) -> TokenStream {
        let found = record.fields.iter().any(OutputField::is_found);
        let absence = if found { "What is `None` is left out of it; `null` is a value." } else { "" };
        let docs = docs::attributes(&docs::paragraphs([self.text(path), absence.to_owned()]));
        let name = ident(&record.name);
        let casing = Casing::of(record.fields.iter().map(|it| (it.field.as_str(), it.name.as_str())), 1);
        let fields = record.fields.iter().map(|it| field(it, casing));
        let rule = casing.rule().map(|rule| quote!(#[serde(#rule)]));
        let read = (self.is_read && record.is_self_contained()).then(|| Reader::implementation(record));
        quote! {
            #docs
            #[derive(Debug, Clone, Default, PartialEq, Serialize)]
            #rule
            pub struct #name {
                #(#fields)*
            }

            #read
        }
    }

    /// What a type is, in words.
    fn text(&self, path: &str) -> String {
        let of = &self.of;
        match (path.strip_suffix("[]"), path) {
            (_, "") => format!("What {of} answers."),
            (Some(""), _) => format!("An item of what {of} answers."),
            (Some(list), _) => format!("An item of {} in what {of} answers.", docs::code(list)),
            (None, _) => format!("{} in what {of} answers.", docs::code(path)),
        }
    }
}

fn field(field: &OutputField, casing: Casing) -> TokenStream {
    let docs = docs::attributes(&docs::foreign(&field.value.description));
    let (name, ty) = (ident(&field.field), value_type(&field.value));
    // What is not there, and what is `null`.
    let (ty, depth) = if field.is_found() { (quote!(Option<#ty>), 2) } else { (ty, 1) };
    let rename = casing.attribute(&field.field, &field.name);
    let skip = field.may_be_left_out().then(|| skip(&field.value));
    let nested = allow_nested(complexity(&field.value, depth) > MOST_COMPLEX);
    quote!(#docs #rename #skip #nested pub #name: #ty,)
}

/// Leaves a field out where there is nothing.
fn skip(value: &Shaped) -> TokenStream {
    let is_nothing = match (&value.origin, &value.shape) {
        (Origin::Parts, Shape::Struct(record)) => format!("{}::is_empty", record.name),
        _ => "Option::is_none".to_owned(),
    };
    quote!(#[serde(skip_serializing_if = #is_nothing)])
}

/// Whether there is nothing in an object that is put together, which is left out then.
fn emptiness(record: &Struct) -> TokenStream {
    let name = ident(&record.name);
    let fields = record.fields.iter().map(|field| {
        let (name, is_parts) = (ident(&field.field), field.value.origin == Origin::Parts);
        let method = ident(if is_parts { "is_empty" } else { "is_none" });
        quote!(self.#name.#method())
    });
    quote! {
        impl #name {
            fn is_empty(&self) -> bool {
                #(#fields)&&*
            }
        }
    }
}

/// Alternatives: on the wire, they are what they hold.
fn choice_item(choice: &Choice, of: &str) -> TokenStream {
    let docs = docs::attributes(&format!("What {of} answers: the first of these that is not null."));
    let name = ident(&choice.name);
    let variants = choice.variants.iter().map(|variant| {
        let docs = docs::attributes(&docs::foreign(&variant.value.description));
        let (name, ty) = (ident(&variant.name), present_type(&variant.value));
        quote!(#docs #name(#ty),)
    });
    quote! {
        #docs
        #[allow(clippy::large_enum_variant, reason = "an answer is built once, and written")]
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum #name {
            #(#variants)*
        }
    }
}

/// What clippy thinks too complex, less what stands around an answer in the signature of a method.
const MOST_COMPLEX: usize = 150;

/// Lets methods answer lists in lists in lists, if any of them does.
pub(super) fn allow_nested_answers<'a>(functions: impl Iterator<Item = &'a Function>) -> Option<TokenStream> {
    let values = functions.flat_map(|function| function.output.values());
    allow_nested(values.map(|value| complexity(value, 1)).any(|complexity| complexity > MOST_COMPLEX))
}

fn allow_nested(is_complex: bool) -> Option<TokenStream> {
    is_complex.then(|| quote!(#[allow(clippy::type_complexity, reason = "types are those of the document")]))
}

/// The complexity of a Rust type as clippy counts it: each type in it, ten times as deep as it stands.
fn complexity(value: &Shaped, depth: usize) -> usize {
    let option = 10 * depth;
    match &value.shape {
        Shape::List(inner) => option + 10 * (depth + 1) + complexity(inner, depth + 2),
        Shape::Map(inner) => option + 10 * (depth + 1) + 10 * (depth + 2) + complexity(inner, depth + 2),
        Shape::Plain(_) | Shape::Truncated(_) | Shape::Struct(_) => option + 10 * (depth + 1),
    }
}
