//! What a crate has of a server, whatever its kind.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::File;
use super::markdown::code;
use super::tokens::ident;
use crate::model::{Callers, Capability};

/// What a crate has of a server: one implementation for each kind, in the file of the kind.
pub(super) trait EmitServer {
    /// Its module, and what belongs to it.
    fn files(&self, capability: &Capability) -> Vec<File>;

    /// Its line in what runs.
    fn start(&self) -> TokenStream;

    /// Its part of README; may be empty.
    fn about(&self) -> String;
}

/// The line in what runs of a server that offers functions: `kind` is the method of `App` that takes it.
pub(super) fn start(kind: &str, module: &str, callers: &Callers) -> TokenStream {
    let module = ident(module);
    if *callers == Callers::Anyone {
        let kind = ident(kind);
        return quote!(.#kind(#module::ADDRESS, move |client| #module::server(service(client))));
    }
    let kind = ident(&format!("{kind}_for"));
    quote! {
        .#kind(#module::CALLERS, #module::ADDRESS, move |client, authentication| {
            #module::server(service(client), authentication)
        })
    }
}

/// The heading of a server, and whom it lets in.
pub(super) fn title(kind: &str, address: &str, callers: &str) -> String {
    let heading = format!("## {kind}, {}", code(address));
    if callers.is_empty() { heading } else { format!("{heading}\n\n{callers}") }
}
