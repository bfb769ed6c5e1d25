//! What is printed shows what came from outside, and never obeys it.

use std::io::{self, Write};

use capwright_codegen::shown::{escaped, is_drawn};

/// A stream whose texts are [`escaped`]: names, paths and texts of documents among them. Whatever a command prints goes through it.
pub(crate) struct Screen<'a> {
    to: &'a mut dyn Write,
    /// Whether styles pass (`ESC [ 1 m`): those of our own, as all other parts of what has them are escaped by who styles it.
    is_styled: bool,
    /// The beginning of a character.
    begun: Vec<u8>,
}

impl<'a> Screen<'a> {
    pub(crate) fn new(to: &'a mut dyn Write, is_styled: bool) -> Self {
        Self { to, is_styled, begun: Vec::new() }
    }

    fn show(&mut self, text: &str) -> io::Result<()> {
        let mut rest = text;
        while let Some((before, style, after)) = style(rest).filter(|_| self.is_styled) {
            write!(self.to, "{}{style}", escaped(before))?;
            rest = after;
        }
        self.to.write_all(escaped(rest).as_bytes())
    }
}

impl Write for Screen<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.begun.extend_from_slice(bytes);
        let all = std::mem::take(&mut self.begun);
        let mut chunks = all.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            self.show(chunk.valid())?;
            let is_begun = chunks.peek().is_none() && chunk.invalid().len() < 4 && may_go_on(chunk.invalid());
            match chunk.invalid() {
                [] => {}
                invalid if is_begun => self.begun = invalid.to_vec(),
                _ => self.to.write_all("\u{fffd}".as_bytes())?,
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Whether more bytes could make a character of these.
fn may_go_on(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none())
}

/// The first style in a text, with what stands before and after it.
fn style(text: &str) -> Option<(&str, &str, &str)> {
    text.match_indices("\u{1b}[").find_map(|(start, opening)| {
        let codes = &text[start + opening.len()..];
        let length = codes.find(|c: char| !c.is_ascii_digit() && c != ';')?;
        let end = start + opening.len() + length + 1;
        codes[length..].starts_with('m').then(|| (&text[..start], &text[start..end], &text[end..]))
    })
}

/// A line of JSON in which nothing is obeyed either; what it says stays the same.
pub(crate) fn json(line: &str) -> String {
    let mut text = String::with_capacity(line.len());
    for c in line.chars() {
        if is_drawn(c) {
            text.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            text.push_str(&format!("\\u{unit:04x}"));
        }
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn drawn(pieces: &[&[u8]], is_styled: bool) -> String {
        let mut bytes = Vec::new();
        let mut screen = Screen::new(&mut bytes, is_styled);
        pieces.iter().for_each(|piece| screen.write_all(piece).unwrap());
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn styles_pass_where_there_are_any() {
        let check = |text: &str, styled: &str, plain: &str| {
            assert_eq!(drawn(&[text.as_bytes()], true), styled);
            assert_eq!(drawn(&[text.as_bytes()], false), plain);
        };
        check(
            "\u{1b}[1;31merror\u{1b}[0m: a\n",
            "\u{1b}[1;31merror\u{1b}[0m: a\n",
            "\\u{1b}[1;31merror\\u{1b}[0m: a\n",
        );
        check(
            "\u{1b}]8;;x\u{7}\u{1b}[2J\u{1b}[1",
            "\\u{1b}]8;;x\\u{7}\\u{1b}[2J\\u{1b}[1",
            "\\u{1b}]8;;x\\u{7}\\u{1b}[2J\\u{1b}[1",
        );
        check("a\u{9b}31mb\u{202e}", "a\\u{9b}31mb\\u{202e}", "a\\u{9b}31mb\\u{202e}");
    }

    #[test]
    fn characters_may_come_in_pieces() {
        assert_eq!(drawn(&[b"\xe2", b"\x80", b"\xae", "é".as_bytes()], false), "\\u{202e}é");
        assert_eq!(drawn(&[b"a\xff\xfeb\xe2", b"x"], false), "a\u{fffd}\u{fffd}b\u{fffd}x");
    }

    #[test]
    fn json_says_the_same() {
        let line = serde_json::to_string("a\u{9b}\u{202e}\u{e0041}\u{1b}\"é").unwrap();
        assert_eq!(json(&line), "\"a\\u009b\\u202e\\udb40\\udc41\\u001b\\\"é\"");
        assert_eq!(serde_json::from_str::<String>(&json(&line)).unwrap(), "a\u{9b}\u{202e}\u{e0041}\u{1b}\"é");
    }
}
