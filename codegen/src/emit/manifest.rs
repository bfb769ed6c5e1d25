//! `Cargo.toml`.

use super::docs;
use super::file::File;
use crate::model::Model;

/// Inherits nothing: the crate can be copied out and built where its runtime can be found.
pub(super) fn file(model: &Model, runtime: &str) -> File {
    let features: Vec<String> = model.features().into_iter().map(string).collect();
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
