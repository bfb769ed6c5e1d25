//! The end of the method of a function: what it answers.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::read::{Read, Reader, mentions};
use super::types::value_type;
use crate::emit::paths::Paths;
use crate::emit::tokens::ident;
use crate::emit::values::Values;
use crate::model::{Capability, Choice, Function, Output, Shape, Steps, Work};

/// What the method of a function answers: `Reply`, or an `Answer` of the declared type.
pub(in crate::emit) fn answer_type(output: &Output) -> TokenStream {
    match output {
        Output::Reply => quote!(Reply),
        Output::Typed(value) => {
            let ty = value_type(value);
            quote!(Answer<#ty>)
        }
        Output::FirstOf(choice) => {
            let ty = ident(&choice.name);
            if choice.may_be_null() { quote!(Answer<Option<#ty>>) } else { quote!(Answer<#ty>) }
        }
    }
}

/// The statements and the expression at the end of the method: after `reply` if it makes a call, after its steps, or alone.
/// The paths in it are to stand before all statements.
pub(in crate::emit) fn answer(capability: &Capability, function: &Function) -> (Paths, TokenStream) {
    let is_closure = function.work.passes_on();
    let values = Values::new(capability.inputs(function), &function.output.uses(), Paths::default());
    let mut reader = Reader::new(values);
    let code = tail(&mut reader, function, is_closure);
    (reader.values.paths, code)
}

fn tail(reader: &mut Reader<'_>, function: &Function, is_closure: bool) -> TokenStream {
    let root = is_closure.then(|| ident("root"));
    let body = match &function.output {
        Output::Reply => return quote!(Ok(reply)),
        Output::Typed(value) if is_closure && value.reads_itself() => {
            return project(&function.work, &quote!(Output::read));
        }
        Output::Typed(value) => {
            match reader.read(value, root.as_ref(), value.outermost()) {
                read if is_closure => read.result(),
                Read::Value(answer) if matches!(value.shape, Shape::Struct(_)) => {
                    quote!(let answer = #answer; Ok(Answer::from(answer)))
                }
                Read::Value(value) => quote!(Ok(Answer::from(#value))),
                // Of what `pick` gives, `from` can't tell the type.
                read @ Read::Result(_) => {
                    let (ty, read) = (value_type(value), read.tried());
                    quote!(let answer: #ty = #read; Ok(Answer::from(answer)))
                }
            }
        }
        Output::FirstOf(choice) => first_of(reader, choice, root.as_ref(), is_closure),
    };
    let lets = &reader.lets;
    if !is_closure {
        return quote!(#(#lets)* #body);
    }
    let root = if mentions(&body, "root") { ident("root") } else { ident("_") };
    let body = if matches!(function.output, Output::FirstOf(_)) { quote!({ #body }) } else { body };
    let project = project(&function.work, &quote!(|#root| #body));
    quote!(#(#lets)* #project)
}

/// Reads the outputs from the answer: of a call as it arrived, of the last step as the value that it has been read as.
fn project(work: &Work, read: &TokenStream) -> TokenStream {
    match work {
        Work::Steps(Steps { passed_on: Some(step), .. }) => {
            let step = ident(step);
            quote!(Answer::picked(reply.status(), #step.as_ref(), #read))
        }
        _ => quote!(Answer::project(&reply, #read)),
    }
}

/// One alternative after the other.
fn first_of(reader: &mut Reader<'_>, choice: &Choice, root: Option<&Ident>, is_closure: bool) -> TokenStream {
    let name = ident(&choice.name);
    let answer = |value: TokenStream| {
        let value = if choice.may_be_null() { quote!(Some(#value)) } else { value };
        if is_closure { quote!(Ok(#value)) } else { quote!(Ok(Answer::from(#value))) }
    };
    let mut code = TokenStream::new();
    for variant in &choice.variants {
        let (tag, value) = (ident(&variant.name), reader.read(&variant.value, root, variant.value.outermost()).tried());
        code.extend(if variant.value.may_be_null() {
            let answer = answer(quote!(#name::#tag(value)));
            quote!(if let Some(value) = #value { return #answer; })
        } else {
            answer(quote!(#name::#tag(#value)))
        });
    }
    if choice.may_be_null() {
        code.extend(if is_closure { quote!(Ok(None)) } else { quote!(Ok(Answer::from(None))) });
    }
    code
}
