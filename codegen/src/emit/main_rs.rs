//! `src/main.rs`: the binary.

use quote::quote;

use super::cli;
use super::file::{File, rust};
use super::imports::Mentioned;
use super::tokens::ident;
use crate::model::{Capability, Model};
use crate::names::reserved;

pub(super) fn file(model: &Model, capability: &Capability) -> File {
    let krate = ident(&model.library);
    let items = if capability.is_served() {
        quote! {
            use std::process::ExitCode;

            use #krate::{Proxy, cli};

            fn main() -> ExitCode {
                cli::run(Proxy::new)
            }
        }
    } else {
        let app = cli::app(capability);
        let cli = Mentioned::by(&app).from(&quote!(capwright_runtime::cli), &["App", "CallInputs"]);
        let (runtime, modules) =
            (Mentioned::by(&app).of(reserved::RUNTIME), capability.servers.iter().map(|server| ident(server.module())));
        quote! {
            use std::process::ExitCode;

            #runtime
            #cli
            use #krate::{Client, SETTINGS, #(#modules,)* mock};

            fn main() -> ExitCode {
                #app
            }
        }
    };
    rust("src/main.rs", "The binary: try `--help`.", items)
}
