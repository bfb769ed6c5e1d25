//! `src/client.rs`: the settings, the client with one method per operation, and its builder.

use proc_macro2::TokenStream;
use quote::quote;

use super::auth::{auth, of_request};
use super::file::{File, rust};
use super::imports::Mentioned;
use super::tokens::{ident, template};
use super::{body, docs, format};
use crate::model::{
    Capability, FileKey, Input, Location, Model, Operation, Parameter, Segment, Setting, SettingKind, Target, Upstream,
};
use crate::names::reserved;

pub(super) fn file(model: &Model, capability: &Capability) -> File {
    let (settings, client, builder) = (settings(&model.settings), client(capability), builder(model, capability));
    let items = quote!(#settings #client #builder);
    let mentioned = Mentioned::by(&items);
    let (client, runtime) = (mentioned.of(reserved::CLIENT), mentioned.of(reserved::RUNTIME));
    let types = mentioned.all_from(&quote!(crate::types), &capability.types());
    let docs = if capability.upstreams.is_empty() {
        "The client, which calls nothing: no API is consumed."
    } else {
        "Calls the consumed APIs: one method per operation."
    };
    rust("src/client.rs", docs, quote!(#client #runtime #types #items))
}

/// `SETTINGS`, the same in every kind of crate.
pub(super) fn settings(settings: &[Setting]) -> TokenStream {
    let settings = settings.iter().map(|setting| {
        let (env, purpose) = (&setting.env, &setting.purpose);
        let (constructor, unless) = match &setting.kind {
            SettingKind::Required { unless } => {
                (quote!(required), unless.iter().map(|env| quote!(.unless(#env))).collect::<TokenStream>())
            }
            SettingKind::Secret => (quote!(secret), quote!()),
            SettingKind::Credential => (quote!(credential), quote!()),
            SettingKind::Optional => (quote!(optional), quote!()),
        };
        let file = setting.file.iter().map(|FileKey { path, key }| quote!(.file(#path, #key)));
        quote!(Setting::#constructor(#env).purpose(#purpose) #unless #(#file)*)
    });
    quote! {
        /// What must or may be given at start-up, as environment variable or with the [`Builder`].
        pub const SETTINGS: &[Setting] = &[#(#settings),*];
    }
}

fn client(capability: &Capability) -> TokenStream {
    let fields = capability.upstreams.iter().map(|upstream| {
        let field = ident(&upstream.field);
        quote!(#field: Upstream,)
    });
    let methods = capability.upstreams.iter().enumerate().flat_map(|(index, upstream)| {
        let operations = upstream.operations.iter().enumerate();
        operations.map(move |(operation, _)| method(capability, upstream, Target { upstream: index, operation }))
    });
    let constructors = constructors();
    let settings = capability.settings_are_used().map(|visibility| quote!(#visibility settings: Settings,));
    let about = if capability.upstreams.is_empty() {
        quote!(#[doc = " What the servers are started with."])
    } else {
        quote!(#[doc = " A client of the consumed APIs. Cheap to clone."])
    };
    quote! {
        #about
        #[derive(Debug, Clone)]
        pub struct Client {
            #(#fields)*
            #settings
        }

        impl Client {
            #constructors

            #(#methods)*
        }
    }
}

/// `builder` and `from_env`, the same in every kind of crate.
pub(super) fn constructors() -> TokenStream {
    quote! {
        /// Settings come from the methods of the builder.
        pub fn builder() -> Builder {
            Builder::default()
        }

        /// Settings come from environment variables, see [`SETTINGS`].
        ///
        /// # Errors
        /// [`Error::Config`](capwright_runtime::Error::Config) names every variable that is missing.
        pub fn from_env() -> Result<Self> {
            Self::builder().settings(Settings::from_env(SETTINGS)).build()
        }
    }
}

fn method(capability: &Capability, upstream: &Upstream, target: Target) -> TokenStream {
    let operation = &upstream.operations[target.operation];
    let request = format!("{} {}", operation.method.as_str(), operation.path.text);
    let text = docs::paragraphs([docs::foreign(&operation.description), docs::code(&request)]);
    let docs = docs::attributes(&text);
    let (name, field, wire, verb) =
        (ident(&operation.ident), ident(&upstream.field), &operation.name, ident(operation.method.as_str()));
    let parameter = operation.struct_name().map(|record| {
        let record = ident(record);
        let input = ident(if operation.sends_input() { "input" } else { "_input" });
        quote!(, #input: &#record)
    });
    let (path, variables) = (operation.route(), variables(operation));
    let parameters = operation.parameters.iter().map(|parameter| parameter_call(operation, parameter));
    let (body, auth) = (body::call(operation), of_request(operation));
    let format = format::of_request(capability, target);
    quote! {
        #docs
        pub async fn #name(&self #parameter) -> Result<Reply> {
            self.#field.request(Method::#verb, #wire) .path(#path) #(#variables)* #(#parameters)* #body #auth #format .await
        }
    }
}

/// A call for each variable of the path.
fn variables(operation: &Operation) -> impl Iterator<Item = TokenStream> {
    operation.path.segments.iter().filter_map(|segment| match segment {
        Segment::Text(_) => None,
        Segment::Variable(index) => {
            let input = &operation.inputs[*index];
            let (name, field) = (&input.name, ident(&input.field));
            Some(quote!(.variable(#name, &input.#field)))
        }
        Segment::Fixed(name, value) => {
            let value = body::reference(&operation.inputs, value);
            Some(quote!(.variable(#name, #value)))
        }
    })
}

fn parameter_call(operation: &Operation, parameter: &Parameter) -> TokenStream {
    let (name, value) = (&parameter.name, body::reference(&operation.inputs, &parameter.value));
    match parameter.location {
        Location::Header => quote!(.header(#name, #value)),
        Location::Cookie => quote!(.cookie(#name, #value)),
        Location::Query | Location::Path | Location::Body => quote!(.query(#name, #value)),
    }
}

fn builder(model: &Model, capability: &Capability) -> TokenStream {
    let upstreams = capability.upstreams.iter().map(upstream);
    let fields = capability.upstreams.iter().map(|upstream| ident(&upstream.field));
    let kept = capability.settings_are_used().map(|_| quote!(settings));
    let (http, methods) = if capability.upstreams.is_empty() {
        (quote!(), setters(&model.settings, &quote!()))
    } else {
        (quote!(http: HttpOptions,), builder_methods(&model.settings))
    };
    let checked = (kept.is_some() || !capability.upstreams.is_empty()).then(|| quote!(let settings =));
    quote! {
        /// Builds a [`Client`].
        #[derive(Debug, Clone, Default)]
        pub struct Builder {
            settings: Settings,
            #http
        }

        impl Builder {
            #methods

            /// # Errors
            /// [`Error::Config`](capwright_runtime::Error::Config) names every setting that is missing.
            pub fn build(self) -> Result<Client> {
                #checked self.settings.check(SETTINGS)?;
                #(#upstreams)*
                Ok(Client { #(#fields,)* #kept })
            }
        }
    }
}

/// A method per setting, and those that every builder has.
pub(super) fn builder_methods(settings: &[Setting]) -> TokenStream {
    let http = quote! {
        /// Timeouts and limits, trust and proxies.
        pub fn http(mut self, http: HttpOptions) -> Self {
            self.http = http;
            self
        }
    };
    setters(settings, &http)
}

/// A method for all settings, `others`, and one per setting.
fn setters(settings: &[Setting], others: &TokenStream) -> TokenStream {
    // What only servers need, no client takes.
    let settings = settings.iter().filter(|setting| setting.kind != SettingKind::Credential);
    let setters = settings.map(|setting| {
        let docs = docs::attributes(&format!("{}: {}.", docs::code(&setting.env), docs::foreign(&setting.purpose)));
        let (method, env) = (ident(&setting.method), &setting.env);
        quote! {
            #docs
            pub fn #method(mut self, value: impl Into<String>) -> Self {
                self.settings.set(#env, value);
                self
            }
        }
    });
    quote! {
        /// Replaces all settings given so far.
        pub fn settings(mut self, settings: Settings) -> Self {
            self.settings = settings;
            self
        }

        #others

        #(#setters)*
    }
}

fn upstream(upstream: &Upstream) -> TokenStream {
    let (field, namespace, env) = (ident(&upstream.field), &upstream.namespace, &upstream.base_url.env);
    let parts = template(&upstream.base_url.template);
    let auth = auth(&upstream.auth);
    quote! {
        let #field = Upstream::new(#namespace, &self.http).base_url(settings.fill(#env, #parts)) #auth .build()?;
    }
}

impl Capability {
    /// Whether requests or functions use settings, beside credentials; and who sees them then.
    fn settings_are_used(&self) -> Option<TokenStream> {
        if self.functions.iter().any(|function| function.settings().next().is_some()) {
            return Some(quote!(pub(crate)));
        }
        let mut operations = self.upstreams.iter().flat_map(|upstream| &upstream.operations);
        operations.any(|operation| operation.settings().next().is_some()).then(TokenStream::new)
    }
}

impl Operation {
    /// Whether any of its inputs is sent: one of the path may have no place in it.
    fn sends_input(&self) -> bool {
        !self.path.inputs().is_empty() || self.inputs.iter().any(|input| input.location != Location::Path)
    }

    /// The path with its variables in braces.
    pub(super) fn route(&self) -> String {
        let segments = self.path.segments.iter().map(|segment| match segment {
            Segment::Text(text) => text.clone(),
            Segment::Variable(index) => format!("{{{}}}", placeholder(&self.inputs[*index])),
            Segment::Fixed(name, _) => format!("{{{name}}}"),
        });
        segments.collect()
    }
}

/// What a path calls an input. Some are declared with their braces, as `{id}`: inner ones would end the variable too early.
fn placeholder(input: &Input) -> &str {
    if input.name.contains(['{', '}', '/']) { &input.field } else { &input.name }
}
