//! The end of the method of a function: what it answers.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::read::{Read, Reader, mentions};
use super::types::whole_type;
use crate::emit::paths::Paths;
use crate::emit::tokens::ident;
use crate::emit::values::Values;
use crate::model::{Capability, Choice, Function, Output, Shape, Steps, Variant, Work};

/// What the method of a function answers: `Reply`, or an `Answer` of the declared type.
pub(in crate::emit) fn answer_type(output: &Output) -> TokenStream {
    match output {
        Output::Reply => quote!(Reply),
        Output::Typed(value) => {
            let ty = whole_type(value);
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
            match reader.whole(value, root.as_ref()) {
                read if is_closure => read.result(),
                Read::Value(answer) if matches!(value.shape, Shape::Struct(_)) => {
                    let finished = finished(&answer, &quote!(answer));
                    quote!(let answer = #answer; Ok(#finished))
                }
                Read::Value(value) => {
                    let finished = finished(&value, &value);
                    quote!(Ok(#finished))
                }
                // Of what `pick` gives, `from` can't tell the type.
                read @ Read::Result(_) => {
                    let (ty, read) = (whole_type(value), read.tried());
                    let finished = finished(&read, &quote!(answer));
                    quote!(let answer: #ty = #read; Ok(#finished))
                }
            }
        }
        Output::FirstOf(choice) => first_of(reader, choice, root.as_ref(), is_closure),
    };
    if !is_closure {
        let collector = mentions(&body, "collector").then(|| quote!(let collector = Collector::new();));
        return quote!(#collector #body);
    }
    let root = if mentions(&body, "root") { ident("root") } else { ident("_") };
    let body = if matches!(function.output, Output::FirstOf(_)) { quote!({ #body }) } else { body };
    project(&function.work, &quote!(|#root| #body))
}

/// An answer of `body`, for which `read` has looked at steps.
fn finished(read: &TokenStream, body: &TokenStream) -> TokenStream {
    if mentions(read, "collector") { quote!(collector.answer(#body)) } else { quote!(Answer::from(#body)) }
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
    let read = |variant: &Variant| (ident(&variant.name), reader.whole(&variant.value, root).tried());
    let variants: Vec<(Ident, TokenStream)> = choice.variants.iter().map(read).collect();
    let all: TokenStream = variants.iter().map(|(_, value)| value.clone()).collect();
    let done = |value: TokenStream| {
        let finished = finished(&all, &value);
        if is_closure { quote!(Ok(#value)) } else { quote!(Ok(#finished)) }
    };
    let answer = |value: TokenStream| done(if choice.may_be_null() { quote!(Some(#value)) } else { value });
    let mut code = TokenStream::new();
    for (variant, (tag, value)) in choice.variants.iter().zip(&variants) {
        code.extend(if variant.value.may_be_null_as_a_whole() {
            let answer = answer(quote!(#name::#tag(value)));
            quote!(if let Some(value) = #value { return #answer; })
        } else {
            answer(quote!(#name::#tag(#value)))
        });
    }
    if choice.may_be_null() {
        code.extend(done(quote!(None)));
    }
    code
}
