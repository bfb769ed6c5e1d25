//! `src/lib.rs`: what the capability is; re-exports.

use quote::quote;

use super::docs;
use super::file::{File, rust};
use super::tokens::ident;
use crate::model::{Capability, Model, Server};

pub(super) fn file(model: &Model, capability: &Capability) -> File {
    let servers = capability.servers.iter().map(|server| {
        let (module, feature) = (ident(server.module()), server.feature());
        quote!(
            #[cfg(feature = #feature)]
            pub mod #module;
        )
    });
    let client = quote!(#[cfg(feature = "client")]);
    let (service, exports) = if capability.is_served() {
        let modules = quote! {
            #[cfg(feature = "cli")]
            pub mod cli;
            #client
            mod service;
        };
        (modules, quote!(#client pub use service::{Proxy, Service};))
    } else {
        (quote!(), quote!())
    };
    let (types, all) = if capability.types().is_empty() {
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
        #client
        mod client;
        #[cfg(feature = "mock")]
        pub mod mock;
        #(#servers)*
        #service
        #types

        pub use capwright_runtime as runtime;
        #client
        pub use client::{Builder, Client, SETTINGS};
        #exports
        #all
    };
    rust("src/lib.rs", crate_docs(model, capability), items)
}

fn crate_docs(model: &Model, capability: &Capability) -> String {
    let modules = |wanted: fn(&Server) -> bool| {
        let servers = capability.servers.iter().filter(|server| wanted(server));
        servers.map(|server| format!("[`{}`]", server.module())).collect::<Vec<_>>()
    };
    let (calling, skills) = (modules(Server::calls), modules(|server| matches!(server, Server::Skill(_))));
    let served = if calling.is_empty() {
        String::new()
    } else {
        let serve = if calling.len() == 1 { "serves" } else { "serve" };
        format!(
            " [`Service`] is what is exposed, [`Proxy`] the implementation that the document describes; {} {serve} either, and [`cli::run`] any implementation of it.",
            calling.join(" and ")
        )
    };
    let skills =
        if skills.is_empty() { String::new() } else { format!(" Skills are described in {}.", skills.join(" and ")) };
    let mut paragraphs = vec![docs::foreign(&model.title), docs::foreign(&model.description)];
    let client = if capability.upstreams.is_empty() {
        "[`Client`] calls nothing: no API is consumed."
    } else {
        "[`Client`] calls the consumed APIs."
    };
    paragraphs.push(format!("{client}{served}{skills}"));
    paragraphs.dedup();
    docs::paragraphs(paragraphs)
}
