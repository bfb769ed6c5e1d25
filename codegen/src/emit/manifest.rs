//! `Cargo.toml`.

use proc_macro2::{TokenStream, TokenTree};

use super::{File, docs, format};
use crate::model::{Auth, Callers, Capability, FileKey, Model, RouteBody, Server};

/// The features of the runtime that a capability with these files needs, sorted.
pub(super) fn capability_features(model: &Model, capability: &Capability, files: &[File]) -> Vec<&'static str> {
    let mut features = vec!["cli", "client", "mock"];
    features.extend(capability.servers.iter().map(|server| match server {
        Server::Rest(_) => "rest",
        Server::Mcp(_) => "mcp",
        Server::Skill(_) => "skill",
    }));
    let reads_yaml = model.settings.iter().filter_map(|setting| setting.file.as_ref()).any(FileKey::is_yaml);
    features.extend(reads_yaml.then_some("yaml"));
    let by_digest = |server: &Server| matches!(server.callers(), Callers::Digest { .. });
    features.extend(capability.servers.iter().any(by_digest).then_some("digest"));
    let authenticates = |wanted: fn(&Auth) -> bool| capability.upstreams.iter().any(|it| it.auth.any(wanted));
    features.extend(authenticates(|auth| matches!(auth, Auth::Digest { .. })).then_some("digest"));
    features.extend(authenticates(|auth| matches!(auth, Auth::OAuth2(_))).then_some("oauth2"));
    features.extend(authenticates(|auth| matches!(auth, Auth::OAuth1(_))).then_some("oauth1"));
    features.extend(authenticates(|auth| matches!(auth, Auth::Aws(_))).then_some("aws"));
    let imports = files.iter().flat_map(|file| match file {
        File::Rust { items, .. } => imports_of_project(items),
        File::Toml { .. } | File::Markdown { .. } => Vec::new(),
    });
    let imports: Vec<String> = imports.collect();
    let selects = capability.servers.iter().any(selects_in_body);
    features.extend((selects || !imports.is_empty()).then_some("project"));
    features.extend(imports.contains(&"Path".to_owned()).then_some("jsonpath"));
    let operations = capability.upstreams.iter().flat_map(|upstream| &upstream.operations);
    features.extend(operations.filter_map(|operation| format::feature(&operation.format)));
    features.sort_unstable();
    features.dedup();
    features
}

/// What items import from `capwright_runtime::project`.
fn imports_of_project(items: &TokenStream) -> Vec<String> {
    let tokens: Vec<TokenTree> = items.clone().into_iter().collect();
    let paths = tokens.windows(7).filter_map(|path| match path {
        [TokenTree::Ident(runtime), _, _, TokenTree::Ident(module), _, _, last]
            if runtime == "capwright_runtime" && module == "project" =>
        {
            Some(last)
        }
        _ => None,
    });
    let names = paths.flat_map(|last| match last {
        TokenTree::Group(names) => names.stream().into_iter().map(|name| name.to_string()).collect(),
        name => vec![name.to_string()],
    });
    names.collect()
}

/// Whether a route reads parts of a body by where they are.
fn selects_in_body(server: &Server) -> bool {
    let selects = |body: &RouteBody| matches!(body, RouteBody::Parts { paths, .. } if !paths.is_empty());
    match server {
        Server::Rest(rest) => rest.routes.iter().any(|route| selects(&route.body)),
        Server::Mcp(_) | Server::Skill(_) => false,
    }
}

/// Inherits nothing: the crate can be copied out and built where its runtime can be found.
pub(super) fn file(model: &Model, features: &[&str], runtime: &str) -> File {
    let features: Vec<String> = features.iter().map(|feature| string(feature)).collect();
    let text = format!(
        "[package]
name = {name}
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.88\"
description = {description}
publish = false

[dependencies]
capwright-runtime = {{ path = {path}, features = [{features}] }}
serde = {{ version = \"1.0.228\", features = [\"derive\"] }}
",
        name = string(&model.package),
        description = string(&model.title),
        path = string(runtime),
        features = features.join(", "),
    );
    File::Toml { path: "Cargo.toml".to_owned(), text }
}

/// A basic string of TOML.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if docs::is_hidden(c) => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use super::{imports_of_project, string};

    #[test]
    fn imports_tell_the_features() {
        let items = quote! {
            use capwright_runtime::project::{Path, step};
            use capwright_runtime::{Answer, Result};
            use capwright_runtime::project::Output;
            const TEXT: &str = "capwright_runtime::project::x";
        };
        assert_eq!(imports_of_project(&items), ["Path", ",", "step", "Output"]);
        assert!(
            imports_of_project(&quote!(
                use capwright_runtime::Result;
            ))
            .is_empty()
        );
    }

    #[test]
    fn strings_are_escaped() {
        assert_eq!(string("a\"b\\c\nd\u{202e}"), r#""a\"b\\c\U0000000Ad\U0000202E""#);
    }
}
