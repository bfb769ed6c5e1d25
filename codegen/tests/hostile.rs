//! Documents by strangers: whatever stands where a text can stand, the compiler neither panics nor prints what isn't Rust.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Mutex;

use capwright_codegen::diagnostic::{self, Sink};
use capwright_codegen::read::yaml::{self, Content, Node};
use capwright_codegen::{Goal, Source, emit, render};
use proc_macro2::{TokenStream, TokenTree};
use rayon::prelude::*;
use syn::File;

/// What texts try to be: ends of comments, strings and attributes that go on as code, keywords, templates, paths, nothing at all.
/// Code that gets out says `pwned`, which no name becomes by itself.
const TOKENS: [&str; 48] = [
    "",
    " ",
    "_",
    "'",
    "\\",
    "`",
    "{",
    "}",
    "{}",
    "{{x}}",
    "{{env.X}}",
    "${x}",
    "{x",
    "{{x",
    "a {{x}} b {y} c",
    "self",
    "Self",
    "gen",
    "2",
    "-",
    "日本",
    "a*/ pwned!(); /*",
    "a\n*/ pwned!();\n",
    "a\n/// b\npwned!();",
    "a\r\npwned!();",
    "a\u{2028}pwned!();",
    "a\"; pwned!(); \"",
    "a\"#; pwned!(); r#\"",
    "a\"###; pwned!(); r###\"",
    "a\\\"; pwned!(); //",
    "a'; pwned!(); '",
    "a)] pwned!(); #[doc(b",
    "a\"] pwned!(); #[doc = \"",
    "a {} {0} {pwn} {{}}",
    "a\u{202e} b \u{2066}",
    "a\u{200b}\u{feff}\u{e0041}",
    "a\0b\u{7}\u{1b}[31m",
    "../..",
    "/etc/passwd",
    "a/../../b",
    "C:\\x\\y",
    "con",
    "nul.rs",
    "a%2e%2e%2fb",
    "$.a",
    "$[?(@.a == \"pwned\")]",
    "$..[",
    "#[derive(pwned)]",
];

/// Longer documents hold many of what others hold once, and take a time by the square of their length: one of 12 kB takes more than
/// half as long as all others together.
const LONGEST: usize = 10_000;

#[test]
fn no_text_panics_or_becomes_code() {
    let fixtures = common::fixtures("crates");
    let short = fixtures.iter().filter(|source| source.text.len() < LONGEST);
    let mutants: Vec<Source> = short.flat_map(mutants).collect();
    let seen = Seen::default();
    let compiled = mutants.par_iter().filter(|mutant| is_compiled(mutant, &seen)).count();
    let tried = mutants.len();
    assert!(tried > 1000 && compiled > tried / 4, "{compiled} of {tried}");
}

/// Files that were checked: most of a mutant's are those of the one before it.
type Seen = Mutex<BTreeSet<String>>;

/// The four steps, but that no file is printed and checked twice.
fn is_compiled(mutant: &Source, seen: &Seen) -> bool {
    let project = common::project(vec![mutant.clone()]);
    let compiled = project.compile_to(Goal::Model, 0, &mut ());
    for found in &compiled.diagnostics {
        diagnostic::render(found, project.sources(), false);
    }
    let Some(model) = compiled.model else { return false };
    let mut code = emit::code(&model, project.options());
    code.files.retain(|file| seen.lock().unwrap().insert(as_emitted(file)));
    for (path, text) in render::package(&code).files {
        let is_well = is_safe(&path) && is_harmless(&path, &text);
        assert!(is_well, "{path} of {}:\n{}\n{text}", mutant.shown, mutant.text);
    }
    true
}

fn as_emitted(file: &emit::File) -> String {
    match file {
        emit::File::Rust { path, docs, items } => format!("{path}\n{docs}\n{items}"),
        emit::File::Toml { path, text } | emit::File::Json { path, text } | emit::File::Markdown { path, text } => {
            format!("{path}\n{text}")
        }
    }
}

fn is_harmless(path: &str, text: &str) -> bool {
    let is_code = || {
        let tokens = text.parse::<TokenStream>();
        tokens.is_ok_and(|tokens| syn::parse2::<File>(tokens.clone()).is_ok() && !has_escaped(tokens))
    };
    !text.contains(is_invisible) && (!path.ends_with(".rs") || is_code())
}

/// A path below `src` or beside it, on every system.
fn is_safe(path: &str) -> bool {
    let is_part = |part: &str| {
        let stem = part.split('.').next().unwrap();
        let is_device = ["con", "prn", "aux", "nul"].contains(&stem)
            || stem.len() == 4 && (stem.starts_with("com") || stem.starts_with("lpt"));
        !is_device && !stem.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "._-".contains(c))
    };
    path.len() < 200 && path.split('/').all(is_part)
}

/// Whether a reader of the code would not see it, or would see another order.
fn is_invisible(c: char) -> bool {
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}');
    let hides = matches!(c, '\u{feff}' | '\u{e0000}'..='\u{e007f}' | '\u{2028}' | '\u{2029}');
    reorders || hides || c.is_control() && c != '\n'
}

/// Whether a token says `pwned`.
fn has_escaped(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "pwned",
        TokenTree::Group(group) => has_escaped(group.stream()),
        TokenTree::Literal(_) | TokenTree::Punct(_) => false,
    })
}

/// The document with each of its texts, names of keys among them, in turn replaced by a token: which one, depends on its
/// place, so that a run ends within seconds.
fn mutants(source: &Source) -> Vec<Source> {
    let mut spans = Vec::new();
    collect(&yaml::parse(source, &mut Sink::new()).unwrap(), &mut spans);
    let mutant = |(turn, span): (usize, Range<usize>)| {
        let (before, after) = (&source.text[..span.start], &source.text[span.end..]);
        let text = format!("{before}{}{after}", quoted(TOKENS[turn % TOKENS.len()]));
        Source::new(source.path.clone(), format!("{} {turn}", source.path), text)
    };
    spans.into_iter().enumerate().map(mutant).collect()
}

fn collect(node: &Node<'_>, spans: &mut Vec<Range<usize>>) {
    match &node.content {
        Content::Scalar(_) => spans.extend(Some(node.place.span.clone()).filter(|span| !span.is_empty())),
        Content::Sequence(items) => items.iter().for_each(|item| collect(item, spans)),
        Content::Mapping(entries) => {
            for (key, value) in entries {
                let is_own = !KEYS.contains(&key.text());
                spans.extend(Some(key.place().span.clone()).filter(|_| is_own));
                collect(value, spans);
            }
        }
    }
}

/// Keys of the language that others hang on: without them nothing is left to compile.
const KEYS: [&str; 8] = ["naftiko", "ikanos", "capability", "consumes", "exposes", "resources", "operations", "info"];

/// In double quotes, as YAML writes it.
fn quoted(token: &str) -> String {
    let escaped = token.chars().map(|c| match c {
        '"' | '\\' => format!("\\{c}"),
        c if c.is_control() || !c.is_ascii() => format!("\\U{:08x}", u32::from(c)),
        c => c.to_string(),
    });
    format!("\"{}\"", escaped.collect::<String>())
}
