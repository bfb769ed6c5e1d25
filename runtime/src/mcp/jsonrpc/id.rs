//! Ids of requests, as they are written.

use serde::Serialize;
use serde_json::value::RawValue;

/// The longest id that is looked for in what can't be read. In bytes.
const MAX: usize = 1024;

/// The id of a request as it is written: a string or a number.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub(in crate::mcp) struct Id(Box<RawValue>);

impl Id {
    /// Nothing if the text is something else.
    pub(super) fn new(text: &str) -> Option<Self> {
        let is_scalar = text.starts_with(|first: char| first == '"' || first == '-' || first.is_ascii_digit());
        RawValue::from_string(text.to_owned()).ok().filter(|_| is_scalar).map(Self)
    }

    /// As it is written.
    #[cfg(test)]
    pub(super) fn text(&self) -> &str {
        self.0.get()
    }
}

/// Finds the id of a message that is no JSON, or too long to be kept: that which stands as `id` in the outermost object.
/// Keeps no more of the message than that.
#[derive(Debug, Default)]
pub(in crate::mcp) struct IdFinder {
    depth: usize,
    within: Within,
    /// Whether the next string of the outermost object is a key.
    awaits_key: bool,
    /// Whether the last key was `id`.
    is_id: bool,
    /// The last string or number of the outermost object, up to what an id may have.
    text: Vec<u8>,
    found: Option<Id>,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Within {
    #[default]
    Structure,
    String,
    /// After a backslash in a string.
    Escape,
}

impl IdFinder {
    /// The id in a message that is at hand.
    pub(in crate::mcp) fn find(message: &[u8]) -> Option<Id> {
        let mut finder = Self::default();
        finder.read(message);
        finder.found()
    }

    /// Reads on in the message.
    pub(in crate::mcp) fn read(&mut self, bytes: &[u8]) {
        for byte in bytes {
            if self.found.is_some() {
                return;
            }
            match self.within {
                Within::Structure => self.structure(*byte),
                Within::String | Within::Escape => self.string(*byte),
            }
        }
    }

    /// What was found so far.
    pub(in crate::mcp) fn found(self) -> Option<Id> {
        self.found
    }

    fn string(&mut self, byte: u8) {
        self.keep(byte);
        self.within = match (self.within, byte) {
            (Within::String, b'\\') => Within::Escape,
            (Within::String, b'"') => Within::Structure,
            _ => Within::String,
        };
        if self.within != Within::Structure || self.depth != 1 {
            return;
        }
        if self.awaits_key {
            self.is_id = self.text == br#""id""#;
        } else {
            self.end_of_value();
        }
    }

    fn structure(&mut self, byte: u8) {
        match byte {
            b'"' => {
                self.within = Within::String;
                self.text.clear();
                self.keep(byte);
            }
            b'{' | b'[' => {
                self.awaits_key = byte == b'{' && self.depth == 0;
                self.is_id &= self.depth == 0;
                self.depth += 1;
            }
            b'}' | b']' | b',' => {
                self.end_of_value();
                self.depth -= usize::from(byte != b',' && self.depth > 0);
                self.awaits_key |= byte == b',' && self.depth == 1;
            }
            b':' => {
                self.awaits_key &= self.depth != 1;
                self.text.clear();
            }
            _ if byte.is_ascii_whitespace() => self.end_of_value(),
            _ => self.keep(byte),
        }
    }

    fn keep(&mut self, byte: u8) {
        if self.depth == 1 && self.text.len() <= MAX {
            self.text.push(byte);
        }
    }

    fn end_of_value(&mut self) {
        if self.depth == 1 && self.is_id && !self.awaits_key && self.text.len() <= MAX {
            self.found = std::str::from_utf8(&self.text).ok().and_then(Id::new);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn ids_are_found_in_what_is_no_json() {
        let check = |message: &[u8], wanted: Option<&str>| {
            let found = IdFinder::find(message).map(|id| id.text().to_owned());
            assert_eq!(found.as_deref(), wanted, "{}", String::from_utf8_lossy(message));
            let mut finder = IdFinder::default();
            message.iter().for_each(|byte| finder.read(&[*byte]));
            assert_eq!(finder.found().map(|id| id.text().to_owned()).as_deref(), wanted, "byte by byte");
        };
        check(br#"{"jsonrpc":"2.0","id":7,"method":"#, Some("7"));
        check(br#"{"id" : -7 ,"#, Some("-7"));
        check(br#"{"method":"x","params":{"id":1,"a":[{"id":2}]},"id":"b\"c"} x"#, Some(r#""b\"c""#));
        check(b"{\"x\":\"\xff\",\"id\":1e400}", Some("1e400"));
        check(br#"{"id":"\ud800"}"#, Some(r#""\ud800""#));
        check(br#"{"id":7"#, None); // maybe 70
        check(br#"{"id":null,"id":7}"#, Some("7"));
        for none in ["", "x", "{}", r#"{"id":{"id":7}}"#, r#"{"id":[7]}"#, r#"[{"id":7}]"#, r#"{"a":"id","b":7,"#] {
            check(none.as_bytes(), None);
        }
        for none in [r#"{"id":true}"#, r#"{"id":7x}"#, r#"{"id":"7}"#, r#"}{"id":7x}"#, r#"["id",7]"#, r#"{"\"id":7}"#]
        {
            check(none.as_bytes(), None);
        }
        check(
            format!(r#"{{"id":"{}"}}"#, "x".repeat(MAX - 2)).as_bytes(),
            Some(&format!("\"{}\"", "x".repeat(MAX - 2))),
        );
        check(format!(r#"{{"id":"{}"}}"#, "x".repeat(MAX - 1)).as_bytes(), None);
    }
}
