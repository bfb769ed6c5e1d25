//! Templates in the spellings that documents use: `{x}`, `{{x}}` and `${x}`.

use std::ops::Range;

/// White space that is none of a text, but of the way in which YAML writes it.
pub(crate) const LINE_BREAKS: [char; 2] = ['\r', '\n'];

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Stands as it is.
    Text(String),
    /// A variable; the range is where it stands in the text, braces included.
    Variable(String, Range<usize>),
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// In a path or an address: no name has a space or a slash.
    Address,
    /// In a value: whatever stands in double braces is a variable, or meant as one.
    Value,
}

/// Takes a path or an address apart. A brace that nothing closes is text.
pub(crate) fn parse(text: &str) -> Vec<Piece> {
    pieces(text, Kind::Address)
}

/// Takes a value apart: all that stands in double braces is a variable, also what can't be the name of one. Single braces are
/// those of a variable only if they are all of the value: within a text, as in GraphQL, they are text.
pub(crate) fn parse_value(text: &str) -> Vec<Piece> {
    let all = pieces(text, Kind::Value);
    let is_blank = |piece: &Piece| matches!(piece, Piece::Text(text) if text.trim().is_empty());
    let is_one = all.iter().filter(|piece| !is_blank(piece)).count() == 1;
    if is_one { all } else { of_templates(text, all, |written| is_double(written) || written.starts_with('$')) }
}

/// Takes a text of a body or an output apart, in which single braces are text: they are common in other languages.
pub(crate) fn parse_text(text: &str) -> Vec<Piece> {
    of_templates(text, pieces(text, Kind::Value), is_double)
}

/// The same for a language whose groups have braces, and may have two: what can't be a name is text.
pub(crate) fn parse_query(text: &str) -> Vec<Piece> {
    of_templates(text, parse(text), is_double)
}

/// The pieces again, without the variables whose braces are none of a template.
fn of_templates(text: &str, all: Vec<Piece>, is_of_template: fn(&str) -> bool) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    for piece in all {
        if let Piece::Variable(name, range) = piece
            && is_of_template(&text[range.clone()])
        {
            push_text(&mut pieces, &text[rest..range.start]);
            rest = range.end;
            pieces.push(Piece::Variable(name, range));
        }
    }
    push_text(&mut pieces, &text[rest..]);
    pieces
}

/// Whether a variable in double braces stands in a value.
pub(crate) fn is_template(text: &str) -> bool {
    text.contains("{{") && parse_text(text).iter().any(|piece| matches!(piece, Piece::Variable(..)))
}

/// Whether a variable is written in double braces, which nothing but templates has.
pub(crate) fn is_double(written: &str) -> bool {
    written.trim_start_matches('$').starts_with("{{")
}

fn pieces(text: &str, kind: Kind) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    while let Some((name, range)) = next_variable(text, rest, kind) {
        push_text(&mut pieces, &text[rest..range.start]);
        rest = range.end;
        pieces.push(Piece::Variable(name, range));
    }
    push_text(&mut pieces, &text[rest..]);
    pieces
}

fn push_text(pieces: &mut Vec<Piece>, text: &str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text.to_owned()));
    }
}

fn next_variable(text: &str, from: usize, kind: Kind) -> Option<(String, Range<usize>)> {
    let mut at = from;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let (opening, closing) = braces(&text[open..]);
        let inner = open + opening.len();
        // No name holds a brace: looking further would take a time by the square of the text.
        let reach = &text[inner..inner + text[inner..].find('{').unwrap_or(text.len() - inner)];
        let name = reach.find(closing).map(|length| &reach[..length]).filter(|name| !name.contains('}'));
        match name.map(str::trim) {
            Some(name) if is_name(name) || opening.len() > 1 && (kind == Kind::Value || is_tag(name)) => {
                let end = inner + reach.find(closing)? + closing.len();
                let dollar = usize::from(open > from && text[..open].ends_with('$'));
                return Some((name.to_owned(), open - dollar..end));
            }
            _ if opening == "{{{" => at = open + 1,
            _ => at = inner,
        }
    }
    None
}

/// The braces at the beginning of a text. Three are those of the engine's templates for values that are not escaped.
fn braces(text: &str) -> (&'static str, &'static str) {
    let kinds = [("{{{", "}}}"), ("{{", "}}")];
    kinds.into_iter().find(|(opening, _)| text.starts_with(opening)).unwrap_or(("{", "}"))
}

/// Sections and comments of the engine's templates: no names, and refused where variables are filled.
fn is_tag(name: &str) -> bool {
    name.starts_with(['#', '^', '!', '=', '>', '&']) && !name.contains(['{', '}', '\n'])
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c == '{' || c == '}' || c == '/' || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_taken_apart() {
        let rows = [
            ("https://{tanium_server}", "https://|<tanium_server>"),
            ("{{env.KEY}}", "<env.KEY>"),
            ("/a/{{{id}}}/{{{ b }}}", "/a/|<id>|/|<b>"),
            ("{{{KEY}}", "{|<KEY>"),
            ("Bearer {{ KEY }}", "Bearer |<KEY>"),
            ("https://${HOST}:8080/x", "https://|<HOST>|:8080/x"),
            ("/{id}.json", "/|<id>|.json"),
            ("/{tag}.{format}", "/|<tag>|.|<format>"),
            ("{", "{"),
            ("{}", "{}"),
            ("{{x}", "{{x}"),
            ("{a/b}", "{a/b}"),
            ("{{! a note }}{{# b }}{{/b}}", "<! a note>|<# b>|{{/b}}"),
            ("{# b}", "{# b}"),
            ("", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(shown(parse(text)), expected, "{text}");
        }
    }

    #[test]
    fn values_are_taken_apart() {
        let rows = [
            ("{{tools.page[size]}} {{a b}}{{ a/b }}", "<tools.page[size]>| |<a b>|<a/b>"),
            ("{{}} {{/b}} {{a | b}}", "<>| |</b>| |<a | b>"),
            ("{{{x}}}", "<x>"),
            ("{{{x}}: 1}", "{|<x>|: 1}"),
            ("{{a {b}}}", "{{a {b}}}"),
            ("{{a}é}}", "{{a}é}}"),
            ("{{é}🂱}}{{é}}{{é", "{{é}🂱}}|<é>|{{é"),
            ("{{{a}}é}}}", "{|<a>|é}}}"),
            ("{{a} }}", "{{a} }}"),
            ("{{a}}}", "<a>|}"),
            ("{a b} {a/b} {}", "{a b} {a/b} {}"),
            ("{id}", "<id>"),
            (" {id}\n", " |<id>|\n"),
            ("{id} {id}", "{id} {id}"),
            ("${x} {x}", "<x>| {x}"),
            ("{ user(id:\"{{id}}\") {id} }", "{ user(id:\"|<id>|\") {id} }"),
            ("{\"a\":{\"b\":{}}}", "{\"a\":{\"b\":{}}}"),
        ];
        for (text, expected) in rows {
            assert_eq!(shown(parse_value(text)), expected, "{text}");
        }
    }

    #[test]
    fn single_braces_are_text() {
        let rows = [
            ("use {name} as {{name}}", "use {name} as |<name>"),
            ("{ user(id:\"{{id}}\") {id} }", "{ user(id:\"|<id>|\") {id} }"),
            ("{id} {{{id}}}{id}", "{id} |<id>|{id}"),
            ("${x} ${{x}}", "${x} |<x>"),
            ("{x}", "{x}"),
            ("", ""),
        ];
        for (text, expected) in rows {
            assert_eq!(shown(parse_text(text)), expected, "{text}");
        }
    }

    #[test]
    fn templates_have_variables_in_double_braces() {
        for (text, expected) in
            [("{{x}}", true), ("a ${{x}}", true), ("{{}}", true), ("{{x}", false), ("{x}", false), ("{{ {x}", false)]
        {
            assert_eq!(is_template(text), expected, "{text}");
        }
    }

    fn shown(pieces: Vec<Piece>) -> String {
        let shown = pieces.into_iter().map(|piece| match piece {
            Piece::Text(text) => text,
            Piece::Variable(name, _) => format!("<{name}>"),
        });
        shown.collect::<Vec<_>>().join("|")
    }

    proptest::proptest! {
        /// Texts as they are and variables as they are written make the whole, and no variable holds a brace.
        #[test]
        fn nothing_is_lost(text in "([{}$ /a.#!é\n]|\\{\\{[ab]\\}\\}|\\{a\\}|\\PC){0,40}") {
            for pieces in [parse(&text), parse_value(&text), parse_text(&text), parse_query(&text)] {
                let mut printed = String::new();
                for piece in pieces {
                    match piece {
                        Piece::Text(part) => printed.push_str(&part),
                        Piece::Variable(name, range) => {
                            proptest::prop_assert!(range.start == printed.len() || text[..range.start] == printed, "{printed}");
                            proptest::prop_assert!(!name.contains(['{', '}']) && name.trim() == name, "{name}");
                            proptest::prop_assert!(text[range.clone()].contains(&name), "{name}");
                            printed.push_str(&text[range]);
                        }
                    }
                }
                proptest::prop_assert_eq!(printed, text.as_str());
            }
        }
    }
}
