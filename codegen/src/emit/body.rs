//! Bodies and texts of requests: builder calls of the runtime, one for each member.

use proc_macro2::TokenStream;
use quote::quote;

use super::constants;
use super::nested::{self, Entry};
use super::tokens::ident;
use crate::json::Value;
use crate::model::{Body, Fill, Filled, FormPart, Input, Json, Language, Member, Operation, Type};

/// The call that adds the body to a request.
pub(super) fn call(operation: &Operation) -> TokenStream {
    let inputs = &operation.inputs;
    match &operation.body {
        Body::None => quote!(),
        Body::Json(Json::Input(index)) => {
            let field = field(inputs, *index);
            if inputs[*index].required { quote!(.json(&#field)) } else { quote!(.json_opt(&#field)) }
        }
        Body::Json(Json::Text(text)) if matches!(text.0.as_slice(), [Fill::Member(_)]) => {
            let member = reference(inputs, text);
            quote!(.json_opt(#member))
        }
        Body::Json(body) => {
            let body = json(inputs, body);
            quote!(.json(#body))
        }
        Body::AsGiven(index) => {
            let field = field(inputs, *index);
            quote!(.as_given(&#field))
        }
        Body::JsonOrEmpty(index) => {
            let field = field(inputs, *index);
            quote!(.json(#field.as_ref().unwrap_or(&Object::new())))
        }
        Body::Fields(members) => {
            let members = object(inputs, members);
            quote!(.json_opt(&#members.unless_empty()))
        }
        Body::Text { media_type, language, text } => {
            let text = text_in(inputs, text, *language);
            quote!(.text(#media_type, #text))
        }
        Body::Binary(index) => {
            let (name, field) = (&inputs[*index].name, field(inputs, *index));
            quote!(.binary(#name, &#field))
        }
        Body::Form(fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let value = reference(inputs, value);
                quote!(.field(#name, #value))
            });
            quote!(.form(Form::new() #(#fields)*))
        }
        Body::Multipart(parts) => {
            let parts = parts.iter().map(|part| form_part(inputs, part));
            quote!(.multipart(Multipart::new() #(#parts)*))
        }
    }
}

/// What a builder takes by reference: an input as it is, a literal, a setting, or a text put together.
pub(super) fn reference(inputs: &[Input], text: &Filled) -> TokenStream {
    match text.0.as_slice() {
        [Fill::Input(index)] => {
            let field = field(inputs, *index);
            quote!(&#field)
        }
        [Fill::Member(path)] => {
            let member = member(inputs, path);
            quote!(&#member)
        }
        [Fill::Setting(_)] | [Fill::Text(_)] | [] => plain(inputs, text),
        _ => {
            let text = plain(inputs, text);
            quote!(&#text)
        }
    }
}

fn field(inputs: &[Input], index: usize) -> TokenStream {
    let field = ident(&inputs[index].field);
    quote!(input.#field)
}

/// A member of an input, if it is there.
fn member(inputs: &[Input], Member { input, keys }: &Member) -> TokenStream {
    let field = field(inputs, *input);
    quote!(member(&#field, &[#(#keys),*]))
}

fn plain(inputs: &[Input], text: &Filled) -> TokenStream {
    match text.0.as_slice() {
        [] => quote!(""),
        [Fill::Text(text)] => quote!(#text),
        [Fill::Setting(env)] => quote!(self.settings.expose(#env)),
        _ => text_in(inputs, text, Language::Plain),
    }
}

fn text_in(inputs: &[Input], text: &Filled, language: Language) -> TokenStream {
    let constructor = match language {
        Language::Plain => quote!(new),
        Language::Xml => quote!(xml),
        Language::Sparql => quote!(sparql),
        Language::Json => quote!(json),
    };
    let parts = text.0.iter().map(|part| match part {
        Fill::Text(text) => quote!(.raw(#text)),
        Fill::Setting(env) => quote!(.value(self.settings.expose(#env))),
        Fill::Input(index) => {
            let field = field(inputs, *index);
            quote!(.value(&#field))
        }
        Fill::Member(path) => {
            let member = member(inputs, path);
            quote!(.value(&#member))
        }
        Fill::Json(Json::Object(members)) => {
            let members = object(inputs, members);
            quote!(.value(&#members.unless_empty()))
        }
        Fill::Json(value) => {
            let value = json(inputs, value);
            quote!(.value(#value))
        }
    });
    quote!(Template::#constructor() #(#parts)*)
}

/// A value, by reference.
fn json(inputs: &[Input], json: &Json) -> TokenStream {
    match json {
        Json::Constant(value) => {
            let value = constant(value);
            quote!(&#value)
        }
        Json::Text(text) => match text.0.as_slice() {
            // Whatever its type: the document asks for a string.
            [Fill::Input(index)] if inputs[*index].ty != Type::String => {
                let text = text_in(inputs, text, Language::Plain);
                quote!(&#text)
            }
            _ => reference(inputs, text),
        },
        Json::Unquoted(text) => {
            let text = text_in(inputs, text, Language::Json);
            quote!(&#text)
        }
        Json::Input(index) => {
            let field = field(inputs, *index);
            quote!(&#field)
        }
        Json::List(items) => {
            let items = nested::list(items.iter().map(|item| entry(inputs, item)));
            quote!(&#items)
        }
        Json::Object(members) => {
            let members = object(inputs, members);
            quote!(&#members)
        }
    }
}

fn object(inputs: &[Input], members: &[(String, Json)]) -> TokenStream {
    nested::object(members.iter().map(|(name, value)| (name.as_str(), entry(inputs, value))))
}

fn entry(inputs: &[Input], value: &Json) -> Entry {
    match value {
        Json::Constant(Value::Null) => Entry::Null,
        Json::Unquoted(_) => Entry::OrNull(json(inputs, value)),
        value => Entry::Value(json(inputs, value)),
    }
}

/// What a document fixes, as a value of Rust.
fn constant(value: &Value) -> TokenStream {
    match value {
        Value::Null => quote!(()),
        Value::Number(number) => constants::number(number),
        word => constants::word(&word.to_string()),
    }
}

fn form_part(inputs: &[Input], part: &FormPart) -> TokenStream {
    let (name, value) = (&part.name, reference(inputs, &part.value));
    let Some(file) = &part.file else { return quote!(.field(#name, #value)) };
    let about = |text: &Filled, default: &str| {
        if text.0.is_empty() { quote!(#default) } else { reference(inputs, text) }
    };
    let (filename, media_type) = (about(&file.name, name), about(&file.media_type, "application/octet-stream"));
    quote!(.file(#name, #filename, #media_type, #value))
}
