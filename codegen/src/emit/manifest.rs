//! `Cargo.toml`.

use super::docs;
use super::file::File;
use crate::model::{Feature, Model};

/// Inherits nothing: the crate can be copied out and built where its runtime can be found.
pub(super) fn file(model: &Model, runtime: &str) -> File {
    let parts = model.parts();
    let features: String = parts.iter().map(feature).collect();
    let default = list(parts.iter().map(|part| part.name.to_owned()));
    let always = match model.features() {
        always if always.is_empty() => String::new(),
        always => format!(", features = {}", list(always.into_iter().map(str::to_owned))),
    };
    let text = format!(
        "[package]
name = {name}
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.88\"
description = {description}
publish = false

[[bin]]
name = {name}
path = \"src/main.rs\"
required-features = [\"cli\"]

[features]
default = {default}
{features}
[dependencies]
capwright-runtime = {{ path = {path}{always} }}
serde = {{ version = \"1.0.228\", features = [\"derive\"] }}
",
        name = string(&model.package),
        description = string(&model.title),
        path = string(runtime),
    );
    File::Toml { path: "Cargo.toml".to_owned(), text }
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
    use super::string;

    #[test]
    fn strings_are_escaped() {
        assert_eq!(string("a\"b\\c\nd\u{202e}"), r#""a\"b\\c\U0000000Ad\U0000202E""#);
    }
}
