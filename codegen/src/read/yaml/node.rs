//! The tree.

use std::borrow::Cow;

use super::scalar::{Core, resolve};
use crate::json::Number;
use crate::source::Place;

/// A value and where it stands.
///
/// A collection stands where its first key or item does; an empty value where its key does.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'s> {
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub content: Content<'s>,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub enum Content<'s> {
    /// Text, number, truth or nothing: [`Scalar::core`] tells.
    Scalar(Scalar<'s>),
    /// A list.
    Sequence(Vec<Node<'s>>),
    /// Keys, each of them once, with their values.
    Mapping(Vec<(Key<'s>, Node<'s>)>),
}

/// A scalar as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar<'s> {
    /// The text, quotes and escapes resolved.
    pub text: Cow<'s, str>,
    /// Whether it stood there without quotes and without `|` or `>`.
    pub plain: bool,
    /// Whether `!!str` stands before it: the text is meant, whatever it looks like.
    pub said: bool,
}

/// A key of a mapping; always text.
#[derive(Debug, Clone, PartialEq)]
pub struct Key<'s>(Node<'s>);

impl<'s> Key<'s> {
    pub(super) fn new(text: Cow<'s, str>, place: Place) -> Self {
        Self(Node { place, content: Content::Scalar(Scalar { text, plain: false, said: false }) })
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.text().unwrap_or("")
    }

    /// Where it stands.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// Gives it another text, at the same place.
    pub(in crate::read) fn rename(&mut self, text: String) {
        self.0.content = Content::Scalar(Scalar { text: Cow::Owned(text), plain: false, said: false });
    }

    /// The key as a value.
    pub fn as_node(&self) -> &Node<'s> {
        &self.0
    }
}

impl Scalar<'_> {
    /// What it means.
    pub fn core(&self) -> Core {
        if self.plain { resolve(&self.text) } else { Core::Text }
    }

    /// A number as JSON writes it, in its own digits; none if it is no number. JSON has neither infinities nor NaN.
    pub fn number(&self) -> Option<String> {
        let written = || Number::read(&self.text).map(|number| number.to_string());
        match self.core() {
            Core::Int(number) => Some(written().unwrap_or_else(|| number.to_string())),
            Core::UInt(number) => Some(written().unwrap_or_else(|| number.to_string())),
            Core::Float(_) => written(),
            Core::Null | Core::Bool(_) | Core::Text => None,
        }
    }
}

impl<'s> Node<'s> {
    /// The value of a key, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node<'s>> {
        self.entries().iter().find(|(name, _)| name.text() == key).map(|(_, value)| value)
    }

    /// The keys and values; none unless this is a mapping.
    pub fn entries(&self) -> &[(Key<'s>, Node<'s>)] {
        match &self.content {
            Content::Mapping(entries) => entries,
            _ => &[],
        }
    }

    /// The items; none unless this is a list.
    pub fn items(&self) -> &[Node<'s>] {
        match &self.content {
            Content::Sequence(items) => items,
            _ => &[],
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar(scalar) => Some(&scalar.text),
            _ => None,
        }
    }

    /// Whether it is a collection in brackets rather than on lines of its own.
    pub fn is_bracketed(&self) -> bool {
        let first = match &self.content {
            Content::Scalar(_) => return false,
            Content::Sequence(items) => items.first().map(|item| &item.place),
            Content::Mapping(entries) => entries.first().map(|(key, _)| key.place()),
        };
        first.is_none_or(|first| first.line == self.place.line && first.column == self.place.column + 1)
    }

    /// Whether nothing stands here.
    pub fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar(scalar) if scalar.core() == Core::Null)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_quotes_is_text() {
        let core = |plain| Scalar { text: "12".into(), plain, said: false }.core();
        assert_eq!((core(true), core(false)), (Core::Int(12), Core::Text));
    }

    #[test]
    fn numbers_keep_their_digits() {
        let check = |text: &str, expected: Option<&str>| {
            let scalar = Scalar { text: text.into(), plain: true, said: false };
            assert_eq!(scalar.number().as_deref(), expected, "{text}");
        };
        check("12345678901234567890123", Some("12345678901234567890123"));
        check("1.10", Some("1.10"));
        check("1e2", Some("1e2"));
        check("1e400", Some("1e400"));
        check("0x1F", Some("31"));
        check("0o17", Some("15"));
        check("+.5", Some("0.5"));
        check(".inf", None);
        check("1.0.0", None);
    }
}
