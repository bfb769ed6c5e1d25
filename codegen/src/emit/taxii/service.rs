//! `src/service.rs`: the trait with one method per operation, and its derivation from a store.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{finds_collection, own_types, summary};
use crate::emit::file::{File, rust};
use crate::emit::imports::Mentioned;
use crate::emit::tokens::ident;
use crate::model::taxii::{Endpoint, Taxii, TaxiiOperation};
use crate::names::reserved;

pub(super) fn file(taxii: &Taxii) -> File {
    let hidden = finds_collection(taxii).then(finder);
    let methods = taxii.operations.iter().chain(&hidden).map(method);
    let derived = taxii.operations.iter().chain(&hidden).map(derived);
    let items = quote! {
        /// The operations. [`StoreService`] answers them from any [`ObjectStore`].
        pub trait Service: Send + Sync + 'static {
            /// The caller with these credentials; `None` refuses them.
            fn authenticate(&self, credentials: Credentials) -> impl Outcome<Option<Caller>>;

            #(#methods)*
        }

        impl<S: ObjectStore, A: Authenticate> Service for StoreService<S, A> {
            async fn authenticate(&self, credentials: Credentials) -> Result<Option<Caller>> {
                self.authenticate(credentials).await
            }

            #(#derived)*
        }
    };
    let imports = imports(taxii, &items);
    rust("src/service.rs", "What is served: one method per operation.", quote!(#imports #items))
}

fn imports(taxii: &Taxii, items: &TokenStream) -> TokenStream {
    let mentioned = Mentioned::by(items);
    let arc = mentioned.from(&quote!(std::sync), &["Arc"]);
    let runtime = mentioned.of(reserved::RUNTIME);
    let server = mentioned.of(reserved::TAXII_SERVER);
    let store = mentioned.of(reserved::TAXII_STORE);
    let standard = mentioned.of_all_but(reserved::TAXII, &own_types(taxii));
    let types = mentioned.from(&quote!(crate::types), &own_types(taxii));
    quote! {
        #arc

        #runtime
        #server
        #store
        #standard

        #types
    }
}

/// What finds the collection for the operations on its contents, where the description lists no such endpoint.
fn finder() -> Endpoint {
    let summary = "The collection with an id or alias, for the operations on its contents. It is not shown itself.";
    Endpoint {
        operation: TaxiiOperation::Collection,
        summary: summary.to_owned(),
        filters: Vec::new(),
        example: Vec::new(),
    }
}

/// Parameters after `&self`, their names, and what is answered.
fn signature(operation: TaxiiOperation) -> (TokenStream, TokenStream, TokenStream) {
    let paged = (quote!(call: Call, collection: Collection, wanted: PageRequest), quote!(call, collection, wanted));
    let plain = (quote!(call: Call), quote!(call));
    match operation {
        TaxiiOperation::Discovery => (plain.0, plain.1, quote!(Discovery)),
        TaxiiOperation::ApiRoot => (plain.0, plain.1, quote!(ApiRoot)),
        TaxiiOperation::Collections => (plain.0, plain.1, quote!(Vec<Collection>)),
        TaxiiOperation::Collection => (quote!(call: Call, key: String), quote!(call, key), quote!(Collection)),
        TaxiiOperation::Manifest => (paged.0, paged.1, quote!(Page<ManifestRecord>)),
        TaxiiOperation::Objects => (paged.0, paged.1, quote!(Page<Arc<StixObject>>)),
    }
}

fn method(endpoint: &Endpoint) -> TokenStream {
    let (docs, name) = (summary(endpoint), ident(endpoint.operation.as_str()));
    let (parameters, _, answer) = signature(endpoint.operation);
    quote!(#docs fn #name(&self, #parameters) -> impl Outcome<#answer>;)
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
