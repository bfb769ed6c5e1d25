//! Documents by strangers: whatever stands where a text can stand, the compiler neither panics nor prints what isn't Rust.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use capwright_codegen::Source;

/// What texts try to be: ends of comments and strings, keywords, templates, paths, nothing at all.
const TOKENS: [&str; 28] = [
    "",
    " ",
    "_",
    "\"",
    "'",
    "\\",
    "`",
    "*/",
    "//",
    "\"#",
    "r#\"",
    "{",
    "}",
    "{}",
    "{{x}}",
    "${x}",
    "{x",
    "self",
    "Self",
    "gen",
    "2",
    "日本",
    "\u{202e}",
    "\u{e0041}",
    "a\nb",
    "a\0b",
    "../..",
    "#[derive]",
];

#[test]
fn no_text_panics_or_becomes_code() {
    let (mut tried, mut compiled) = (0, 0);
    for source in common::fixtures("compile") {
        for (number, mutant) in mutants(&source.text).into_iter().enumerate() {
            let project = common::project(vec![Source::new(source.path.clone(), source.path.clone(), mutant)]);
            let package = project.compile(0).package;
            tried += 1;
            for (path, text) in
                package.iter().flat_map(|package| &package.files).filter(|(path, _)| path.ends_with(".rs"))
            {
                assert!(syn::parse_file(text).is_ok(), "{} {number}: {path}", source.path);
                assert!(!text.contains(['\u{202e}', '\u{e0041}', '\0']), "{} {number}: {path}", source.path);
            }
            compiled += usize::from(package.is_some());
        }
    }
    assert!(tried > 400 && compiled > tried / 3, "{compiled} of {tried}");
}

/// The document with each of its texts in turn replaced by one of the tokens.
fn mutants(text: &str) -> Vec<String> {
    let starts: Vec<usize> = text.match_indices(": ").map(|(at, sign)| at + sign.len()).collect();
    let mut mutants = Vec::new();
    for (turn, start) in starts.into_iter().enumerate() {
        let rest = &text[start..];
        let length = rest.find([',', '}', ']', '\n']).unwrap_or(rest.len());
        if rest.starts_with(['{', '[', '"', '\'']) || length == 0 {
            continue;
        }
        let token = TOKENS[turn % TOKENS.len()];
        mutants.push(format!("{}{}{}", &text[..start], quoted(token), &rest[length..]));
    }
    mutants
}

/// In double quotes, as YAML writes it.
fn quoted(token: &str) -> String {
    let escaped = token.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() || !c.is_ascii() => format!("\\U{:08x}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
