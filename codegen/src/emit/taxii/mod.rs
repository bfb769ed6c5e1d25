//! TAXII crates.

mod client;
mod server;
mod service;
mod types;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{File, docs, ident, manifest, readme, rust};
use crate::model::Model;
use crate::model::taxii::{Endpoint, Operation, Resource, Taxii};
use crate::project::Options;
use crate::resolve::names;

/// The files of a TAXII crate.
pub(super) fn files(model: &Model, taxii: &Taxii, options: &Options) -> Vec<File> {
    let mut files = vec![
        manifest::file(model, &["cli", "taxii-client", "taxii-server"], &options.runtime),
        readme::taxii(model, taxii),
        lib_rs(model),
        client::file(model, taxii),
        service::file(taxii),
        server::router(model, taxii),
        server::main_rs(model, taxii),
    ];
    files.push(types::file(taxii));
    files
}

fn lib_rs(model: &Model) -> File {
    let items = quote! {
        mod client;
        mod service;
        pub mod taxii;
        mod types;

        pub use capwright_runtime as runtime;
        pub use client::{Builder, Client, SETTINGS};
        pub use service::Service;
        pub use types::*;
    };
    let text = [
        docs::foreign(&model.title),
        docs::foreign(&model.description),
        "[`Client`] calls the server. [`Service`] is what a server answers; [`taxii`] serves it.".to_owned(),
    ];
    let text: Vec<String> = text.into_iter().filter(|text| !text.is_empty()).collect();
    rust("src/lib.rs", text.join("\n\n"), items)
}

/// `Pages` of a paged operation: the marker of its requests.
fn pages(operation: Operation) -> Ident {
    ident(&format!("{}Pages", names::pascal(operation.as_str())))
}

/// Whether the service must find collections that it doesn't show.
fn finds_collection(taxii: &Taxii) -> bool {
    !taxii.lists(Operation::Collection) && taxii.operations.iter().any(|endpoint| endpoint.operation.is_paged())
}

fn summary(endpoint: &Endpoint) -> TokenStream {
    docs::attributes(&docs::foreign(&endpoint.summary))
}

/// `use …::{Discovery, …}` of those resources of the standard that the description doesn't extend, and that `needed` names.
fn standard_types(taxii: &Taxii, needed: impl Fn(Resource) -> bool) -> Vec<Ident> {
    let plain = Resource::ALL.into_iter().filter(|resource| taxii.extension(*resource).is_none() && needed(*resource));
    plain.map(|resource| ident(resource.type_name())).collect()
}

/// The resource that an operation answers with.
fn answers_with(operation: Operation, resource: Resource) -> bool {
    match resource {
        Resource::Discovery => operation == Operation::Discovery,
        Resource::ApiRoot => operation == Operation::ApiRoot,
        Resource::Collection => matches!(operation, Operation::Collection | Operation::Collections),
        Resource::ManifestRecord => operation == Operation::Manifest,
    }
}
