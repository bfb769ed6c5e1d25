//! `Cargo.toml`.

use super::{File, docs};
use crate::model::{Auth, Callers, Capability, FileKey, Model, Server};

/// The features of the runtime that a capability needs, sorted.
pub(super) fn capability_features(model: &Model, capability: &Capability) -> Vec<&'static str> {
    let mut features = vec!["cli", "client", "mock"];
    features.extend(capability.servers.iter().map(|server| match server {
        Server::Rest(_) => "rest",
        Server::Mcp(_) => "mcp",
    }));
    let reads_yaml = model.settings.iter().filter_map(|setting| setting.file.as_ref()).any(FileKey::is_yaml);
    features.extend(reads_yaml.then_some("yaml"));
    let by_digest = |server: &Server| matches!(server.callers(), Callers::Digest { .. });
    features.extend(capability.servers.iter().any(by_digest).then_some("digest"));
    let authenticates = |wanted: fn(&Auth) -> bool| capability.upstreams.iter().any(|it| it.auth.any(wanted));
    features.extend(authenticates(|auth| matches!(auth, Auth::Digest { .. })).then_some("digest"));
    features.extend(authenticates(|auth| matches!(auth, Auth::OAuth2(_))).then_some("oauth2"));
    features.sort_unstable();
    features.dedup();
    features
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
    use super::string;

    #[test]
    fn strings_are_escaped() {
        assert_eq!(string("a\"b\\c\nd\u{202e}"), r#""a\"b\\c\U0000000Ad\U0000202E""#);
    }
}
