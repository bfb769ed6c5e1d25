//! Patterns in paths: RFC 9535 §2.4.6 and §2.4.7. A crate compiles one anew for each value that it looks at, so it must be small, and
//! nothing that an upstream answers.

use std::ops::Range;

use regex::RegexBuilder;

use super::scan::Fault;

/// How large the program of a pattern may be, in bytes: it is made in microseconds.
const LARGEST: usize = 64 << 10;
const FUNCTIONS: [&str; 2] = ["match(", "search("];

/// Checks the patterns of a segment, which stands `at` a place in its path.
pub(super) fn check(segment: &str, at: &Range<usize>) -> Result<(), Fault> {
    let fault = |what: String, help: &str| Fault { at: at.clone(), what, help: help.to_owned(), mended: None };
    for arguments in calls(segment) {
        let Some(pattern) = literal(arguments) else {
            let what = "a pattern is read from the answer".to_owned();
            return Err(fault(what, "write the pattern itself, in quotes: `[?match(@.name, 'a.*')]`"));
        };
        if let Err(error) = RegexBuilder::new(&pattern).size_limit(LARGEST).build() {
            let (what, help) = match error {
                regex::Error::CompiledTooBig(_) => ("is too large", "write a shorter one, with smaller repetitions"),
                _ => ("is none of RFC 9485", "mend it: a backslash is written twice within quotes"),
            };
            return Err(fault(format!("a pattern {what}"), help));
        }
    }
    Ok(())
}

/// What stands between the parentheses of functions that take a pattern.
fn calls(segment: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in unquoted(segment) {
        let rest = &segment[at..];
        if let Some(function) = FUNCTIONS.iter().find(|function| rest.starts_with(**function)) {
            let arguments = &rest[function.len()..];
            found.push(&arguments[..end(arguments)]);
        }
    }
    found
}

/// Where the parenthesis closes that stands before a text.
fn end(text: &str) -> usize {
    let mut depth = 1;
    let closing = unquoted(text).find(|(_, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        depth == 0
    });
    closing.map_or(text.len(), |(at, _)| at)
}

/// The characters of a text that do not stand in quotes.
fn unquoted(text: &str) -> impl Iterator<Item = (usize, char)> {
    let (mut quote, mut is_escaped) = (None, false);
    text.char_indices().filter(move |(_, c)| {
        let was_escaped = std::mem::take(&mut is_escaped);
        match (quote, c) {
            (Some(_), '\\') => is_escaped = !was_escaped,
            (Some(open), c) if open == *c && !was_escaped => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"') => quote = Some(*c),
            (None, _) => return true,
        }
        false
    })
}

/// The last argument, if it is a text in quotes.
fn literal(arguments: &str) -> Option<String> {
    let comma = unquoted(arguments).filter(|(_, c)| *c == ',').last()?.0;
    let text = arguments[comma + 1..].trim();
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut pattern = String::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some(escaped @ ('\\' | '\'' | '"' | '/'))) => pattern.push(escaped),
            ('\\', Some(other)) => pattern.extend(['\\', other]),
            (c, _) => pattern.push(c),
        }
    }
    Some(pattern)
}
