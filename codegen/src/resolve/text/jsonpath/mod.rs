//! Paths into JSON: RFC 9535, the spellings of it that real documents use, and what the reference engine's library has besides.
//!
//! A path of nothing but names becomes keys, and costs a crate nothing. Any other becomes steps that the crate has as values, so that
//! it parses nothing. No library of RFC 9535 has projections, functions at the end, the words between values or numbers that are texts.

mod cursor;
mod filter;
mod pattern;
mod scan;
#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::diagnostic::Code;
use crate::model::Selection;
use crate::model::json_path::{self, Segment};
use crate::resolve::context::Context;
use crate::resolve::text::jsonpath::cursor::Fault;
use crate::source::Place;

/// The longest path, in bytes. Those of real documents have less than a hundred.
const LONGEST: usize = 512;
/// How deep brackets and parentheses nest: each is a call of the parser in another.
const DEEPEST: usize = 6;

/// The place that a path names; none if it is no path, which is reported.
pub(crate) fn select(context: &mut Context<'_>, text: &str, place: &Place) -> Option<Selection> {
    let segments = segments(text).map_err(|fault| report(context, text, place, fault)).ok()?;
    warn_of_dollar(context, text, &segments, place);
    Some(selection(text, segments))
}

/// The place that the end of a text names, a path seen from what stands `before` it; none if it is no path, which is reported.
pub(crate) fn select_behind(context: &mut Context<'_>, before: &str, path: &str, place: &Place) -> Option<Selection> {
    let rooted = format!("${path}");
    match segments(&rooted) {
        Ok(segments) => Some(selection(&rooted, segments)),
        Err(fault) => {
            let shifted = |at: usize| (at + before.len()).saturating_sub(1);
            let mended = fault.mended.as_ref().and_then(|mended| mended.strip_prefix('$'));
            let mended = mended.map(|mended| format!("{before}{mended}"));
            let help = match &mended {
                Some(mended) => closing_help(mended),
                None => fault.help,
            };
            let at = shifted(fault.at.start)..shifted(fault.at.end);
            let mended = mended.filter(|_| !context.is_braced(place));
            report(context, &format!("{before}{path}"), place, Fault { at, help, mended, ..fault });
            None
        }
    }
}

/// Warns of `$name`, where `$.name` may be meant: read by the letter, it is a member whose name begins with `$`.
fn warn_of_dollar(context: &mut Context<'_>, text: &str, segments: &[Segment], place: &Place) {
    let Some(Segment::Name(first)) = segments.first() else { return };
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

/// The steps of a path.
pub(crate) fn segments(text: &str) -> Result<Vec<Segment>, Fault> {
    if text.len() > LONGEST {
        let what = format!("it has more than {LONGEST} bytes");
        return Err(Fault::new(0..text.len(), what, "pick a larger part of the answer"));
    }
    if cursor::depth(text) > DEEPEST {
        let what = format!("its brackets nest deeper than {DEEPEST}");
        return Err(Fault::new(0..text.len(), what, "write it with fewer parentheses"));
    }
    scan::path(text).map_err(|fault| closed(text, fault))
}

/// What is wrong with a path that lacks a bracket, with the text that has all of them: a filter may lack a parenthesis as well.
fn closed(text: &str, fault: Fault) -> Fault {
    let lacks = fault.mended.as_ref().is_some_and(|mended| *mended == format!("{text}]"));
    if !lacks || text.len() >= LONGEST {
        return fault;
    }
    let within = text.strip_suffix(']').map(|open| format!("{open})]"));
    let dot = text.get(fault.at.start..).and_then(|open| open.find('.')).map(|dot| text.split_at(fault.at.start + dot));
    let index = dot.map(|(index, rest)| format!("{index}]{rest}"));
    let mended = [Some(format!("{text}]")), index, within, Some(format!("{text})]"))];
    let mended = mended.into_iter().flatten().find(|mended| scan::path(mended).is_ok());
    let help = mended.as_deref().map_or("close it".to_owned(), closing_help);
    Fault { help, mended, ..fault }
}

fn closing_help(mended: &str) -> String {
    format!("close it: `{mended}`")
}

fn selection(text: &str, segments: Vec<Segment>) -> Selection {
    let name = |segment: &Segment| if let Segment::Name(name) = segment { Some(name.clone()) } else { None };
    if let Some(keys) = segments.iter().map(name).collect() {
        return Selection::Keys(keys);
    }
    let is_list = json_path::finds_many(&segments);
    Selection::Path { ident: None, text: rooted(text.trim()), segments, is_list }
}

/// A path that begins with `$`, as RFC 9535 wants it.
fn rooted(text: &str) -> String {
    let rest = text.strip_prefix(['$', '@']).filter(|rest| rest.starts_with(['.', '[', ' ']));
    match rest {
        Some(rest) => format!("${rest}"),
        None if text.starts_with(['.', '[']) => format!("${text}"),
        None => format!("$.{text}"),
    }
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
