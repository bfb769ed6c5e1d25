//! `src/mock.rs`: a stand-in for each consumed API.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, rust};
use super::imports::Mentioned;
use super::tokens::{constructor, ident, template};
use super::{auth, format, json};
use crate::model::{Auth, Capability, Fill, Location, OAuth1, Operation, Parameter, Template, Type, Upstream};
use crate::names::reserved;

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
    let runtime = mentioned.of(reserved::RUNTIME);
    let mock = mentioned.of(reserved::MOCK);
    let docs = "A stand-in for each consumed API: `serve --mock` and tests run without the real one.";
    rust("src/mock.rs", docs, quote!(#runtime #mock #items))
}

fn mock(upstream: &Upstream) -> TokenStream {
    let (name, namespace, env) = (ident(&upstream.field), &upstream.namespace, &upstream.base_url.env);
    // Whatever callers give will do.
    let takes_any = upstream.operations.iter().any(|operation| operation.auth.is_some());
    let auth = if takes_any { quote!() } else { credential(&upstream.auth) };
    let settings: BTreeSet<&str> = upstream.operations.iter().flat_map(Operation::settings).collect();
    let settings = (!settings.is_empty()).then(|| {
        let settings = settings.into_iter();
        quote!(.settings(&[#(#settings),*]))
    });
    let operations = upstream.operations.iter().map(operation);
    quote! {
        fn #name() -> Mock {
            Mock::new(#namespace, #env) #auth #settings #(#operations)*
        }
    }
}

/// What callers of the stand-in must send.
fn credential(auth: &Auth) -> TokenStream {
    match auth {
        Auth::None => quote!(),
        Auth::Header { name, value } => key(&quote!(header_key), name, value),
        Auth::Query { name, value } => key(&quote!(query_key), name, value),
        Auth::Cookie { name, value } => key(&quote!(cookie_key), name, value),
        Auth::Body { name, value } => key(&quote!(body_key), name, value),
        Auth::Bearer { token } => {
            let token = template(token);
            quote!(.bearer(#token))
        }
        Auth::Basic { username, password } => login(&quote!(basic), username, password),
        Auth::Digest { username, password } => login(&quote!(digest), username, password),
        Auth::Aws(key) => {
            let (service, region) = (template(&key.service), template(&key.region));
            let (id, secret, token) = (template(&key.id), template(&key.secret), key.token.settings().next());
            quote!(.aws([#service, #region], [#id, #secret], #token))
        }
        Auth::OAuth1(consumer) => oauth1(consumer),
        Auth::OAuth2(client) => {
            let method = if client.is_discovered { quote!(oauth2_discovered) } else { quote!(oauth2) };
            let (env, id, secret) = (&client.env, &client.id, &client.secret);
            quote!(.#method(#env, &[Part::Setting(#id)], &[Part::Setting(#secret)]))
        }
        Auth::All(all) => all.iter().map(credential).collect(),
    }
}

fn key(method: &TokenStream, name: &str, value: &Template) -> TokenStream {
    let value = template(value);
    quote!(.#method(#name, #value))
}

fn login(method: &TokenStream, username: &Template, password: &Template) -> TokenStream {
    let (username, password) = (template(username), template(password));
    quote!(.#method(#username, #password))
}

fn oauth1(consumer: &OAuth1) -> TokenStream {
    let method = auth::method(consumer.method);
    let (key, secret) = (template(&consumer.key), template(&consumer.secret));
    let token = match &consumer.token {
        Some([token, secret]) => {
            let (token, secret) = (template(token), template(secret));
            quote!(Some([#token, #secret]))
        }
        None => quote!(None),
    };
    quote!(.oauth1(#method, [#key, #secret], #token))
}

fn operation(operation: &Operation) -> TokenStream {
    let constructor = constructor(operation.method);
    let (name, path) = (&operation.name, operation.route());
    let inputs = in_path(operation).chain(operation.parameters.iter().filter_map(|it| sent(operation, it)));
    let inputs: Vec<TokenStream> = inputs.collect();
    let inputs = if inputs.is_empty() { quote!() } else { quote!(.inputs(&[#(#inputs),*])) };
    let body = operation.body.whole().map(|index| &operation.inputs[index].name);
    let body = body.filter(|name| *name != DEFAULT_BODY).map(|name| quote!(.body(#name)));
    let format = format::constant(&operation.format).map(|format| quote!(.format(#format)));
    let answer = operation.sample.as_ref().map(|sample| {
        let sample = json::raw_string(&json::plain(sample));
        quote!(.answer(#sample))
    });
    let more = quote!(#inputs #body #format #answer);
    if more.is_empty() {
        return quote!(.#constructor(#name, #path));
    }
    quote!(.operation(Operation::#constructor(#name, #path) #more))
}

// A stand-in has to know of what is no text, or neither in path nor query; all else it echoes as it comes.

fn in_path(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    let inputs = operation.inputs.iter().filter(|it| it.location == Location::Path && it.ty != Type::String);
    inputs.map(|input| known(&input.name, input.ty))
}

fn sent(operation: &Operation, parameter: &Parameter) -> Option<TokenStream> {
    let ty = match parameter.value.0.as_slice() {
        [Fill::Input(index)] => operation.inputs[*index].ty,
        [Fill::Member(_)] => Type::Any,
        _ => Type::String,
    };
    let input = known(&parameter.name, ty);
    match parameter.location {
        Location::Header => Some(quote!(#input.in_header())),
        Location::Cookie => Some(quote!(#input.in_cookie())),
        Location::Query | Location::Path | Location::Body => (ty != Type::String).then_some(input),
    }
}

fn known(name: &str, ty: Type) -> TokenStream {
    // A value of any type arrives as text.
    let ty = if ty == Type::Any { ident("string") } else { ident(ty.as_str()) };
    quote!(Input::#ty(#name))
}
