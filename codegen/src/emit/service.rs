//! `src/service.rs`: the trait with one method per function, and its implementation over the client.

use proc_macro2::TokenStream;
use quote::quote;

use super::{File, docs, ident, rust};
use crate::model::{Capability, Function, Operation};

pub(super) fn file(capability: &Capability) -> File {
    let types = capability.has_inputs().then(|| {
        quote!(
            use crate::types::*;
        )
    });
    let methods = capability.functions.iter().map(|function| method(capability, function));
    let calls = capability.functions.iter().map(|function| call(capability, function));
    let items = quote! {
        use capwright_runtime::{Reply, Result};

        use crate::Client;
        #types

        /// The exposed functions. What a method doesn't override, [`Service::proxy`] answers.
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
    rust("src/service.rs", "What is exposed: one method per function.", items)
}

fn method(capability: &Capability, function: &Function) -> TokenStream {
    let docs = docs::attributes(&docs::foreign(&function.description));
    let name = ident(&function.ident);
    let (parameter, argument) = input(capability.operation(function));
    quote! {
        #docs
        fn #name(&self #parameter) -> impl Future<Output = Result<Reply>> + Send {
            self.proxy().#name(#argument)
        }
    }
}

fn call(capability: &Capability, function: &Function) -> TokenStream {
    let operation = capability.operation(function);
    let (name, target) = (ident(&function.ident), ident(&operation.ident));
    let (parameter, argument) = input(operation);
    let argument = (!argument.is_empty()).then(|| quote!(&#argument));
    quote! {
        async fn #name(&self #parameter) -> Result<Reply> {
            self.client.#target(#argument).await
        }
    }
}

/// The parameter of a function with the inputs of `operation`, and how it is handed on.
fn input(operation: &Operation) -> (TokenStream, TokenStream) {
    if operation.inputs.is_empty() {
        return (quote!(), quote!());
    }
    let record = ident(&operation.record);
    (quote!(, input: #record), quote!(input))
}

/// What serves a function: the method of the trait, `S::getconnection`.
pub(super) fn handler(capability: &Capability, function: usize) -> TokenStream {
    let function = &capability.functions[function];
    let name = ident(&function.ident);
    if capability.operation(function).inputs.is_empty() { quote!(no_input(S::#name)) } else { quote!(S::#name) }
}

/// `use … no_input`, where a function of `functions` has none.
pub(super) fn no_input(capability: &Capability, mut functions: impl Iterator<Item = usize>) -> TokenStream {
    let needed = functions.any(|function| capability.operation(&capability.functions[function]).inputs.is_empty());
    if needed {
        quote!(
            use capwright_runtime::server::no_input;
        )
    } else {
        quote!()
    }
}

impl Capability {
    /// The operation that a function calls.
    pub(super) fn operation(&self, function: &Function) -> &Operation {
        &self.upstreams[function.upstream].operations[function.operation]
    }

    /// Whether any operation has inputs, that is, whether `types` holds anything.
    pub(super) fn has_inputs(&self) -> bool {
        self.upstreams.iter().flat_map(|upstream| &upstream.operations).any(|operation| !operation.inputs.is_empty())
    }
}
