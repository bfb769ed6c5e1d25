//! `src/service.rs`: the trait with one method per function, and its implementation over the client.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, rust};
use super::imports::Mentioned;
use super::tokens::ident;
use super::{constants, docs, outputs, work};
use crate::model::{Capability, Function, Target};
use crate::names::reserved;

pub(super) fn file(capability: &Capability) -> File {
    let (service, proxy) = (service(capability), proxy(capability));
    let items = quote!(#service #proxy);
    let mentioned = Mentioned::by(&items);
    let client = mentioned.of(reserved::CLIENT);
    let project = mentioned.of(reserved::PROJECT);
    let runtime = mentioned.of(reserved::RUNTIME);
    let types = mentioned.all_from(&quote!(crate::types), &capability.types());
    let imports = quote! {
        #client
        #project
        #runtime

        use crate::Client;
        #types
    };
    rust("src/service.rs", "What is exposed: one method per function.", quote!(#imports #items))
}

fn service(capability: &Capability) -> TokenStream {
    let convention = unconventional(capability.functions.iter());
    let nested = outputs::allow_nested_answers(capability.functions.iter());
    let methods = capability.functions.iter().map(|function| method(capability, function));
    quote! {
        /// The exposed functions, and the operations behind them that may write: what calls one of
        /// these calls its method. What a method doesn't override, [`Proxy`] answers.
        #convention
        #nested
        pub trait Service: Send + Sync + 'static {
            /// Holds the client.
            fn proxy(&self) -> &Proxy;

            #(#methods)*
        }
    }
}

fn method(capability: &Capability, function: &Function) -> TokenStream {
    let steps = work::in_words(function);
    let steps = if steps.is_empty() { steps } else { format!("Steps: {steps}.") };
    let text = docs::paragraphs([docs::foreign(&function.description), steps]);
    let (docs, name) = (docs::attributes(&text), ident(&function.ident));
    let answer = outputs::answer_type(&function.output);
    let record = capability.record(function).map(ident);
    let parameter = record.as_ref().map(|record| quote!(, input: #record));
    let body = match (function.forwards_to(), record) {
        (None, None) => quote!(Proxy::#name(self)),
        (None, Some(_)) => quote!(Proxy::#name(self, input)),
        (Some(_), None) => quote!(self.proxy().client().#name()),
        (Some(_), Some(_)) => quote!(async move { self.proxy().client().#name(&input).await }),
    };
    quote! {
        #docs
        fn #name(&self #parameter) -> impl Outcome<#answer> {
            #body
        }
    }
}

fn proxy(capability: &Capability) -> TokenStream {
    let own = || capability.functions.iter().filter(|function| function.forwards_to().is_none());
    let methods = capability.methods();
    let nested = outputs::allow_nested_answers(own());
    let calls: TokenStream = own().map(|function| call(capability, &methods, function)).collect();
    let numbers = constants::known_numbers(&calls);
    let (definition, members) = holder(capability);
    quote! {
        #definition

        #nested
        #numbers
        impl Proxy {
            #members

            #calls
        }

        impl Service for Proxy {
            fn proxy(&self) -> &Proxy {
                self
            }
        }
    }
}

/// The struct `Proxy`, and the members that every one has.
fn holder(capability: &Capability) -> (TokenStream, TokenStream) {
    if capability.functions.iter().any(work::uses_client) {
        let definition = quote! {
            /// The implementation that the document describes.
            #[derive(Debug, Clone)]
            pub struct Proxy {
                client: Client,
            }
        };
        let members = quote! {
            /// Answers with `client`.
            pub fn new(client: Client) -> Self {
                Self { client }
            }

            /// What it calls.
            pub fn client(&self) -> &Client {
                &self.client
            }
        };
        return (definition, members);
    }
    let definition = quote! {
        /// The implementation that the document describes: it calls nothing.
        #[derive(Debug, Clone)]
        pub struct Proxy;
    };
    let members = quote! {
        /// There is nothing to call with a client, which is let go.
        pub fn new(_: Client) -> Self {
            Self
        }
    };
    (definition, members)
}

fn call(capability: &Capability, methods: &BTreeSet<Target>, function: &Function) -> TokenStream {
    let (name, body) = (ident(&function.ident), work::body(capability, methods, function));
    let docs = docs::attributes(&format!("[`Service::{name}`] as the document describes it, by `service`."));
    let service = ident(if work::uses_client(function) { "service" } else { "_" });
    let answer = outputs::answer_type(&function.output);
    let parameter = capability.record(function).map(|record| {
        let record = ident(record);
        let input = ident(if work::uses_input(function) { "input" } else { "_input" });
        quote!(, #input: #record)
    });
    quote! {
        #docs
        pub async fn #name(#service: &(impl Service + ?Sized) #parameter) -> Result<#answer> {
            #body
        }
    }
}

/// clippy has views on methods that are called as conversions are.
fn unconventional<'a>(functions: impl Iterator<Item = &'a Function>) -> Option<TokenStream> {
    let mut names = functions.map(|function| &function.ident);
    let any = names.any(|name| name.starts_with("from_") || name.starts_with("into_"));
    any.then(|| quote!(#[allow(clippy::wrong_self_convention, reason = "names are those of the document")]))
}

/// What serves a function: the method of the trait, `S::getconnection`.
pub(super) fn handler(capability: &Capability, function: usize) -> TokenStream {
    let function = &capability.functions[function];
    let name = ident(&function.ident);
    if capability.record(function).is_none() { quote!(no_input(S::#name)) } else { quote!(S::#name) }
}
