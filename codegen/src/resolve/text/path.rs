//! Paths as documents write them, consumed and exposed.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::read::naftiko::Spanned;
use crate::resolve::context::Context;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// The path of an operation, and where it stands: its own counts alone if it begins like that of its resource, and else comes
/// after it. A query stays behind both.
pub(crate) fn full<'a>(resource: &'a Spanned<String>, operation: Option<&'a Spanned<String>>) -> (String, &'a Place) {
    match own(operation) {
        None => (resource.trim().to_owned(), &resource.place),
        Some(own) => (joined(&PathParts::of(resource), &PathParts::of(own)), &own.place),
    }
}

/// What a document writes as the path of an operation; an empty one says nothing.
fn own(operation: Option<&Spanned<String>>) -> Option<&Spanned<String>> {
    operation.filter(|own| !own.trim().is_empty())
}

/// A path as documents write it, taken apart.
pub(crate) struct PathParts<'a> {
    pub(crate) path: &'a str,
    pub(crate) query: &'a str,
    /// With its `#`.
    pub(crate) fragment: &'a str,
}

impl<'a> PathParts<'a> {
    pub(crate) fn of(text: &'a str) -> Self {
        let text = text.trim();
        let (rest, fragment) = text.split_at(text.find('#').unwrap_or(text.len()));
        let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
        Self { path, query, fragment }
    }

    /// Whether it repeats the path of its resource: by whole segments, or at least the first of them.
    fn repeats(&self, base: &PathParts<'_>) -> bool {
        if self.path.is_empty() {
            return false;
        }
        let rest = self.path.strip_prefix(base.path.trim_end_matches('/'));
        let is_prefix = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.', ':', '(']));
        is_prefix || first_segment(base.path).is_some_and(|first| first_segment(self.path) == Some(first))
    }

    /// Whether it is the end of a segment, as in `:cancel` and `.json`, and no segment of its own.
    fn is_suffix(&self) -> bool {
        let is_relative = self.path.starts_with("./") || self.path.starts_with("..");
        self.path.starts_with([':', '.']) && !is_relative
    }
}

fn joined(base: &PathParts<'_>, own: &PathParts<'_>) -> String {
    let path = match own.path {
        "" => base.path.to_owned(),
        path if own.is_suffix() => format!("{}{path}", base.path),
        path if own.repeats(base) => path.to_owned(),
        path => format!("{}/{}", base.path.trim_end_matches('/'), path.trim_start_matches('/')),
    };
    let query = joined_query(base.query, own.query);
    let sign = if query.is_empty() { "" } else { "?" };
    let fragment = if own.fragment.is_empty() { base.fragment } else { own.fragment };
    format!("{path}{sign}{query}{fragment}")
}

/// Both queries; what both give is that of the operation.
fn joined_query(base: &str, own: &str) -> String {
    let given: BTreeSet<&str> = own.split('&').map(name_of).collect();
    let kept = base.split('&').filter(|pair| !given.contains(name_of(pair)));
    let pairs: Vec<&str> = kept.chain(own.split('&')).filter(|pair| !pair.is_empty()).collect();
    pairs.join("&")
}

/// What stands before the `=` of a query.
fn name_of(pair: &str) -> &str {
    pair.split_once('=').map_or(pair, |(name, _)| name)
}

fn first_segment(path: &str) -> Option<&str> {
    path.split('/').find(|segment| !segment.is_empty())
}

/// Reports an operation whose own path comes after that of its resource: it may have been meant to stand alone.
pub(crate) fn check_joined(
    context: &mut Context<'_>,
    resource: &Spanned<String>,
    operation: Option<&Spanned<String>>,
    full: &str,
) {
    let Some(own) = own(operation) else { return };
    let (base, parts) = (PathParts::of(resource), PathParts::of(own));
    // A query alone is reported as what it is.
    if first_segment(base.path).is_some() && !parts.path.is_empty() && !parts.repeats(&base) {
        let message = format!("`{}` is read as `{full}`: the path of the resource comes before it", own.trim());
        let report = context.sink.report(Code::URL_SPELLING, &own.place, message);
        report.help(format!("write it out: `path: {full}`")).related(&resource.place, "the path of the resource");
    }
}

/// A path with one slash where several stand in a row: servers read them as one, or not at all.
pub(crate) fn collapsed(path: &str) -> String {
    let mut collapsed = String::with_capacity(path.len());
    for c in path.chars() {
        // An address may stand within a path.
        if c != '/' || !collapsed.ends_with('/') || collapsed.ends_with(":/") {
            collapsed.push(c);
        }
    }
    collapsed
}

/// A path without its fragment, which is never sent, and its query.
pub(crate) fn split<'a>(context: &mut Context<'_>, path: &'a str, place: &Place) -> (&'a str, &'a str) {
    let PathParts { path, query, fragment } = PathParts::of(path);
    if !fragment.is_empty() {
        let place = context.within(place, fragment);
        let message = format!("`{fragment}` is not sent: such paths reach one and the same address");
        context
            .sink
            .report(Code::URL_SPELLING, &place, message)
            .help("remove it; what follows `#` is for browsers")
            .replace(&place, "");
    }
    (path, query)
}

/// Reports a query that a document writes into a path and that is sent with every request.
pub(crate) fn note_query(context: &mut Context<'_>, query: &str, place: &Place) {
    if !query.is_empty() {
        let place = context.within(place, query);
        let message = format!("`{query}` is no part of the path: it is sent as query");
        let help = "declare it under `inputParameters`: `- {name: …, in: query, value: …}`";
        context.sink.report(Code::URL_SPELLING, &place, message).help(help);
    }
}

/// The path of a route, which has neither query nor fragment: routes are told apart by method and path alone.
pub(crate) fn of_route<'a>(context: &mut Context<'_>, path: &'a str, place: &Place) -> &'a str {
    let (plain, rest) = path.split_at(path.find(['?', '#']).unwrap_or(path.len()));
    let (written, what) = match rest.strip_prefix('?') {
        Some(query) => (query, "query"),
        None => (rest, "fragment"),
    };
    if !written.is_empty() {
        let place = context.within(place, written);
        let message = format!("`{written}` tells no routes apart: this one answers `{plain}`, whatever the {what}");
        let help = "give the route a path of its own, and declare what callers give under `inputParameters`";
        context.sink.report(Code::URL_SPELLING, &place, message).help(help);
    }
    plain
}

/// Reports what has no meaning in a path: a brace without its variable.
pub(crate) fn check(context: &mut Context<'_>, path: &str, place: &Place) {
    let texts = template::parse(path).into_iter().filter_map(|piece| match piece {
        Piece::Text(text) => Some(text),
        Piece::Variable(..) => None,
    });
    if let Some(text) = texts.into_iter().find(|text| text.contains(['{', '}'])) {
        let segment = text.split('/').find(|segment| segment.contains(['{', '}'])).unwrap_or(&text);
        let place = context.within(place, segment);
        let message = format!("`{text}` holds a brace, but no variable");
        let report = context.sink.report(Code::UNKNOWN_VALUE, &place, message);
        let name = segment.trim_matches(['{', '}', '$', ' ']);
        if !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c)) {
            let variable = format!("{{{{{name}}}}}");
            report.help(format!("write the variable as `{variable}`")).replace(&place, variable);
        } else {
            report.help("write variables as `{{name}}`: a name has neither spaces nor slashes");
        }
    }
    check_segments(context, path, place);
    check_once(context, path, place);
}

/// Reports segments that stand for other paths (RFC 3986 §5.2.4), and characters that no request line holds.
fn check_segments(context: &mut Context<'_>, path: &str, place: &Place) {
    if let Some(dots) = dots(PathParts::of(path).path) {
        let message = format!("`{dots}` in a path stands for another path, and is never sent as it is");
        context.sink.report(Code::UNKNOWN_VALUE, place, message).help("write the path out that is meant");
    }
    if path.contains(char::is_control) {
        let message = "the path holds a line break or another control character";
        context.sink.report(Code::UNKNOWN_VALUE, place, message).help("write it on one line");
    }
}

/// The first segment of a path that stands for another path: one or two dots, encoded or not (URL standard, §4.1).
pub(crate) fn dots(path: &str) -> Option<&str> {
    let is_dots = |segment: &&str| {
        let plain = segment.replace("%2e", ".").replace("%2E", ".");
        matches!(plain.as_str(), "." | "..")
    };
    path.split(['/', '\\']).find(is_dots)
}

/// Reports the first variable that stands in a path twice: callers give one value, for both places.
fn check_once(context: &mut Context<'_>, path: &str, place: &Place) {
    let mut known: BTreeMap<String, usize> = BTreeMap::new(); // where variables begin
    for piece in template::parse(path) {
        let Piece::Variable(name, range) = piece else { continue };
        let Some(first) = known.get(&name) else {
            known.insert(name, range.start);
            continue;
        };
        let place = context.within(place, &path[*first..range.end]);
        let message = format!("`{{{name}}}` stands twice in `{path}`: one value fills both places");
        let report = context.sink.report(Code::URL_SPELLING, &place, message);
        report.help("give the second one a name of its own, if it is another value");
        return;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slashes_in_a_row_are_one() {
        let check = |path: &str, expected: &str| assert_eq!(collapsed(path), expected);
        check("//orders///open/", "/orders/open/");
        check("/fetch/https://shop.test//x", "/fetch/https://shop.test/x");
        check("", "");
    }

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
        check("/segments", Some(" "), "/segments");
        check("/user", Some("/users/{id}"), "/user/users/{id}");
        check("/{id}", Some("/{id}:cancel"), "/{id}:cancel");
    }

    #[test]
    fn a_path_of_an_operation_may_be_the_end_of_a_segment_or_a_query() {
        let check = |resource: &str, operation: &str, expected: &str| {
            assert_eq!(joined(&PathParts::of(resource), &PathParts::of(operation)), expected, "{resource} {operation}");
        };
        check("/jobs/{id}", ":cancel", "/jobs/{id}:cancel");
        check("/jobs/{id}", ".json", "/jobs/{id}.json");
        check("/", ":cancel", "/:cancel");
        check("/", "open", "/open");
        check("/jobs", "./open", "/jobs/./open");
        check("/jobs/{id}", "?full=true", "/jobs/{id}?full=true");
        check("/", "?x=1", "/?x=1");
        check("/?a=1&b=2", "/more/{id}", "/more/{id}?a=1&b=2");
        check("/jobs?a=1", "/{id}?b=2", "/jobs/{id}?a=1&b=2");
        check("/jobs?a=1&b=2", "/jobs/{id}?b=3", "/jobs/{id}?a=1&b=3");
        check("/jobs", "/jobs?x={y}", "/jobs?x={y}");
        check("/#Delete", "?a=1", "/?a=1#Delete");
    }
}
