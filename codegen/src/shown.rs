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
mod tests {
    use super::*;

    #[test]
    fn what_terminals_obey_is_escaped_and_nothing_else() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected, "{expected}");
        check("a \\ \"b\"\n\t'c'", "a \\ \"b\"\n\t'c'");
        check("Grüße, 日本, नमस्ते, e\u{301}, 🎉", "Grüße, 日本, नमस्ते, e\u{301}, 🎉");
        check("\u{1b}[31m", "\\u{1b}[31m");
        check("\u{1b}]8;;https://a.test\u{7}x\u{1b}\\", "\\u{1b}]8;;https://a.test\\u{7}x\\u{1b}\\");
        check("\u{9b}31m\u{85}\r", "\\u{9b}31m\\u{85}\\r");
        check("a\u{202e}b\u{2066}\u{200b}\u{200d}\u{feff}", "a\\u{202e}b\\u{2066}\\u{200b}\\u{200d}\\u{feff}");
        check("\u{e0041}\u{2028}\u{61c}\u{ad}", "\\u{e0041}\\u{2028}\\u{61c}\\u{ad}");
    }
}
