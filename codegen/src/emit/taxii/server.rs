//! `src/taxii.rs` and `src/main.rs`: the server and the binary.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{finds_collection, own_types, pages};
use crate::emit::file::{File, rust};
use crate::emit::imports::Mentioned;
use crate::emit::json;
use crate::emit::tokens::ident;
use crate::model::Model;
use crate::model::taxii::{Endpoint, Resource, Taxii, TaxiiOperation};
use crate::names::reserved;

pub(super) fn router(model: &Model, taxii: &Taxii) -> File {
    let items = items(model, taxii);
    let mentioned = Mentioned::by(&items);
    // `Listing` has the filters of the markers.
    let listing = taxii.is_paged().then(|| {
        quote!(
            use capwright_runtime::taxii::Listing;
        )
    });
    let server = mentioned.of(reserved::TAXII_SERVER);
    let types = mentioned.from(&quote!(crate::types), &own_types(taxii));
    let imports = quote! {
        #listing
        #server

        use crate::Service;
        #types
    };
    rust("src/taxii.rs", "The TAXII server.", quote!(#imports #items))
}

/// The constants, and what serves a service.
fn items(model: &Model, taxii: &Taxii) -> TokenStream {
    let discovery = format!("{}{}", taxii.base_path, taxii.discovery);
    let api_root = format!("{}{}", taxii.base_path, taxii.api_root);
    let challenge = format!("Basic realm=\"{}\"", model.package);
    let examples: Vec<String> = taxii.examples.iter().map(json::plain).collect();
    let examples = json::raw_string(&format!("[\n{}\n]", examples.join(",\n")));
    let server = if taxii.extension(Resource::Collection).is_some() {
        quote!(Server<S, CollectionFields>)
    } else {
        quote!(Server<S>)
    };
    let bindings = taxii.operations.iter().map(binding);
    let find = finds_collection(taxii).then(|| quote!(.find_collection(S::collection)));
    quote! {
        /// Where it listens unless told otherwise.
        pub const ADDRESS: &str = "localhost:8080";

        /// Where discovery and the API root are.
        pub const LAYOUT: Layout = Layout::new(#discovery, #api_root);

        /// The examples of the description, which `--mock` serves.
        pub const EXAMPLES: &str = #examples;

        /// Serves `service` to the hosts and origins, and with the limits, that `options` allow.
        pub fn router(service: impl Service, options: &Options) -> Router {
            server(service).into_router(options)
        }

        /// Binds `service` to the operations.
        pub fn server<S: Service>(service: S) -> #server {
            Server::new(LAYOUT, service)
                .authenticate(#challenge, S::authenticate)
                #find
                #(#bindings)*
        }
    }
}

fn binding(endpoint: &Endpoint) -> TokenStream {
    let name = ident(endpoint.operation.as_str());
    let filters = pages(endpoint.operation).map(|pages| {
        let pages = ident(pages);
        quote!(#pages::FILTERS,)
    });
    quote!(.#name(#filters S::#name))
}

pub(super) fn main_rs(model: &Model, taxii: &Taxii) -> File {
    let krate = ident(&model.library);
    let calls = taxii.operations.iter().map(call);
    let items = quote! {
        fn main() -> ExitCode {
            App::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"), SETTINGS)
                .client(|settings, http| {
                    Client::builder().settings(settings).http(http).options(Options::from_env()?).build()
                })
                .taxii(taxii::ADDRESS, taxii::LAYOUT, taxii::EXAMPLES, taxii::server)
                #(#calls)*
                .run()
        }
    };
    let mentioned = Mentioned::by(&items);
    let cli = mentioned.of(reserved::CLI);
    let client = mentioned.of(reserved::TAXII_CLIENT);
    let runtime = mentioned.of(reserved::RUNTIME);
    let imports = quote! {
        use std::process::ExitCode;

        #cli
        #client
        #runtime
        use #krate::{Client, SETTINGS, taxii};
    };
    rust("src/main.rs", "The binary: try `--help`.", quote!(#imports #items))
}

fn call(endpoint: &Endpoint) -> TokenStream {
    let operation = endpoint.operation;
    let (wire, name) = (operation.as_str(), ident(operation.as_str()));
    match operation {
        TaxiiOperation::Discovery | TaxiiOperation::ApiRoot | TaxiiOperation::Collections => quote! {
            .operation(#wire, async |client: &Client, _: &NoInput| Reply::from_json(&client.#name().await?))
        },
        TaxiiOperation::Collection => quote! {
            .operation(#wire, async |client: &Client, input: &CollectionInput| {
                Reply::from_json(&client.collection(&input.collection).await?)
            })
        },
        TaxiiOperation::Manifest | TaxiiOperation::Objects => quote! {
            .operation(#wire, async |client: &Client, input: &PageInput| {
                let request = client.#name(&input.collection).query(input.query()?);
                Reply::from_json(&request.send().await?.body)
            })
        },
    }
}
