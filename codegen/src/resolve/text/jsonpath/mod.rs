//! Paths into JSON: RFC 9535, and the spellings of it that real documents use.
//!
//! A path of nothing but names becomes keys, and costs a crate nothing. Any other becomes text of RFC 9535 that the
//! compiler has parsed, so that the crate can't fail to.

mod pattern;
#[cfg(test)]
mod properties;
mod scan;
#[cfg(test)]
mod tests;

use std::ops::Range;

use serde_json_path::JsonPath;

use crate::diagnostic::Code;
use crate::model::Selection;
use crate::resolve::context::Context;
use crate::resolve::text::jsonpath::scan::Fault;
pub(crate) use crate::resolve::text::jsonpath::scan::PathSegment;
use crate::source::Place;

/// The longest path, in bytes. Those of real documents have less than a hundred.
const LONGEST: usize = 512;
/// How deep brackets and parentheses nest: the time to parse them doubles with each.
const DEEPEST: usize = 6;

/// The place that a path names; none if it is no path, which is reported.
pub(crate) fn select(context: &mut Context<'_>, text: &str, place: &Place) -> Option<Selection> {
    let segments = segments(text).map_err(|fault| report(context, text, place, fault)).ok()?;
    warn_of_dollar(context, text, &segments, place);
    Some(selection(&segments))
}

/// Warns of `$name`, where `$.name` may be meant: read by the letter, it is a member whose name begins with `$`.
fn warn_of_dollar(context: &mut Context<'_>, text: &str, segments: &[PathSegment], place: &Place) {
    let Some(PathSegment::Name(first)) = segments.first() else { return };
    let Some(name) = first.strip_prefix('$').filter(|_| text.trim_start().starts_with(first.as_str())) else { return };
    let message = format!("`{first}` is read as the member of that name, dollar sign included");
    let rest = text.trim().strip_prefix(first).unwrap_or_default();
    let help = format!("write `$.{name}{rest}`; for a member whose name begins with `$`, `$['{first}']{rest}`");
    let report = context.sink.report(Code::PATH_SPELLING, place, message).help(help);
    report.write(place, &format!("$.{name}{rest}"));
}

/// Warns of a fixed answer that looks like such a path, and is none.
pub(crate) fn warn_of_text(context: &mut Context<'_>, text: &str, place: &Place) {
    let is_name = |name: &&str| {
        name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.".contains(c))
    };
    let Some(name) = text.trim().strip_prefix('$').filter(is_name) else { return };
    let message = format!("`${name}` is answered as it stands: a path into the answer begins with `$.`");
    let report = context.sink.report(Code::PATH_SPELLING, place, message);
    let report = report.help(format!("write `mapping: $.{name}` for what the upstream answers"));
    report.key(place, "mapping").write(place, &format!("$.{name}"));
}

/// The segments of a path that has been resolved before.
pub(crate) fn parsed(text: &str) -> Vec<PathSegment> {
    scan::segments(text).unwrap_or_default()
}

fn segments(text: &str) -> Result<Vec<PathSegment>, Fault> {
    let fault = |what: String, help: &str| Err(Fault { at: 0..text.len(), what, help: help.to_owned(), mended: None });
    if text.len() > LONGEST {
        return fault(format!("it has more than {LONGEST} bytes"), "pick a larger part of the answer");
    }
    if scan::depth(text) > DEEPEST {
        return fault(format!("its brackets nest deeper than {DEEPEST}"), "write it with fewer parentheses");
    }
    let segments = scan::segments(text)?;
    for segment in &segments {
        if let PathSegment::Other { text, at, .. } = segment {
            JsonPath::parse(&format!("${text}")).map_err(|error| syntax(text, at, error.position()))?;
            pattern::check(text, at)?;
        }
    }
    // What a crate parses when it runs has been parsed here, as a whole.
    match selection(&segments) {
        Selection::Path { text: path, .. } if JsonPath::parse(&path).is_err() => {
            fault("it is none of RFC 9535".to_owned(), "put names into quotes and brackets: `$['name']`")
        }
        _ => Ok(segments),
    }
}

/// A selector that the parser stops at. What it says of it is about the parser.
fn syntax(text: &str, segment: &Range<usize>, position: usize) -> Fault {
    let start = (segment.start + position.saturating_sub(1)).min(segment.end - 1);
    let help = if text.contains("=~") {
        "RFC 9535 has functions for patterns: `$.items[?match(@.name, 'a.*')]`"
    } else {
        "write a selector such as `[0]`, `[*]`, `[0:2]`, `['a','b']`, `[?@.open == true]` or `[?@.size > 1 && @.tag]`"
    };
    let what = format!("`{text}` is no selector of RFC 9535");
    Fault { at: start..segment.end, what, help: help.to_owned(), mended: None }
}

fn selection(segments: &[PathSegment]) -> Selection {
    let name = |segment: &PathSegment| if let PathSegment::Name(name) = segment { Some(name.clone()) } else { None };
    if let Some(keys) = segments.iter().map(name).collect() {
        return Selection::Keys(keys);
    }
    let text: String = segments.iter().map(PathSegment::written).collect();
    let is_list = segments.iter().any(|segment| matches!(segment, PathSegment::Other { is_list: true, .. }));
    Selection::Path { ident: None, text: format!("${text}"), is_list }
}

fn report(context: &mut Context<'_>, text: &str, whole: &Place, fault: Fault) {
    let shown: String = if text.len() > LONGEST { "a long text".to_owned() } else { format!("`{}`", text.trim()) };
    let message = format!("{shown} is no path into JSON: {}", fault.what);
    let place = part(context, text, whole, fault.at);
    let report = context.sink.report(Code::INVALID_PATH, &place, message).help(fault.help);
    fault.mended.into_iter().fold(report, |report, mended| report.write(whole, &mended));
}

/// The place of a part of a scalar, or that of the scalar where it is written with escapes.
fn part(context: &Context<'_>, text: &str, place: &Place, part: Range<usize>) -> Place {
    let source = context.source(place);
    let written = source.text.get(place.span.clone()).unwrap_or_default();
    match written.find(text) {
        Some(offset) if !part.is_empty() => {
            let scalar = place.span.start + offset;
            Place { file: place.file, ..source.place(scalar + part.start..scalar + part.end) }
        }
        _ => place.clone(),
    }
}
