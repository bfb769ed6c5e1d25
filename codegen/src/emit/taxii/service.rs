//! `src/service.rs`: the trait with one method per operation, and its derivation from a store.

use proc_macro2::TokenStream;
use quote::quote;

use super::{answers_with, finds_collection, standard_types, summary};
use crate::emit::{File, ident, rust};
use crate::model::taxii::{Endpoint, Operation, Resource, Taxii};

pub(super) fn file(taxii: &Taxii) -> File {
    let imports = imports(taxii);
    let hidden = finds_collection(taxii).then(finder);
    let methods = taxii.operations.iter().chain(&hidden).map(method);
    let derived = taxii.operations.iter().chain(&hidden).map(derived);
    let items = quote! {
        #imports

        /// The operations. [`StoreService`] answers them from any [`ObjectStore`].
        pub trait Service: Send + Sync + 'static {
            /// The caller with these credentials; `None` refuses them.
            fn authenticate(&self, credentials: Credentials) -> impl Future<Output = Result<Option<Caller>>> + Send;

            #(#methods)*
        }

        impl<S: ObjectStore, A: Authenticate> Service for StoreService<S, A> {
            async fn authenticate(&self, credentials: Credentials) -> Result<Option<Caller>> {
                self.authenticate(credentials).await
            }

            #(#derived)*
        }
    };
    rust("src/service.rs", "What is served: one method per operation.", items)
}

fn imports(taxii: &Taxii) -> TokenStream {
    let objects = taxii.lists(Operation::Objects);
    let arc = objects.then(|| {
        quote!(
            use std::sync::Arc;
        )
    });
    let call = (!taxii.operations.is_empty()).then(|| quote!(Call,));
    let page =
        taxii.operations.iter().any(|endpoint| endpoint.operation.is_paged()).then(|| quote!(Page, PageRequest,));
    let mut standard = standard_types(taxii, |resource| {
        let collections = resource == Resource::Collection
            && taxii.operations.iter().any(|endpoint| endpoint.operation.takes_collection());
        collections || taxii.operations.iter().any(|endpoint| answers_with(endpoint.operation, resource))
    });
    if objects {
        standard.push(ident("StixObject"));
    }
    let standard = (!standard.is_empty()).then(|| quote!(use capwright_runtime::taxii::{#(#standard),*};));
    let types = (!taxii.resources.is_empty()).then(|| {
        quote!(
            use crate::types::*;
        )
    });
    quote! {
        #arc

        use capwright_runtime::Result;
        use capwright_runtime::taxii::server::{Authenticate, #call Caller, Credentials, #page};
        use capwright_runtime::taxii::store::{ObjectStore, StoreService};
        #standard

        #types
    }
}

/// What finds the collection for the operations on its contents, where the description lists no such endpoint.
fn finder() -> Endpoint {
    let summary = "The collection with an id or alias, for the operations on its contents. It is not shown itself.";
    Endpoint { operation: Operation::Collection, summary: summary.to_owned(), filters: Vec::new(), example: Vec::new() }
}

/// Parameters after `&self`, their names, and what is answered.
fn signature(operation: Operation) -> (TokenStream, TokenStream, TokenStream) {
    let paged = (quote!(call: Call, collection: Collection, wanted: PageRequest), quote!(call, collection, wanted));
    let plain = (quote!(call: Call), quote!(call));
    match operation {
        Operation::Discovery => (plain.0, plain.1, quote!(Discovery)),
        Operation::ApiRoot => (plain.0, plain.1, quote!(ApiRoot)),
        Operation::Collections => (plain.0, plain.1, quote!(Vec<Collection>)),
        Operation::Collection => (quote!(call: Call, key: String), quote!(call, key), quote!(Collection)),
        Operation::Manifest => (paged.0, paged.1, quote!(Page<ManifestRecord>)),
        Operation::Objects => (paged.0, paged.1, quote!(Page<Arc<StixObject>>)),
    }
}

fn method(endpoint: &Endpoint) -> TokenStream {
    let (docs, name) = (summary(endpoint), ident(endpoint.operation.as_str()));
    let (parameters, _, answer) = signature(endpoint.operation);
    quote!(#docs fn #name(&self, #parameters) -> impl Future<Output = Result<#answer>> + Send;)
}

fn derived(endpoint: &Endpoint) -> TokenStream {
    let name = ident(endpoint.operation.as_str());
    let (parameters, arguments, answer) = signature(endpoint.operation);
    quote! {
        async fn #name(&self, #parameters) -> Result<#answer> {
            self.#name(#arguments).await
        }
    }
}
