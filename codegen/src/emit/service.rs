//! `src/service.rs`: the trait with one method per function, and its implementation over the client.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Mentioned;
use super::{File, docs, ident, rust};
use crate::model::{Arguments, Call, Capability, Function, FunctionInput, Operation, Target, Work};

pub(super) fn file(capability: &Capability) -> File {
    let methods = capability.functions.iter().map(|function| method(capability, function));
    let calls = capability.functions.iter().map(|function| call(capability, function));
    let convention = unconventional(&capability.functions);
    let items = quote! {
        /// The exposed functions. What a method doesn't override, [`Service::proxy`] answers.
        #convention
        pub trait Service: Send + Sync + 'static {
            /// Answers where a method isn't overridden.
            fn proxy(&self) -> &Proxy;

            #(#methods)*
        }

        /// The implementation that the document describes.
        #[derive(Debug, Clone)]
        pub struct Proxy {
            client: Client,
        }

        #convention
        impl Proxy {
            /// Answers with `client`.
            pub fn new(client: Client) -> Self {
                Self { client }
            }

            #(#calls)*
        }

        impl Service for Proxy {
            fn proxy(&self) -> &Proxy {
                self
            }
        }
    };
    let types = Mentioned::by(&items).all_from(&quote!(crate::types), capability.records());
    let imports = quote! {
        use capwright_runtime::{Reply, Result};

        use crate::Client;
        #types
    };
    rust("src/service.rs", "What is exposed: one method per function.", quote!(#imports #items))
}

fn method(capability: &Capability, function: &Function) -> TokenStream {
    let docs = docs::attributes(&docs::foreign(&function.description));
    let name = ident(&function.ident);
    let (parameter, argument) = input(capability, function);
    quote! {
        #docs
        fn #name(&self #parameter) -> impl Future<Output = Result<Reply>> + Send {
            self.proxy().#name(#argument)
        }
    }
}

fn call(capability: &Capability, function: &Function) -> TokenStream {
    let (name, body) = (ident(&function.ident), work(capability, function));
    let (parameter, _) = input(capability, function);
    quote! {
        async fn #name(&self #parameter) -> Result<Reply> {
            #body
        }
    }
}

fn work(capability: &Capability, function: &Function) -> TokenStream {
    match &function.work {
        Work::Call(Call { target, arguments: Arguments::Same }) => {
            let name = ident(&capability.operation(*target).ident);
            let argument = capability.record(function).map(|_| quote!(&input));
            quote!(self.client.#name(#argument).await)
        }
        Work::Call(_) | Work::Steps(_) | Work::Nothing => quote!(),
    }
}

/// clippy has views on methods that are called as conversions are.
fn unconventional(functions: &[Function]) -> Option<TokenStream> {
    let mut names = functions.iter().map(|function| &function.ident);
    let any = names.any(|name| name.starts_with("from_") || name.starts_with("into_"));
    any.then(|| quote!(#[allow(clippy::wrong_self_convention, reason = "names are those of the document")]))
}

/// The parameter of a function, and how it is handed on.
fn input(capability: &Capability, function: &Function) -> (TokenStream, TokenStream) {
    let Some(record) = capability.record(function) else { return (quote!(), quote!()) };
    let record = ident(record);
    (quote!(, input: #record), quote!(input))
}

/// What serves a function: the method of the trait, `S::getconnection`.
pub(super) fn handler(capability: &Capability, function: usize) -> TokenStream {
    let function = &capability.functions[function];
    let name = ident(&function.ident);
    if capability.record(function).is_none() { quote!(no_input(S::#name)) } else { quote!(S::#name) }
}

impl Capability {
    /// A consumed operation.
    pub(super) fn operation(&self, target: Target) -> &Operation {
        &self.upstreams[target.upstream].operations[target.operation]
    }

    /// The struct that a function takes, if it takes anything.
    pub(super) fn record<'a>(&'a self, function: &'a Function) -> Option<&'a str> {
        let (name, inputs) = match &function.input {
            FunctionInput::Operation(target) => {
                let operation = self.operation(*target);
                (&operation.record, &operation.inputs)
            }
            FunctionInput::Own(record) => (&record.name, &record.inputs),
        };
        (!inputs.is_empty()).then_some(name.as_str())
    }

    /// The structs of the inputs of all operations and functions: what `types` holds.
    pub(super) fn records(&self) -> impl Iterator<Item = &str> {
        let operations = self.upstreams.iter().flat_map(|upstream| &upstream.operations);
        let operations =
            operations.filter(|operation| !operation.inputs.is_empty()).map(|operation| operation.record.as_str());
        let own = self.functions.iter().filter(|function| matches!(function.input, FunctionInput::Own(_)));
        operations.chain(own.filter_map(|function| self.record(function)))
    }

    /// Whether any operation has inputs, that is, whether `types` holds anything.
    pub(super) fn has_inputs(&self) -> bool {
        self.records().next().is_some()
    }
}
