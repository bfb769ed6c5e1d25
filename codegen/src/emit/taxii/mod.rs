//! TAXII crates.

mod client;
mod names;
mod server;
mod service;
mod types;

use names::own_types;
use quote::quote;

use super::file::{File, rust};
use super::{docs, manifest, readme};
use crate::model::Model;
use crate::model::taxii::Taxii;
use crate::options::Options;

/// The files of a TAXII crate.
pub(super) fn files(model: &Model, taxii: &Taxii, options: &Options) -> Vec<File> {
    let mut files = vec![
        manifest::file(model, options),
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
    let (client, server) = (quote!(#[cfg(feature = "client")]), quote!(#[cfg(feature = "taxii")]));
    let either = quote!(#[cfg(any(feature = "client", feature = "taxii"))]);
    let (types, exports) = if own_types(taxii).is_empty() {
        (quote!(), quote!())
    } else {
        (quote!(#either mod types;), quote!(#either pub use types::*;))
    };
    let items = quote! {
        #client
        mod client;
        #server
        mod service;
        #server
        pub mod taxii;
        #types

        pub use capwright_runtime as runtime;
        #client
        pub use client::{Builder, Client, SETTINGS};
        #server
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
