//! Templates in the spellings that documents use: `{x}`, `{{x}}` and `${x}`.

use std::ops::Range;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Stands as it is.
    Text(String),
    /// A variable; the range is where it stands in the text, braces included.
    Variable(String, Range<usize>),
}

/// Takes a text apart. A brace that nothing closes is text.
pub(super) fn parse(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = 0;
    while let Some((name, range)) = next_variable(text, rest) {
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

fn next_variable(text: &str, from: usize) -> Option<(String, Range<usize>)> {
    let mut at = from;
    while let Some(open) = text[at..].find('{').map(|found| at + found) {
        let (opening, closing) = if text[open..].starts_with("{{") { ("{{", "}}") } else { ("{", "}") };
        let inner = open + opening.len();
        // No name holds a brace: looking further would take a time by the square of the text.
        let reach = &text[inner..inner + text[inner..].find('{').unwrap_or(text.len() - inner)];
        let name = reach.find(closing).map(|length| &reach[..length]);
        match name.map(str::trim) {
            Some(name) if is_name(name) || opening == "{{" && is_tag(name) => {
                let end = inner + reach.find(closing)? + closing.len();
                let dollar = usize::from(open > from && text[..open].ends_with('$'));
                return Some((name.to_owned(), open - dollar..end));
            }
            _ => at = inner,
        }
    }
    None
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
            let shown: Vec<String> = parse(text)
                .into_iter()
                .map(|piece| match piece {
                    Piece::Text(text) => text,
                    Piece::Variable(name, _) => format!("<{name}>"),
                })
                .collect();
            assert_eq!(shown.join("|"), expected, "{text}");
        }
    }

    proptest::proptest! {
        /// Texts as they are and variables as they are written make the whole, and no variable holds a brace.
        #[test]
        fn nothing_is_lost(text in "([{}$ /a.#!é\n]|\\{\\{[ab]\\}\\}|\\{a\\}|\\PC){0,40}") {
            let mut printed = String::new();
            for piece in parse(&text) {
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
            proptest::prop_assert_eq!(printed, text);
        }
    }
}
