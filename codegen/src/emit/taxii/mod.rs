//! TAXII crates.

mod client;
mod server;
mod service;
mod types;

use proc_macro2::TokenStream;
use quote::quote;

use super::{File, docs, manifest, readme, rust};
use crate::model::Model;
use crate::model::taxii::{Endpoint, Operation, Resource, Taxii};
use crate::project::Options;

/// The files of a TAXII crate.
pub(super) fn files(model: &Model, taxii: &Taxii, options: &Options) -> Vec<File> {
    let mut files = vec![
        manifest::file(model, &["cli", "taxii-client", "taxii-server"], &options.runtime),
        readme::taxii(model, taxii),
        lib_rs(model, taxii),
        client::file(model, taxii),
        service::file(taxii),
        server::router(model, taxii),
        server::main_rs(model, taxii),
    ];
    if !own_types(taxii).is_empty() {
        files.push(types::file(taxii));
    }
    files
}

fn lib_rs(model: &Model, taxii: &Taxii) -> File {
    let (types, exports) = if own_types(taxii).is_empty() {
        (quote!(), quote!())
    } else {
        (
            quote!(
                mod types;
            ),
            quote!(
                pub use types::*;
            ),
        )
    };
    let items = quote! {
        mod client;
        mod service;
        pub mod taxii;
        #types

        pub use capwright_runtime as runtime;
        pub use client::{Builder, Client, SETTINGS};
        pub use service::Service;
        #exports
    };
    let text = [
        docs::foreign(&model.title),
        docs::foreign(&model.description),
        "[`Client`] calls the server. [`Service`] is what a server answers; [`taxii`] serves it.".to_owned(),
    ];
    rust("src/lib.rs", docs::paragraphs(text), items)
}

/// The marker of the requests of a paged operation.
fn pages(operation: Operation) -> Option<&'static str> {
    match operation {
        Operation::Manifest => Some("ManifestPages"),
        Operation::Objects => Some("ObjectsPages"),
        Operation::Discovery | Operation::ApiRoot | Operation::Collections | Operation::Collection => None,
    }
}

/// Whether the service must find collections that it doesn't show.
fn finds_collection(taxii: &Taxii) -> bool {
    !taxii.lists(Operation::Collection) && taxii.is_paged()
}

fn summary(endpoint: &Endpoint) -> TokenStream {
    docs::attributes(&docs::foreign(&endpoint.summary))
}

/// The types of the standard that the crate takes as they are.
fn standard_types(taxii: &Taxii) -> Vec<&'static str> {
    let own = own_types(taxii);
    let types =
        ["ApiRoot", "Collection", "Collections", "Discovery", "Filter", "Listing", "ManifestRecord", "StixObject"];
    types.into_iter().filter(|name| !own.contains(name)).collect()
}

/// What `types` holds: the resources that the description extends, and the markers of pages.
fn own_types(taxii: &Taxii) -> Vec<&'static str> {
    let mut types: Vec<_> = taxii.resources.iter().map(|extension| extension.resource.type_name()).collect();
    if taxii.extension(Resource::Collection).is_some() {
        types.extend(["CollectionFields", "Collections"]);
    }
    types.extend(taxii.operations.iter().filter_map(|endpoint| pages(endpoint.operation)));
    types.sort_unstable();
    types
}

impl Taxii {
    /// Whether any operation answers in pages.
    fn is_paged(&self) -> bool {
        self.operations.iter().any(|endpoint| endpoint.operation.is_paged())
    }
}
