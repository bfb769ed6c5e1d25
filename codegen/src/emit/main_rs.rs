//! `src/main.rs`: the wiring of the binary.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, rust};
use super::imports::Mentioned;
use super::servers::emitted;
use super::tokens::ident;
use crate::model::{Capability, Model, Operation};
use crate::names::reserved;

pub(super) fn file(model: &Model, capability: &Capability) -> File {
    let krate = ident(&model.library);
    let modules = capability.servers.iter().map(|server| ident(server.module()));
    let servers = capability.servers.iter().map(|server| emitted(server).start());
    let calls = capability.commands().into_iter().map(|(command, operation)| self::operation(&command, operation));
    let client = if capability.upstreams.is_empty() {
        quote!(|settings, _| Client::builder().settings(settings).build())
    } else {
        quote!(|settings, http| Client::builder().settings(settings).http(http).build())
    };
    let items = quote! {
        fn main() -> ExitCode {
            App::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"), SETTINGS)
                .client(#client)
                .mock(mock::upstreams)
                #(#servers)*
                #(#calls)*
                .run()
        }
    };
    let mentioned = Mentioned::by(&items);
    let runtime = mentioned.of(reserved::RUNTIME);
    let proxy = capability.is_served().then(|| quote!(Proxy,));
    let imports = quote! {
        use std::process::ExitCode;

        #runtime
        use capwright_runtime::cli::App;
        use #krate::{Client, #proxy SETTINGS, #(#modules,)* mock};
    };
    rust("src/main.rs", "The binary: try `--help`.", quote!(#imports #items))
}

fn operation(command: &str, operation: &Operation) -> TokenStream {
    let method = ident(&operation.ident);
    if operation.inputs.is_empty() {
        quote!(.operation(#command, async |client: &Client, _: &NoInput| client.#method().await))
    } else {
        quote!(.operation(#command, Client::#method))
    }
}
