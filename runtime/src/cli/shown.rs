//! What came from outside is shown, and never obeyed by a terminal.

use std::borrow::Cow;
use std::io::{self, Write};

/// A text in which nothing is obeyed, hidden, or drawn in another order than it is written: control characters of both kinds
/// (ESC, U+009B), those that change the direction, those without width. They stand as `\u{1b}`; ends of lines and tabs stay.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_drawn) {
        return Cow::Borrowed(text);
    }
    let draw = |c: char| if is_drawn(c) { c.to_string() } else { c.escape_debug().to_string() };
    Cow::Owned(text.chars().map(draw).collect())
}

/// Whether a character shows as itself, behind another one: marks are drawn there.
fn is_drawn(c: char) -> bool {
    match c {
        '\n' | '\t' | ' '..='~' => true,
        c if c.is_ascii() => false,
        c => String::from_iter(['a', c]).escape_debug().count() == 2,
    }
}

/// A text of clap's: its styles pass.
pub(super) fn styled(text: &str) -> String {
    let mut drawn = String::with_capacity(text.len());
    let mut pieces = text.split("\u{1b}[");
    drawn.extend(pieces.next().map(escaped));
    for piece in pieces {
        let codes = piece.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(piece.len());
        drawn.push_str(if piece[codes..].starts_with('m') { "\u{1b}[" } else { "\\u{1b}[" });
        drawn.push_str(&escaped(piece));
    }
    drawn
}

/// Prints bytes of a reply: as they are, but what a terminal shows of them is [`escaped`], and ends its line.
pub(super) fn print(bytes: &[u8], to: &mut impl Write, is_terminal: bool) -> io::Result<()> {
    if !is_terminal {
        return to.write_all(bytes);
    }
    to.write_all(escaped(&String::from_utf8_lossy(bytes)).as_bytes())?;
    if bytes.ends_with(b"\n") { Ok(()) } else { to.write_all(b"\n") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// What the compiler shows in the same way.
    const TABLE: &str = include_str!("../../../tests/tables/shown.json");

    #[test]
    fn what_terminals_obey_is_escaped_and_nothing_else() {
        let rows: Vec<(String, String)> = serde_json::from_str(TABLE).unwrap();
        for (text, expected) in rows {
            assert_eq!(escaped(&text), expected);
        }
    }

    #[test]
    fn styles_of_help_pass() {
        let check = |text: &str, expected: &str| assert_eq!(styled(text), expected, "{expected}");
        check("\u{1b}[1merror:\u{1b}[0m a\u{9b}", "\u{1b}[1merror:\u{1b}[0m a\\u{9b}");
        check("\u{1b}[2J\u{1b}]0;x\u{7}\u{1b}[", "\\u{1b}[2J\\u{1b}]0;x\\u{7}\\u{1b}[");
    }

    #[test]
    fn replies_stay_as_they_are_but_on_terminals() {
        let check = |bytes: &[u8], is_terminal: bool, expected: &[u8]| {
            let mut printed = Vec::new();
            print(bytes, &mut printed, is_terminal).unwrap();
            assert_eq!(printed, expected);
        };
        check(b"\x1b[2J\xff", false, b"\x1b[2J\xff");
        check(b"\x1b[2J\xff", true, "\\u{1b}[2J\u{fffd}\n".as_bytes());
        check(b"{\"a\": 1}\n", true, b"{\"a\": 1}\n");
    }
}
