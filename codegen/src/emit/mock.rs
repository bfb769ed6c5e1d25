//! `src/mock.rs`: a stand-in for each consumed API.

use proc_macro2::TokenStream;
use quote::quote;

use super::imports::Mentioned;
use super::{File, ident, rust, template};
use crate::model::{Auth, Body, Capability, Input, Location, Method, Operation, Type, Upstream};

/// What the stand-in calls a body unless told otherwise.
const DEFAULT_BODY: &str = "body";

pub(super) fn file(capability: &Capability) -> File {
    let names = capability.upstreams.iter().map(|upstream| ident(&upstream.field));
    let mocks = capability.upstreams.iter().map(mock);
    let items = quote! {
        /// One stand-in per consumed API, in document order.
        pub fn upstreams() -> Vec<Mock> {
            vec![#(#names()),*]
        }

        #(#mocks)*
    };
    let mentioned = Mentioned::by(&items);
    let runtime = mentioned.from(&quote!(capwright_runtime), &["Part"]);
    let mock = mentioned.from(&quote!(capwright_runtime::mock), &["Input", "Mock", "Operation"]);
    let docs = "A stand-in for each consumed API: `serve --mock` and tests run without the real one.";
    rust("src/mock.rs", docs, quote!(#runtime #mock #items))
}

fn mock(upstream: &Upstream) -> TokenStream {
    let (name, namespace, env) = (ident(&upstream.field), &upstream.namespace, &upstream.base_url.env);
    let auth = match &upstream.auth {
        Auth::None => quote!(),
        Auth::Header { name, value } => {
            let value = template(value);
            quote!(.header_key(#name, #value))
        }
        Auth::Query { name, value } => {
            let value = template(value);
            quote!(.query_key(#name, #value))
        }
        Auth::Bearer { token } => {
            let token = template(token);
            quote!(.bearer(#token))
        }
        Auth::Basic { username, password } => {
            let (username, password) = (template(username), template(password));
            quote!(.basic(#username, #password))
        }
    };
    let operations = upstream.operations.iter().map(operation);
    quote! {
        fn #name() -> Mock {
            Mock::new(#namespace, #env) #auth #(#operations)*
        }
    }
}

fn operation(operation: &Operation) -> TokenStream {
    let constructor = match operation.method {
        Method::Get => quote!(get),
        Method::Head => quote!(head),
        Method::Post => quote!(post),
        Method::Put => quote!(put),
        Method::Patch => quote!(patch),
        Method::Delete => quote!(delete),
    };
    let (name, path) = (&operation.name, operation.route());
    let inputs: Vec<TokenStream> = echoed(operation).map(input).collect();
    let inputs = if inputs.is_empty() { quote!() } else { quote!(.inputs(&[#(#inputs),*])) };
    let body = match operation.body {
        Body::None => quote!(),
        Body::Json(index) => {
            let name = &operation.inputs[index].name;
            if name == DEFAULT_BODY { quote!() } else { quote!(.body(#name)) }
        }
    };
    quote!(.operation(Operation::#constructor(#name, #path) #inputs #body))
}

/// The inputs that the stand-in has to know of; all others are texts in path and query, which it echoes as they come.
fn echoed(operation: &Operation) -> impl Iterator<Item = &Input> {
    operation.inputs.iter().filter(|input| match input.location {
        Location::Query | Location::Path => input.ty != Type::String,
        Location::Header => true,
        Location::Body => false,
    })
}

fn input(input: &Input) -> TokenStream {
    let (name, ty) = (&input.name, ident(input.ty.as_str()));
    match input.location {
        Location::Header => quote!(Input::#ty(#name).in_header()),
        _ => quote!(Input::#ty(#name)),
    }
}
