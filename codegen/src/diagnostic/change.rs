//! Changes as reports ask for them, made in the text: what stands around a place decides how an entry is put in or taken out.

use std::ops::Range;

use super::edit::Edit;
use crate::source::{Place, Source};

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
    /// The value at a place is taken out, with its key.
    RemoveOf(Place),
    /// Another entry beside that of the value at a place.
    Beside(Place, String),
    /// Another item behind the one on whose first line a place is.
    Next(Place, String),
}

impl Change {
    /// The change in its text; none where it can't be made for sure.
    pub(super) fn edits(self, sources: &[Source]) -> Vec<Edit> {
        let text_of = |place: &Place| sources.get(place.file);
        match self {
            Self::Replace(place, replacement) => vec![Edit { place, replacement }],
            Self::Key(at, key) => text_of(&at).and_then(|text| rename(text, &at, key)).into_iter().collect(),
            Self::Entry(at, entry) => text_of(&at).and_then(|text| put_in(text, &at, &entry)).into_iter().collect(),
            Self::Beside(at, entry) => text_of(&at).and_then(|text| beside(text, &at, &entry)).into_iter().collect(),
            Self::Next(at, item) => text_of(&at).and_then(|text| next(text, &at, &item)).into_iter().collect(),
            Self::RemoveOf(at) => {
                let taken = |text: &Source| take_out(text, &text.place(key(text, &at)?));
                text_of(&at).and_then(taken).into_iter().collect()
            }
            Self::Remove(key) => text_of(&key).and_then(|text| take_out(text, &key)).into_iter().collect(),
            Self::Item(at) => text_of(&at).map(|text| as_item(text, &at)).unwrap_or_default(),
        }
    }
}

/// The key before a value on its line.
fn key(source: &Source, value: &Place) -> Option<Range<usize>> {
    let before = source.text.get(..value.span.start)?.trim_end_matches(' ').strip_suffix(':')?;
    let start = before.rfind([' ', ',', '{', '\n']).map_or(0, |end| end + 1);
    Some(start..before.len())
}

/// Another key before a value.
fn rename(source: &Source, value: &Place, name: String) -> Option<Edit> {
    Some(Edit { place: source.place(key(source, value)?), replacement: name })
}

/// An entry before that of a value, in the same mapping.
fn beside(source: &Source, value: &Place, entry: &str) -> Option<Edit> {
    let is_key = source.text.get(value.span.end..)?.trim_start_matches(' ').starts_with(':');
    let key = key(source, value).filter(|_| !is_key)?;
    put_in(source, &source.place(key), entry)
}

/// An item behind another one of a list on lines of its own, with the same dash.
fn next(source: &Source, item: &Place, text: &str) -> Option<Edit> {
    let first = line(source, item.span.start);
    let dash = source.text.get(first.clone())?.trim_start_matches(' ');
    let indent = first.len() - dash.len();
    if !dash.starts_with("- ") {
        return None;
    }
    let mut end = first.end;
    loop {
        let next = line(source, end);
        let content = source.text.get(next.clone())?;
        if next.is_empty()
            || content.trim().is_empty()
            || content.len() - content.trim_start_matches(' ').len() <= indent
        {
            break;
        }
        end = next.end;
    }
    let is_open = !source.text.get(..end)?.ends_with('\n');
    let replacement = format!("{}{}- {text}\n", if is_open { "\n" } else { "" }, " ".repeat(indent));
    Some(Edit { place: source.place(end..end), replacement })
}

/// An entry before the first one of a mapping, which stands where that does, or at its bracket.
fn put_in(source: &Source, mapping: &Place, entry: &str) -> Option<Edit> {
    let at = mapping.span.start;
    if let Some(inside) = source.text.get(at..)?.strip_prefix('{') {
        let separator = if inside.trim_start().starts_with('}') { "" } else { ", " };
        return Some(Edit { place: source.place(at + 1..at + 1), replacement: format!("{entry}{separator}") });
    }
    if source.text.get(..at)?.trim_end().ends_with(['{', ',']) {
        return Some(Edit { place: source.place(at..at), replacement: format!("{entry}, ") });
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
    use crate::diagnostic::edit::scalar;

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
        check(Change::RemoveOf(at("b.c")), Some(("  call: b.c\n", "")));
        check(Change::Beside(at("b.c"), "ref: f".to_owned()), Some(("call", "ref: f\n  call")));
        check(Change::Beside(at("with"), "ref: f".to_owned()), None);
        check(Change::Next(at("a\n"), "name: c".to_owned()), Some(("- name: b", "- name: c\n- name: b")));
        check(Change::Entry(at("y:"), "z: 2".to_owned()), Some(("{y", "{z: 2, y")));
        check(Change::Item(at("x:")), Some(("x:", "- x:")));
        check(Change::Item(at("{y")), None);
        let (old, new) = ("call: b.c\n  with:\n    x: {y: 1}\n  h", "- call: b.c\n    with:\n      x: {y: 1}\n    h");
        check(Change::Item(at("call")), Some((old, new)));
    }
}
