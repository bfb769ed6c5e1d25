//! What a help says, as changes of the text.

use std::ops::Range;

use crate::source::{Place, Source};

/// A change of one text: what stands at a place gives way to something else. An empty place is where something is put in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// What gives way.
    pub place: Place,
    /// What comes in its place.
    pub replacement: String,
}

/// A change as reports ask for it, before anybody looks at the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Change {
    /// What stands at a place becomes another text.
    Replace(Place, String),
    /// The key of the value at a place becomes another one.
    Key(Place, String),
    /// Another entry, `key: value`, in the mapping that stands at a place.
    Entry(Place, String),
    /// The mapping that stands at a place becomes the only item of a list.
    Item(Place),
    /// A key and its value are taken out.
    Remove(Place),
}

impl Edit {
    /// A text after these edits of it; of two that overlap the first counts.
    pub fn apply<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
        let mut edits: Vec<&Edit> = edits.into_iter().collect();
        edits.sort();
        edits.dedup();
        let (mut changed, mut done) = (String::with_capacity(text.len()), 0);
        for Edit { place: Place { span, .. }, replacement } in edits {
            if let Some(before) = text.get(done..span.start).filter(|_| text.is_char_boundary(span.end)) {
                changed.push_str(before);
                changed.push_str(replacement);
                done = span.end;
            }
        }
        changed + text.get(done..).unwrap_or("")
    }
}

impl Change {
    /// The change in its text; none where it can't be made for sure.
    pub(super) fn edits(self, sources: &[Source]) -> Vec<Edit> {
        let text_of = |place: &Place| sources.get(place.file);
        match self {
            Self::Replace(place, replacement) => vec![Edit { place, replacement }],
            Self::Key(at, key) => text_of(&at).and_then(|text| rename(text, &at, key)).into_iter().collect(),
            Self::Entry(at, entry) => text_of(&at).and_then(|text| put_in(text, &at, &entry)).into_iter().collect(),
            Self::Remove(key) => text_of(&key).and_then(|text| take_out(text, &key)).into_iter().collect(),
            Self::Item(at) => text_of(&at).map(|text| as_item(text, &at)).unwrap_or_default(),
        }
    }
}

/// A text as a plain scalar, or quoted where it would mean something else.
pub(crate) fn scalar(text: &str) -> String {
    let is_safe = |c: char| c.is_alphanumeric() || "_/.-$".contains(c);
    let begins = text.starts_with(|c: char| c.is_alphabetic() || c == '_' || c == '/');
    let is_word = ["null", "true", "false"].iter().any(|word| word.eq_ignore_ascii_case(text));
    if begins && !is_word && text.chars().all(is_safe) {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// Another key before a value on its line.
fn rename(source: &Source, value: &Place, key: String) -> Option<Edit> {
    let before = source.text.get(..value.span.start)?.trim_end_matches(' ').strip_suffix(':')?;
    let start = before.rfind([' ', ',', '{', '\n']).map_or(0, |end| end + 1);
    Some(Edit { place: source.place(start..before.len()), replacement: key })
}

/// An entry before the first one of a mapping, which stands where that does, or at its bracket.
fn put_in(source: &Source, mapping: &Place, entry: &str) -> Option<Edit> {
    let at = mapping.span.start;
    if let Some(inside) = source.text.get(at..)?.strip_prefix('{') {
        let separator = if inside.trim_start().starts_with('}') { "" } else { ", " };
        return Some(Edit { place: source.place(at + 1..at + 1), replacement: format!("{entry}{separator}") });
    }
    let indent = " ".repeat(mapping.column.saturating_sub(1));
    Some(Edit { place: source.place(at..at), replacement: format!("{entry}\n{indent}") })
}

/// A dash before the first entry of a mapping, and its other lines below that entry; or brackets around brackets.
fn as_item(source: &Source, mapping: &Place) -> Vec<Edit> {
    let first = line(source, mapping.span.start);
    let before = source.text.get(first.start..mapping.span.start).unwrap_or("-");
    if !before.trim().is_empty() {
        return Vec::new(); // in brackets, or behind another dash
    }
    let put = |at: usize, text: &str| Edit { place: source.place(at..at), replacement: text.to_owned() };
    let mut edits = vec![put(mapping.span.start, "- ")];
    let mut end = first.end;
    while let Some(next) = Some(line(source, end)).filter(|next| !next.is_empty()) {
        let text = source.text.get(next.clone()).unwrap_or("");
        let is_entry = text.len() - text.trim_start_matches(' ').len() >= before.len();
        if !is_entry && !text.trim().is_empty() {
            break;
        }
        if is_entry && !text.trim().is_empty() {
            edits.push(put(next.start, "  "));
        }
        end = next.end;
    }
    edits
}

/// The lines of a key and its value. Within brackets they have no lines of their own, and stay.
fn take_out(source: &Source, key: &Place) -> Option<Edit> {
    let line = line(source, key.span.start);
    let before = source.text.get(line.start..key.span.start)?;
    if !before.chars().all(|c| matches!(c, ' ' | '-')) {
        return None;
    }
    let width = before.chars().count();
    let mut end = line.end;
    while end < source.text.len() {
        let next = self::line(source, end);
        if !is_within(source.text.get(next.clone())?, width) {
            break;
        }
        end = next.end;
    }
    let is_alone = before.trim().is_empty();
    if is_alone {
        return Some(Edit { place: source.place(line.start..end), replacement: String::new() });
    }
    // What follows becomes the first entry of the item, behind its dash.
    let follows = source.text.get(end..end + width)?.trim().is_empty();
    follows.then(|| Edit { place: source.place(key.span.start..end + width), replacement: String::new() })
}

/// Whether a line belongs to the value of a key that stands behind `width` characters.
fn is_within(line: &str, width: usize) -> bool {
    let content = line.trim_start_matches(' ');
    let indent = line.len() - content.len();
    content.trim().is_empty() || indent > width || indent == width && content.starts_with("- ")
}

/// The line around a byte, with its end.
fn line(source: &Source, at: usize) -> Range<usize> {
    let start = source.text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1);
    let length = source.text.get(at..).and_then(|after| after.find('\n'));
    start..length.map_or(source.text.len(), |length| at + length + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "tools:\n- name: a\n  call: b.c\n  with:\n    x: {y: 1}\n  hints: {}\n- name: b\n";

    #[test]
    fn changes_keep_the_text_around_them() {
        let source = Source::new("a.yaml", "a.yaml", TEXT);
        let at = |word: &str| {
            let start = TEXT.find(word).unwrap_or_default();
            source.place(start..start + word.len())
        };
        let check = |change: Change, expected: Option<(&str, &str)>| {
            let edits = change.edits(std::slice::from_ref(&source));
            let changed = (!edits.is_empty()).then(|| Edit::apply(TEXT, &edits));
            assert_eq!(changed, expected.map(|(old, new)| TEXT.replacen(old, new, 1)));
        };
        check(Change::Replace(at("b.c"), scalar("b.d")), Some(("b.c", "b.d")));
        check(Change::Key(at("b.c"), "ref".to_owned()), Some(("call", "ref")));
        check(Change::Key(at("1"), "z".to_owned()), Some(("{y", "{z")));
        check(Change::Entry(at("name"), "ref: f".to_owned()), Some(("- name: a", "- ref: f\n  name: a")));
        check(Change::Entry(at("x:"), "z: 2".to_owned()), Some(("    x:", "    z: 2\n    x:")));
        check(Change::Entry(at("{y"), "z: 2".to_owned()), Some(("{y", "{z: 2, y")));
        check(Change::Entry(at("{}"), "z: 2".to_owned()), Some(("{}", "{z: 2}")));
        check(Change::Remove(at("with")), Some(("  with:\n    x: {y: 1}\n", "")));
        check(Change::Remove(at("name")), Some(("name: a\n  ", "")));
        check(Change::Remove(at("y:")), None);
        check(Change::Item(at("x:")), Some(("x:", "- x:")));
        check(Change::Item(at("{y")), None);
        let (old, new) = ("call: b.c\n  with:\n    x: {y: 1}\n  h", "- call: b.c\n    with:\n      x: {y: 1}\n    h");
        check(Change::Item(at("call")), Some((old, new)));
    }

    #[test]
    fn texts_are_quoted_where_they_would_mean_something_else() {
        let rows =
            [("hub.get-issue", "hub.get-issue"), ("/a", "/a"), ("", "\"\""), ("12", "\"12\""), ("True", "\"True\"")];
        for (text, expected) in
            rows.into_iter().chain([("a: b", "\"a: b\""), ("{{x}}", "\"{{x}}\""), ("\"", r#""\"""#)])
        {
            assert_eq!(scalar(text), expected);
        }
    }

    #[test]
    fn of_edits_that_overlap_the_first_counts() {
        let source = Source::new("a.yaml", "a.yaml", "abc");
        let edit = |span, text: &str| Edit { place: source.place(span), replacement: text.to_owned() };
        assert_eq!(Edit::apply("abc", &[edit(2..3, "z"), edit(0..2, "x"), edit(1..3, "y")]), "xz");
    }
}
