//! `src/rest.rs`: the routes.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, rust};
use super::imports::Mentioned;
use super::markdown::{code, table};
use super::paths::selection;
use super::served::{self, EmitServer};
use super::tokens::constructor;
use super::{callers, docs, openapi, service};
use crate::model::{Binding, Capability, Rest, Route, RouteBody, Type};
use crate::names::reserved;

impl EmitServer for Rest {
    fn files(&self, capability: &Capability) -> Vec<File> {
        vec![file(capability, self), openapi::file(&self.openapi)]
    }

    fn start(&self) -> TokenStream {
        served::start("rest", &self.module, &self.callers)
    }

    fn about(&self) -> String {
        let rows = self.routes.iter().map(|route| {
            let request = format!("{} {}", route.method.as_str(), route.path);
            let name = if route.name.is_empty() { &route.path } else { &route.name };
            format!("| {} | {} |", code(&request), code(name))
        });
        let described = openapi::sentence(&self.openapi);
        let callers = callers::sentence(&self.callers);
        let texts = docs::paragraphs([callers, described]);
        let title = served::title("REST", &self.address, &texts);
        table(&title, "| request | operation |\n|---|---|", rows.collect())
    }
}

fn file(capability: &Capability, rest: &Rest) -> File {
    let (address, openapi) = (&rest.address, format!("../{}", rest.openapi.path));
    let routes = rest.routes.iter().map(|route| {
        let (description, handler) = (describe(route), service::handler(capability, route.function));
        quote!(.route(#description, #handler))
    });
    let callers::Code { constant, parameter, argument, call } = callers::code(&rest.namespace, &rest.callers);
    let items = quote! {
        /// Where the document wants it to listen.
        pub const ADDRESS: &str = #address;

        #constant

        /// Serves `service` to the hosts and origins, and with the limits, that `options` allow.
        pub fn router(service: impl Service #parameter, options: &ServerOptions) -> Router {
            server(service #argument).into_router(options)
        }

        /// The routes of `service`.
        pub fn server<S: Service>(service: S #parameter) -> Rest<S> {
            Rest::new(service).relaying::<Proxy>().openapi(include_str!(#openapi)) #call #(#routes)*
        }
    };
    let mentioned = Mentioned::by(&items);
    let rest_server = mentioned.of(reserved::REST);
    let part = mentioned.of(reserved::RUNTIME);
    let server = mentioned.of(reserved::SERVER);
    let project = mentioned.of(reserved::PROJECT);
    let imports = quote! {
        #project
        #rest_server
        #server
        #part

        use crate::{Proxy, Service};
    };
    let docs = format!("The REST server {}.", docs::code(&rest.namespace));
    rust(&format!("src/{}.rs", rest.module), docs, quote!(#imports #items))
}

fn describe(route: &Route) -> TokenStream {
    let (name, path) = (&route.name, &route.pattern);
    let constructor = constructor(route.method);
    let query = list(&quote!(query), &route.query);
    let headers = list(&quote!(headers), &route.headers);
    let cookies = list(&quote!(cookies), &route.cookies);
    let body = body(&route.body);
    let required = list(&quote!(required), &route.required);
    let checks = checks(route.checks.iter().map(|(name, schema)| (name.as_str(), schema.as_str())));
    let binding = binding(&route.binding);
    let media_type = route.media_type.as_ref().map(|media_type| quote!(.media_type(#media_type)));
    quote!(Route::#constructor(#path).name(#name) #query #headers #cookies #body #required #checks #binding #media_type)
}

fn body(body: &RouteBody) -> TokenStream {
    match body {
        RouteBody::None => quote!(),
        RouteBody::Json { name, required: true } => quote!(.body(#name)),
        RouteBody::Json { name, required: false } => quote!(.optional_body(#name)),
        RouteBody::MemberOrWhole { name, ty: Type::Any } => quote!(.body_or_member(#name)),
        RouteBody::MemberOrWhole { name, ty } => {
            let kind = ty.as_str();
            quote!(.sole_body(#name, #kind))
        }
        RouteBody::Parts { fields, paths } => {
            let fields = list(&quote!(fields), fields);
            let paths = paths.iter().map(|(name, path)| {
                // Of an array without items, Rust can't tell the type.
                let whole = path.is_whole().then(|| quote!(as [&str; 0]));
                let path = selection(path);
                quote!(.body_at(#name, #path #whole))
            });
            quote!(#fields #(#paths)*)
        }
    }
}

fn list(method: &TokenStream, names: &[String]) -> TokenStream {
    if names.is_empty() { quote!() } else { quote!(.#method(&[#(#names),*])) }
}

/// The calls that say what values are bound to.
pub(super) fn checks<'a>(checks: impl Iterator<Item = (&'a str, &'a str)>) -> TokenStream {
    let checks = checks.map(|(name, schema)| quote!(.check(#name, #schema)));
    quote!(#(#checks)*)
}

/// The calls that turn caller names into inputs, the same for routes and tools.
pub(super) fn binding(binding: &Binding) -> TokenStream {
    let renames = binding.renames.iter().map(|(caller, input)| quote!(.rename(#caller, #input)));
    let constants = binding.constants.iter().map(|(input, json)| quote!(.constant(#input, #json)));
    let defaults = binding.defaults.iter().map(|(input, json)| quote!(.default(#input, #json)));
    quote!(#(#renames)* #(#constants)* #(#defaults)*)
}
