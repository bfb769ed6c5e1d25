//! model -> code: one function per item, nothing decided here.

mod auth;
mod body;
mod callers;
mod casing;
mod client;
mod constants;
mod docs;
mod format;
mod imports;
mod json;
mod lib_rs;
mod main_rs;
mod manifest;
mod mcp;
mod mock;
mod nested;
mod outputs;
mod paths;
mod readme;
mod rest;
mod service;
mod skill;
mod taxii;
#[cfg(test)]
mod tests;
mod types;
mod values;
mod work;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::model::{Capability, Method, Model, Selection, Server, Surface, Template, TemplatePart, Type};
use crate::options::Options;

/// Code that still has to be printed. Not `Send`: one document is emitted and rendered by one thread.
#[derive(Debug, Clone)]
pub struct Code {
    /// The package's name.
    pub package: String,
    /// What the header of each file names.
    pub spec: String,
    /// The files.
    pub files: Vec<File>,
}

/// A file of a generated crate.
#[derive(Debug, Clone)]
pub enum File {
    /// Rust.
    Rust {
        /// Path within the package.
        path: String,
        /// The text of its `//!` comment.
        docs: String,
        /// Its items.
        items: TokenStream,
    },
    /// A manifest: `#` starts a comment.
    Toml {
        /// Path within the package.
        path: String,
        /// Its text, without header.
        text: String,
    },
    /// Markdown.
    Markdown {
        /// Path within the package.
        path: String,
        /// Its text, without header.
        text: String,
    },
}

/// Everything a model becomes.
pub fn code(model: &Model, options: &Options) -> Code {
    let files = match &model.surface {
        Surface::Capability(capability) => capability_files(model, capability, options),
        Surface::Taxii(taxii) => taxii::files(model, taxii, options),
    };
    Code { package: model.package.clone(), spec: docs::visible(&model.spec), files }
}

fn capability_files(model: &Model, capability: &Capability, options: &Options) -> Vec<File> {
    let types = capability.types();
    let mut files = vec![
        readme::file(model, capability),
        lib_rs::file(model, capability),
        client::file(model, capability),
        main_rs::file(model, capability),
        mock::file(capability),
    ];
    if !types.is_empty() {
        files.push(types::file(capability));
    }
    if capability.is_served() {
        files.push(service::file(capability));
    }
    files.extend(capability.servers.iter().map(|server| match server {
        Server::Rest(rest) => rest::file(capability, rest),
        Server::Mcp(mcp) => mcp::file(capability, mcp),
        Server::Skill(skills) => skill::file(skills),
    }));
    files.push(manifest::file(model, &options.runtime));
    files
}

fn rust(path: &str, docs: impl Into<String>, items: TokenStream) -> File {
    File::Rust { path: path.to_owned(), docs: docs.into(), items }
}

/// Names come from [`names`](crate::names), so they are legal.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// `Template::new(&[…])` of the runtime.
fn template(template: &Template) -> TokenStream {
    let parts = template.0.iter().map(|part| match part {
        TemplatePart::Text(text) => quote!(Part::Text(#text)),
        TemplatePart::Setting(env) => quote!(Part::Setting(#env)),
    });
    quote!(&[#(#parts),*])
}

/// The Rust type of a value.
fn rust_type(ty: Type) -> TokenStream {
    match ty {
        Type::String => quote!(String),
        Type::Integer => quote!(i64),
        Type::Number => quote!(f64),
        Type::Boolean => quote!(bool),
        Type::Object => quote!(Object),
        Type::Array => quote!(Vec<Value>),
        Type::Any => quote!(Value),
    }
}

/// A place in a JSON value, as the runtime takes it: an array of keys, or a `Path`.
fn selection(selection: &Selection) -> TokenStream {
    match selection {
        Selection::Keys(keys) => quote!([#(#keys),*]),
        Selection::Path { text, is_list: true, .. } => quote!(Path::all(#text)),
        Selection::Path { text, is_list: false, .. } => quote!(Path::one(#text)),
    }
}

/// The constructor of the runtime for a method: `Route::get`, `Operation::get`.
fn constructor(method: Method) -> Ident {
    ident(method.constructor())
}
