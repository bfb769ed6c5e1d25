//! `Cargo.toml`.

use super::docs;
use super::file::File;
use crate::model::{Feature, Model};
use crate::options::{Options, Publish, Runtime};

/// Inherits nothing: the crate can be copied out and built where its runtime can be found.
pub(super) fn file(model: &Model, options: &Options) -> File {
    let parts = model.parts();
    let features: String = parts.iter().chain(&model.extras()).map(feature).collect();
    let default = list(parts.iter().map(|part| part.name.to_owned()));
    let always = match model.features() {
        always if always.is_empty() => String::new(),
        always => format!(", features = {}", list(always.into_iter().map(str::to_owned))),
    };
    let text = format!(
        "[package]
name = {name}
version = {version}
edition = \"2024\"
rust-version = \"1.88\"
description = {description}
{license}{publish}
[[bin]]
name = {name}
path = \"src/main.rs\"
required-features = [\"cli\"]

[features]
default = {default}
{features}
[dependencies]
capwright-runtime = {{ {source}{always} }}
serde = {{ version = \"1.0.228\", features = [\"derive\"] }}
",
        name = string(&model.package),
        description = string(&model.title),
        version = string(&model.version),
        license =
            options.license.as_deref().map(|license| format!("license = {}\n", string(license))).unwrap_or_default(),
        publish = publish(&options.publish),
        source = source(&options.runtime),
    );
    File::Toml { path: "Cargo.toml".to_owned(), text }
}

/// A line that says where the crate may be published; none for anywhere.
fn publish(publish: &Publish) -> String {
    match publish {
        Publish::Never => "publish = false\n".to_owned(),
        Publish::Anywhere => String::new(),
        Publish::Only(registries) => format!("publish = {}\n", list(registries.iter().cloned())),
    }
}

/// Where the runtime is, in cargo's words.
fn source(runtime: &Runtime) -> String {
    let pair = |key: &str, value: &str| format!("{key} = {}", string(value));
    let pairs = match runtime {
        Runtime::Path(path) => vec![pair("path", path)],
        Runtime::Version { version, registry } => {
            let registry = registry.iter().map(|registry| pair("registry", registry));
            std::iter::once(pair("version", version)).chain(registry).collect()
        }
        Runtime::Git { url, rev } => {
            let rev = rev.iter().map(|rev| pair("rev", rev));
            std::iter::once(pair("git", url)).chain(rev).collect()
        }
    };
    pairs.join(", ")
}

/// A line for a part of the crate: what it needs of the crate, and of the runtime.
fn feature(part: &Feature) -> String {
    let of_runtime = part.runtime.iter().map(|feature| format!("capwright-runtime/{feature}"));
    let needs = part.needs.iter().map(|name| (*name).to_owned()).chain(of_runtime);
    format!("{} = {}\n", part.name, list(needs))
}

fn list(texts: impl Iterator<Item = String>) -> String {
    format!("[{}]", texts.map(|text| string(&text)).collect::<Vec<_>>().join(", "))
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
    use super::*;

    #[test]
    fn strings_are_escaped() {
        assert_eq!(string("a\"b\\c\nd\u{202e}"), r#""a\"b\\c\U0000000Ad\U0000202E""#);
    }

    #[test]
    fn the_runtime_is_where_it_is_said_to_be() {
        let check = |runtime: Runtime, expected: &str| assert_eq!(source(&runtime), expected);
        let (version, url) = ("0.1.0".to_owned(), "https://git.test/capwright".to_owned());
        check(Runtime::Path("../../runtime".to_owned()), r#"path = "../../runtime""#);
        check(Runtime::Version { version: version.clone(), registry: None }, r#"version = "0.1.0""#);
        let registry = Some("acme".to_owned());
        check(Runtime::Version { version, registry }, r#"version = "0.1.0", registry = "acme""#);
        check(Runtime::Git { url: url.clone(), rev: None }, r#"git = "https://git.test/capwright""#);
        let rev = Some("v1".to_owned());
        check(Runtime::Git { url, rev }, r#"git = "https://git.test/capwright", rev = "v1""#);
    }

    #[test]
    fn crates_are_published_where_it_is_said() {
        assert_eq!(publish(&Publish::Never), "publish = false\n");
        assert_eq!(publish(&Publish::Anywhere), "");
        assert_eq!(publish(&Publish::Only(vec!["acme".to_owned()])), "publish = [\"acme\"]\n");
    }
}
