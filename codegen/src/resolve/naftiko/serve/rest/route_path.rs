//! What stands in the path of a route and is not what it seems: an empty path, escapes, and variables as other frameworks write
//! them. Only braces are variables here; all else is text.

use percent_encoding::percent_decode_str;

use crate::diagnostic::Code;
use crate::resolve::context::Context;
use crate::resolve::text::path;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// What parts segments, and what is read as a variable: no text of a route can hold them.
const NEVER: [&str; 3] = ["/", "{", "}"];

/// How many segments of a path are looked at: no author writes as many.
const MOST: usize = 50;

/// The path that a route answers; what is wrong with the one that is written is reported.
pub(crate) fn read(context: &mut Context<'_>, written: &str, place: &Place) -> String {
    let plain = path::of_route(context, written, place);
    check(context, plain, place);
    let plain = path::collapsed(plain);
    path::check(context, &plain, place);
    plain
}

/// Warns of texts that are variables in other frameworks, unless one is reported as the place of a declared input.
pub(crate) fn warn_of_foreign(context: &mut Context<'_>, path: &str, place: &Place) {
    if context.sink.has_within(Code::UNPLACED_PATH_PARAMETER, place) {
        return;
    }
    for segment in path.split('/').take(MOST) {
        if let Some(name) = foreign(segment) {
            let message = format!("`{segment}` is a text in this path: a variable stands in braces");
            edit(context, place, Meant { message, written: segment, instead: format!("{{{{{name}}}}}") });
        } else if is_rest(segment) {
            let spot = context.within(place, segment);
            let message =
                format!("`{segment}` does not take the rest of a path: a route answers paths of its own length");
            let help = "write a variable for each segment, such as `{{id}}`, and a route for each length";
            context.sink.report(Code::URL_SPELLING, &spot, message).help(help);
        }
    }
}

/// The path as a router takes it, decoded as what requests ask for is: a leading slash, single braces.
pub(crate) fn pattern(path: &str) -> String {
    let pieces = template::parse(path).into_iter().map(|piece| match piece {
        Piece::Text(text) => percent_decode_str(&text).decode_utf8_lossy().into_owned(),
        Piece::Variable(name, _) => format!("{{{name}}}"),
    });
    let pattern: String = pieces.collect();
    if pattern.starts_with('/') { pattern } else { format!("/{pattern}") }
}

/// Reports a path that answers other requests than it seems to, or none at all (RFC 3986 §2.1).
fn check(context: &mut Context<'_>, path: &str, place: &Place) {
    if path.is_empty() {
        let report = context.sink.report(Code::URL_SPELLING, place, "the path is empty: it is read as `/`");
        report.help("write `path: /`").write(place, "/");
    }
    let once = path::collapsed(path);
    if once != path {
        let message = format!("`{path}` has slashes in a row: the route answers `{once}`");
        edit(context, place, Meant { message, written: path, instead: once });
    }
    path.split('/').take(MOST).for_each(|segment| check_escapes(context, segment, place));
}

/// What is to be written in the place of something, and why.
struct Meant<'m> {
    message: String,
    written: &'m str,
    instead: String,
}

fn edit(context: &mut Context<'_>, place: &Place, Meant { message, written, instead }: Meant<'_>) {
    let spot = context.within(place, written);
    let is_there = context.source(&spot).text.get(spot.span.clone()) == Some(written);
    let report = context.sink.report(Code::URL_SPELLING, &spot, message).help(format!("write `{instead}`"));
    if is_there {
        report.replace(&spot, instead);
    }
}

fn check_escapes(context: &mut Context<'_>, segment: &str, place: &Place) {
    for (at, _) in segment.match_indices('%') {
        let escape: String = segment[at..].chars().take(3).collect();
        let is_escape = escape.len() == 3 && escape[1..].chars().all(|c| c.is_ascii_hexdigit());
        let spot = context.within(place, &escape);
        if !is_escape {
            let message = format!("`{escape}` is no escape: the percent sign is a text, which clients send as `%25`");
            let instead = format!("%25{}", &escape[1..]);
            edit(context, place, Meant { message, written: &escape, instead });
        } else if NEVER.contains(&&*percent_decode_str(&escape).decode_utf8_lossy()) {
            let message = format!("`{escape}` can't stand in the path of a route: no request reaches it");
            let help = "a text in a path holds neither slashes nor braces; a variable, `{{name}}`, takes any";
            context.sink.report(Code::UNKNOWN_VALUE, &spot, message).help(help);
        }
    }
    if percent_decode_str(segment).decode_utf8().is_err() {
        let spot = context.within(place, segment);
        let message = format!("`{segment}` can't stand in the path of a route: what it spells is no UTF-8");
        context.sink.report(Code::UNKNOWN_VALUE, &spot, message).help("write it as UTF-8, percent-encoded or plain");
    }
}

/// The name in `:id`, `<id>`, `<int:id>`, `[id]`, `$id` or `{id:[0-9]+}`, if all of a segment is that.
pub(crate) fn foreign(segment: &str) -> Option<&str> {
    let within = |opening, closing| segment.strip_prefix(opening).and_then(|rest| rest.strip_suffix(closing));
    let behind = |text: &'static str| segment.strip_prefix(text);
    let inner = within('<', '>').map(|inner| inner.rsplit(':').next().unwrap_or(inner));
    let typed = within('{', '}').and_then(|inner| Some(inner.split_once(':')?.0));
    let name = inner.or(typed).or(within('[', ']')).or(behind(":")).or(behind("$"))?;
    let name = name.strip_suffix('?').unwrap_or(name);
    let is_name = name.chars().all(|c| c.is_alphanumeric() || "_-".contains(c));
    (is_name && name.starts_with(|c: char| c.is_alphabetic() || c == '_')).then_some(name)
}

/// `*`, `**`, `*rest`, `{*rest}` or `[...rest]`: the rest of a path, elsewhere.
fn is_rest(segment: &str) -> bool {
    let inner = segment.trim_matches(['{', '}']);
    inner.starts_with('*') || segment.starts_with("[...") || segment.starts_with("[[...")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_of_other_frameworks_are_known() {
        let check = |segment: &str, expected: Option<&str>| assert_eq!(foreign(segment), expected, "{segment}");
        check(":id", Some("id"));
        check(":order-id?", Some("order-id"));
        check("<id>", Some("id"));
        check("<int:id>", Some("id"));
        check("[id]", Some("id"));
        check("$id", Some("id"));
        check("{id:[0-9]+}", Some("id"));
        for text in
            ["", "open", "{id}", "{{id}}", "{id}:cancel", "a:b", ":", "$5", "geo:{lat}", "*", "[...rest]", "%3Aid"]
        {
            check(text, None);
        }
        for text in ["*", "**", "*rest", "{*rest}", "{{*rest}}", "[...rest]", "[[...rest]]"] {
            assert!(is_rest(text), "{text}");
        }
        for text in ["", "a*", "{rest}", "[rest]"] {
            assert!(!is_rest(text), "{text}");
        }
    }

    #[test]
    fn a_pattern_is_decoded() {
        let check = |path: &str, expected: &str| assert_eq!(pattern(path), expected, "{path}");
        check("open/{{id}}", "/open/{id}");
        check("/open%20now/%C3%BC/%3Aid", "/open now/ü/:id");
        check("/open%zz%25", "/open%zz%");
        check("", "/");
    }
}
