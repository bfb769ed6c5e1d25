//! What the fuzzers share: inputs that hold several documents, and changes to them that keep them close to documents.

mod change;

use capwright_codegen::diagnostic::{self, Diagnostic};
use capwright_codegen::{Options, Project, Source};

use change::change;

/// The line before each document but the first: `=== PATH`.
const SEPARATOR: &str = "=== ";

/// The documents of an input; none if it is no text.
pub fn project(input: &[u8]) -> Option<Project> {
    let text = std::str::from_utf8(input).ok()?;
    let mut sources = Vec::new();
    let (mut path, mut from) = ("fuzzed.yaml", 0);
    for (at, line) in lines(text) {
        if let Some(next) = line.strip_prefix(SEPARATOR) {
            sources.push(Source::new(path, format!("specs/{path}"), &text[from..at]));
            (path, from) = (next.trim(), at + line.len());
        }
    }
    sources.push(Source::new(path, format!("specs/{path}"), &text[from..]));
    Some(Project::new(sources, Options { reserved: vec!["serde".to_owned()], ..Options::default() }))
}

/// Changes an input: as a document if `as_document` and it is one, else anywhere.
pub fn mutate(data: &mut [u8], size: usize, max_size: usize, seed: u32, as_document: bool) -> usize {
    let changed = if as_document { change(data, size, max_size, seed) } else { None };
    changed.unwrap_or_else(|| libfuzzer_sys::fuzzer_mutate(data, size, max_size))
}

/// Lines with their ends, and where they begin.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        (start, line)
    })
}

/// Diagnostics must be drawable, and their places lie in the text.
pub fn draw(diagnostics: &[Diagnostic], sources: &[Source]) {
    for found in diagnostics {
        for place in found.all_places() {
            let source = &sources[place.file];
            assert!(source.text.get(place.span.clone()).is_some(), "{}: {place:?}", found.code);
        }
        diagnostic::render(found, sources, false);
        diagnostic::render(found, sources, true);
    }
}
