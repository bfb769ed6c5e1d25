//! Where a path is read, and what is wrong with it there.

use std::ops::Range;

/// Why a text is no path.
#[derive(Debug, PartialEq)]
pub(crate) struct Fault {
    /// Where, in bytes of the text.
    pub(crate) at: Range<usize>,
    pub(crate) what: String,
    pub(crate) help: String,
    /// The whole text as the help wants it.
    pub(crate) mended: Option<String>,
}

impl Fault {
    pub(super) fn new(at: Range<usize>, what: impl Into<String>, help: impl Into<String>) -> Self {
        Self { at, what: what.into(), help: help.into(), mended: None }
    }
}

/// What is left of a path.
pub(super) struct Cursor<'t> {
    pub(super) text: &'t str,
    /// In bytes.
    pub(super) at: usize,
}

impl<'t> Cursor<'t> {
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    /// Whether the next thing is this one, blanks before it aside; then it is read.
    pub(super) fn eat(&mut self, token: &str) -> bool {
        let rest = self.rest().trim_start();
        let is_next = rest.starts_with(token);
        if is_next {
            self.at = self.text.len() - rest.len() + token.len();
        }
        is_next
    }

    /// The characters that are all of a kind.
    pub(super) fn take(&mut self, is_meant: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !is_meant(c)).unwrap_or(rest.len());
        self.at += length;
        &rest[..length]
    }

    /// A text in quotes, with its escapes (RFC 9535 §2.3.1.1), and those of either quote. None if there is none, if it does not end,
    /// or if something else follows a backslash.
    pub(super) fn quoted(&mut self) -> Option<String> {
        let quote = self.peek().filter(|c| matches!(c, '\'' | '"'))?;
        let mut chars = self.rest()[1..].chars();
        let mut found = String::new();
        loop {
            match chars.next()? {
                c if c == quote => break,
                '\\' => found.push(escaped(&mut chars)?),
                c => found.push(c),
            }
        }
        self.at = self.text.len() - chars.as_str().len();
        Some(found)
    }
}

/// The character that stands after a backslash.
fn escaped(chars: &mut std::str::Chars<'_>) -> Option<char> {
    Some(match chars.next()? {
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unit(chars).and_then(|first| character(first, chars)),
        c @ ('\\' | '/' | '\'' | '"') => c,
        _ => return None,
    })
}

/// The character that a unit of UTF-16 begins.
fn character(first: u16, chars: &mut std::str::Chars<'_>) -> Option<char> {
    let mut units = vec![first];
    if (0xD800..0xDC00).contains(&first) {
        let is_pair = chars.next()? == '\\' && chars.next()? == 'u';
        units.push(unit(chars).filter(|_| is_pair)?);
    }
    char::decode_utf16(units).next()?.ok()
}

fn unit(chars: &mut std::str::Chars<'_>) -> Option<u16> {
    let digits: String = chars.by_ref().take(4).collect();
    let is_hex = digits.len() == 4 && digits.chars().all(|c| c.is_ascii_hexdigit());
    u16::from_str_radix(&digits, 16).ok().filter(|_| is_hex)
}

/// Whether a text is within quotes, or between the slashes that follow `=~`.
#[derive(Default)]
pub(super) struct Quotes {
    open: Option<char>,
    escaped: bool,
    /// The last two characters that are no blanks, outside of quotes.
    before: [char; 2],
}

impl Quotes {
    /// Reads on; whether the character belongs to a quoted text.
    pub(super) fn hold(&mut self, c: char) -> bool {
        match self.open {
            Some(_) if self.escaped => self.escaped = false,
            Some(_) if c == '\\' => self.escaped = true,
            Some(quote) if c == quote => self.open = None,
            Some(_) => {}
            None if matches!(c, '\'' | '"') || c == '/' && self.before == ['=', '~'] => self.open = Some(c),
            None => {
                if !c.is_whitespace() {
                    self.before = [self.before[1], c];
                }
                return false;
            }
        }
        true
    }
}

/// How deep brackets and parentheses nest, those within quotes aside.
pub(super) fn depth(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    let mut quotes = Quotes::default();
    for c in text.chars() {
        match c {
            _ if quotes.hold(c) => {}
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

/// The length of a bracket at the start of `text`, with what it holds.
pub(super) fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quotes) = (0_usize, Quotes::default());
    for (at, c) in text.char_indices() {
        match c {
            _ if quotes.hold(c) => {}
            '[' | '(' => depth += 1,
            ']' | ')' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (c == ']').then_some(at + 1);
        }
    }
    None
}
