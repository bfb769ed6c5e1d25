//! YAML text into a tree that knows where everything stands.
//!
//! What is read is YAML 1.2 without anchors, aliases and tags: one document of at most 4 MiB, 300,000 values, 64
//! levels, and 2,000 entries in a list or mapping.

mod scalar;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;

use std::borrow::Cow;

pub use scalar::Core;
pub(super) use scalar::resolve;

use crate::diagnostic::Sink;
use crate::source::{Place, Source};

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
}

/// A key of a mapping; always text.
#[derive(Debug, Clone, PartialEq)]
pub struct Key<'s>(Node<'s>);

impl<'s> Key<'s> {
    pub(super) fn new(text: Cow<'s, str>, place: Place) -> Self {
        Self(Node { place, content: Content::Scalar(Scalar { text, plain: false }) })
    }

    /// The text.
    pub fn text(&self) -> &str {
        self.0.text().unwrap_or("")
    }

    /// Where it stands.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The key as a value.
    pub fn as_node(&self) -> &Node<'s> {
        &self.0
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

    /// Whether nothing stands here.
    pub fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar(scalar) if scalar.core() == Core::Null)
    }
}

/// Reads a document. All problems go into the sink; none if the text is no YAML or holds what is refused.
pub fn parse<'s>(source: &'s Source, sink: &mut Sink) -> Option<Node<'s>> {
    syntax::admit(source, sink)?;
    tree::build(source, sink)
}
