//! Paths as documents write them, consumed and exposed.

use super::Context;
use crate::diagnostic::Code;
use crate::read::naftiko::Spanned;
use crate::resolve::template::{self, Piece};
use crate::source::Place;

/// The path of an operation, and where it stands: its own counts alone if it begins like that of its resource, and else comes
/// after it.
pub(super) fn full<'a>(resource: &'a Spanned<String>, operation: Option<&'a Spanned<String>>) -> (String, &'a Place) {
    let base = resource.trim();
    match operation {
        None => (base.to_owned(), &resource.place),
        Some(own) if is_whole(base, own.trim()) => (own.trim().to_owned(), &own.place),
        Some(own) => (format!("{}/{}", base.trim_end_matches('/'), own.trim().trim_start_matches('/')), &own.place),
    }
}

fn is_whole(base: &str, own: &str) -> bool {
    own.starts_with(base) || first_segment(own).is_some() && first_segment(own) == first_segment(base)
}

fn first_segment(path: &str) -> Option<&str> {
    path.split('/').find(|segment| !segment.is_empty())
}

/// Reports an operation whose own path comes after that of its resource: it may have been meant to stand alone.
pub(super) fn check_joined(
    context: &mut Context<'_>,
    resource: &Spanned<String>,
    operation: Option<&Spanned<String>>,
    full: &str,
) {
    let base = resource.trim();
    let Some(own) = operation.filter(|own| !is_whole(base, own.trim())) else { return };
    if first_segment(base).is_some() {
        let message = format!("`{}` is read as `{full}`: the path of the resource comes before it", own.trim());
        let report = context.sink.report(Code::URL_SPELLING, &own.place, message);
        report.help(format!("write it out: `path: {full}`")).related(&resource.place, "the path of the resource");
    }
}

/// A path without its fragment, which is never sent, and its query.
pub(super) fn split<'a>(context: &mut Context<'_>, path: &'a str, place: &Place) -> (&'a str, &'a str) {
    let (rest, fragment) = path.split_at(path.find('#').unwrap_or(path.len()));
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    if !fragment.is_empty() {
        let place = context.within(place, fragment);
        let message = format!("`{fragment}` is not sent: such paths reach one and the same address");
        context.sink.report(Code::URL_SPELLING, &place, message).help("remove it; what follows `#` is for browsers");
    }
    (path, query)
}

/// Reports a query that a document writes into a path and that is sent with every request.
pub(super) fn note_query(context: &mut Context<'_>, query: &str, place: &Place) {
    if !query.is_empty() {
        let place = context.within(place, query);
        let message = format!("`{query}` is no part of the path: it is sent as query");
        let help = "declare it under `inputParameters`: `- {name: …, in: query, value: …}`";
        context.sink.report(Code::URL_SPELLING, &place, message).help(help);
    }
}

/// The path of a route, which has neither query nor fragment: routes are told apart by method and path alone.
pub(super) fn of_route<'a>(context: &mut Context<'_>, path: &'a str, place: &Place) -> &'a str {
    let (plain, query) = split(context, path, place);
    if !query.is_empty() {
        let place = context.within(place, query);
        let message = format!("`{query}` tells no routes apart: this one answers `{plain}`, whatever the query");
        let help = "give the route a path of its own, and declare what callers give under `inputParameters`";
        context.sink.report(Code::URL_SPELLING, &place, message).help(help);
    }
    plain
}

/// Reports what has no meaning in a path: a brace without its variable.
pub(super) fn check(context: &mut Context<'_>, path: &str, place: &Place) {
    let texts = template::parse(path).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Variable(..) => None,
    });
    if let Some(text) = texts.into_iter().find(|text| text.contains(['{', '}'])) {
        let place = context.within(place, text.trim_matches('/'));
        let message = format!("`{text}` holds a brace, but no variable");
        let help = "write variables as `{name}`: a name has neither spaces nor slashes";
        context.sink.report(Code::UNKNOWN_VALUE, &place, message).help(help);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_an_operation_is_relative_unless_it_repeats_that_of_its_resource() {
        let check = |resource: &str, operation: Option<&str>, expected: &str| {
            let spanned = |text: &str| Spanned::new(text.to_owned(), Place::default());
            let (resource, operation) = (spanned(resource), operation.map(spanned));
            assert_eq!(full(&resource, operation.as_ref()).0, expected);
        };
        check("/items", None, "/items");
        check("/items", Some("/items/{id}"), "/items/{id}");
        check("/items", Some("/{id}"), "/items/{id}");
        check("/items/", Some("{id}"), "/items/{id}");
        check("/", Some("/items"), "/items");
        check("items", Some("open"), "items/open");
        check("/repos/{owner}/labels", Some("/repos/{owner}/issues"), "/repos/{owner}/issues");
        check("/segments", Some("/{id}"), "/segments/{id}");
    }
}
