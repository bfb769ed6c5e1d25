//! Texts from outside as terminals may show them.

use std::borrow::Cow;

/// A text in which nothing is obeyed by a terminal, hidden, or drawn in another order than it is written: control characters of
/// both kinds (ESC, U+009B), those that change the direction, those without width. They stand as `\u{1b}`; ends of lines and
/// tabs stay.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_drawn) {
        return Cow::Borrowed(text);
    }
    let draw = |c: char| if is_drawn(c) { c.to_string() } else { c.escape_debug().to_string() };
    Cow::Owned(text.chars().map(draw).collect())
}

/// Whether a character shows as itself, behind another one: marks are drawn there.
pub fn is_drawn(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => true,
        c if c.is_ascii() => false,
        c => String::from_iter(['a', c]).escape_debug().count() == 2,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What the command line of crates shows in the same way.
    const TABLE: &str = include_str!("../../tests/tables/shown.json");

    #[test]
    fn what_terminals_obey_is_escaped_and_nothing_else() {
        let rows: Vec<(String, String)> = serde_json::from_str(TABLE).unwrap();
        for (text, expected) in rows {
            assert_eq!(escaped(&text), expected);
        }
    }
}
