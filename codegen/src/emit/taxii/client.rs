//! `src/client.rs`: one method per operation, and the builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::names::{own_types, pages};
use crate::emit::auth::auth;
use crate::emit::client::{builder_methods, constructors, settings};
use crate::emit::docs;
use crate::emit::file::{File, rust};
use crate::emit::imports::Mentioned;
use crate::emit::tokens::{ident, template};
use crate::model::Model;
use crate::model::taxii::{Endpoint, Taxii, TaxiiOperation};
use crate::names::reserved;

pub(super) fn file(model: &Model, taxii: &Taxii) -> File {
    let (settings, client, builder) = (settings(&model.settings), client(taxii), builder(model, taxii));
    let items = quote!(#settings #client #builder);
    let mentioned = Mentioned::by(&items);
    let client = mentioned.of(reserved::CLIENT);
    let runtime = mentioned.of(reserved::RUNTIME);
    let taxii_client = mentioned.of(reserved::TAXII_CLIENT);
    let standard = mentioned.of_all_but(reserved::TAXII, &own_types(taxii));
    let types = mentioned.from(&quote!(crate::types), &own_types(taxii));
    let imports = quote! {
        #client
        #taxii_client
        #standard
        #runtime

        #types
    };
    rust("src/client.rs", "Calls the server: one method per operation.", quote!(#imports #items))
}

fn client(taxii: &Taxii) -> TokenStream {
    let constructors = constructors();
    let methods = taxii.operations.iter().map(|endpoint| method(taxii, endpoint));
    quote! {
        /// A client of one API root of the server. Cheap to clone.
        #[derive(Debug, Clone)]
        pub struct Client {
            taxii: Taxii,
        }

        impl Client {
            #constructors

            /// The same server at another of its API roots: a URL or path as discovery gives it.
            ///
            /// # Errors
            /// [`Error::Input`](capwright_runtime::Error::Input) for another origin than that of the
            /// base URL: the credentials stay where they belong.
            pub fn with_api_root(&self, url: &str) -> Result<Self> {
                Ok(Self { taxii: self.taxii.with_api_root(url)? })
            }

            #(#methods)*
        }
    }
}

fn method(taxii: &Taxii, endpoint: &Endpoint) -> TokenStream {
    let operation = endpoint.operation;
    let docs = docs::attributes(&method_docs(taxii, endpoint));
    let name = ident(operation.as_str());
    let signature = match operation {
        TaxiiOperation::Discovery => quote!(async fn #name(&self) -> Result<Discovery>),
        TaxiiOperation::ApiRoot => quote!(async fn #name(&self) -> Result<ApiRoot>),
        TaxiiOperation::Collections => quote!(async fn #name(&self) -> Result<Collections>),
        TaxiiOperation::Collection => quote!(async fn #name(&self, collection: &str) -> Result<Collection>),
        TaxiiOperation::Manifest | TaxiiOperation::Objects => {
            let pages = pages(operation).map(ident);
            quote!(fn #name(&self, collection: &str) -> Request<#pages>)
        }
    };
    let body = match operation {
        TaxiiOperation::Discovery | TaxiiOperation::ApiRoot | TaxiiOperation::Collections => {
            quote!(self.taxii.#name().await)
        }
        TaxiiOperation::Collection => quote!(self.taxii.collection(collection).await),
        TaxiiOperation::Manifest | TaxiiOperation::Objects => quote!(self.taxii.list(collection)),
    };
    quote!(#docs pub #signature { #body })
}

fn method_docs(taxii: &Taxii, endpoint: &Endpoint) -> String {
    let request = docs::code(&format!("GET {}", taxii.path(endpoint.operation)));
    let inputs = endpoint.example.iter().map(|(name, value)| format!("{} = {}", docs::code(name), docs::code(value)));
    let inputs: Vec<String> = inputs.collect();
    let example = if inputs.is_empty() { String::new() } else { format!("Example: {}", inputs.join(", ")) };
    docs::paragraphs([docs::foreign(&endpoint.summary), request, example])
}

fn builder(model: &Model, taxii: &Taxii) -> TokenStream {
    let methods = builder_methods(&model.settings);
    let (package, env, base) = (&model.package, &taxii.base_url.env, template(&taxii.base_url.template));
    let (discovery, api_root, slash) = (&taxii.discovery, &taxii.api_root, taxii.trailing_slash);
    let headers = taxii.headers.iter().map(|(name, value)| quote!((#name, #value)));
    let auth = auth(&taxii.auth);
    quote! {
        /// Builds a [`Client`].
        #[derive(Debug, Clone, Default)]
        pub struct Builder {
            settings: Settings,
            http: HttpOptions,
            options: Options,
        }

        impl Builder {
            /// What is particular to TAXII: slashes, plain HTTP, the number of pages.
            pub fn options(mut self, options: Options) -> Self {
                self.options = options;
                self
            }

            #methods

            /// # Errors
            /// [`Error::Config`](capwright_runtime::Error::Config) names every setting that is missing.
            pub fn build(self) -> Result<Client> {
                let settings = self.settings.check(SETTINGS)?;
                let base_url = settings.fill(#env, #base);
                let taxii = Taxii::builder(#package, &self.http)
                    .base_url(base_url)
                    .discovery(#discovery)
                    .api_root(#api_root)
                    .trailing_slash(#slash)
                    .headers(&[#(#headers),*])
                    #auth
                    .options(&self.options)
                    .build()?;
                Ok(Client { taxii })
            }
        }
    }
}
