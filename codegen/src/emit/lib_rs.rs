//! `src/lib.rs`: what the capability is; re-exports.

use quote::quote;

use super::{File, docs, ident, rust};
use crate::model::{Capability, Model, Server};

pub(super) fn file(model: &Model, capability: &Capability) -> File {
    let servers = capability.servers.iter().map(|server| {
        let module = ident(server.module());
        quote!(pub mod #module;)
    });
    let (service, exports) = if capability.is_served() {
        (
            quote!(
                mod service;
            ),
            quote!(
                pub use service::{Proxy, Service};
            ),
        )
    } else {
        (quote!(), quote!())
    };
    let (types, inputs) = if capability.has_inputs() {
        (
            quote!(
                mod types;
            ),
            quote!(
                pub use types::*;
            ),
        )
    } else {
        (quote!(), quote!())
    };
    let items = quote! {
        mod client;
        pub mod mock;
        #(#servers)*
        #service
        #types

        pub use capwright_runtime as runtime;
        pub use client::{Builder, Client, SETTINGS};
        #exports
        #inputs
    };
    rust("src/lib.rs", crate_docs(model, capability), items)
}

fn crate_docs(model: &Model, capability: &Capability) -> String {
    let served = match capability.servers.as_slice() {
        [] => String::new(),
        servers => {
            let modules: Vec<String> = servers.iter().map(|server| format!("[`{}`]", server.module())).collect();
            format!(
                " [`Service`] is what is exposed, [`Proxy`] the implementation that the document describes; {} serve either.",
                modules.join(" and ")
            )
        }
    };
    let mut paragraphs = vec![docs::foreign(&model.title), docs::foreign(&model.description)];
    paragraphs.push(format!("[`Client`] calls the consumed APIs.{served}"));
    paragraphs.dedup();
    docs::paragraphs(paragraphs)
}

impl Server {
    /// The module of the server.
    pub(super) fn module(&self) -> &str {
        match self {
            Self::Rest(rest) => &rest.module,
            Self::Mcp(mcp) => &mcp.module,
        }
    }
}

impl Capability {
    /// Whether anything is exposed: without, there is no service to implement.
    pub(super) fn is_served(&self) -> bool {
        !self.servers.is_empty()
    }
}
