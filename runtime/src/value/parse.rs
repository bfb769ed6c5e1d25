//! JSON texts, which serde_json has found valid, as values.

use std::fmt;

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Error;

use super::{Number, Object, Value};

/// Deepest nesting, as deep as serde_json reads.
const DEEPEST: usize = 127;

/// Reads a text that is valid JSON.
pub(super) fn parse(text: &str) -> Result<Value, Error> {
    Parser { rest: text }.value(0)
}

struct Parser<'t> {
    rest: &'t str,
}

impl<'t> Parser<'t> {
    fn value(&mut self, depth: usize) -> Result<Value, Error> {
        if depth > DEEPEST {
            return Err(Error::custom("recursion limit exceeded"));
        }
        match self.peek() {
            Some(b'{') => self.object(depth).map(Value::Object),
            Some(b'[') => self.list(depth).map(Value::Array),
            Some(b'"') => self.string().map(Value::String),
            _ => match self.word() {
                "null" => Ok(Value::Null),
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                number => Number::read(number).map(Value::Number).map_err(Error::custom),
            },
        }
    }

    fn object(&mut self, depth: usize) -> Result<Object, Error> {
        let mut members = Object::new();
        self.skip();
        while self.peek().is_some_and(|next| next != b'}') {
            let name = self.string()?;
            self.peek();
            self.skip(); // the colon
            members.insert(name, self.value(depth + 1)?);
            self.comma();
        }
        self.skip();
        Ok(members)
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Value>, Error> {
        let mut items = Vec::new();
        self.skip();
        while self.peek().is_some_and(|next| next != b']') {
            items.push(self.value(depth + 1)?);
            self.comma();
        }
        self.skip();
        Ok(items)
    }

    fn string(&mut self) -> Result<String, Error> {
        let mut escaped = false;
        let end = self.rest.bytes().skip(1).position(|byte| match byte {
            _ if escaped => {
                escaped = false;
                false
            }
            b'\\' => {
                escaped = true;
                false
            }
            byte => byte == b'"',
        });
        let end = end.ok_or_else(|| Error::custom("a string is not closed"))? + 2;
        let (string, rest) = self.rest.split_at(end);
        self.rest = rest;
        let inside = &string[1..end - 1];
        if inside.contains('\\') { unescaped(string) } else { Ok(inside.to_owned()) }
    }

    /// A number or a word.
    fn word(&mut self) -> &'t str {
        let end = self.rest.find([',', ']', '}', ' ', '\t', '\n', '\r']).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    fn comma(&mut self) {
        if self.peek() == Some(b',') {
            self.skip();
        }
    }

    /// What comes next, white space aside.
    fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
        self.rest.bytes().next()
    }

    fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }
}

/// The text that a JSON string stands for. Of a pair of surrogates, one that stands alone is U+FFFD: no text holds it.
fn unescaped(string: &str) -> Result<String, Error> {
    serde_json::from_str(string).or_else(|_| {
        let Bytes(bytes) = serde_json::from_str(string)?;
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            // serde_json writes a surrogate in three bytes, the first of which alone is told apart here.
            text.extend(chunk.invalid().iter().filter(|byte| **byte == 0xed).map(|_| char::REPLACEMENT_CHARACTER));
        }
        Ok(text)
    })
}

/// The bytes of a string, in which surrogates may stand alone (WTF-8).
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;
        impl Visitor<'_> for Reader {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
                Ok(Bytes(bytes.to_owned()))
            }
        }
        deserializer.deserialize_bytes(Reader)
    }
}
