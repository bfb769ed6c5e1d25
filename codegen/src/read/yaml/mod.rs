//! YAML text into a tree that knows where everything stands.
//!
//! What is read is YAML 1.2 without anchors, aliases and tags other than `!!str`: one document of at most 4 MiB, 300,000 values, 64
//! levels, and 2,000 entries in a list or mapping.

mod mend;
mod node;
mod older;
mod scalar;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;
mod walker;

pub use node::{Content, Key, Node, Scalar};
pub(super) use older::other_reading;
pub use scalar::Core;
pub(super) use scalar::resolve;

use crate::diagnostic::Sink;
use crate::source::Source;

/// Reads a document. All problems go into the sink; none if the text is no YAML or holds what is refused.
pub fn parse<'s>(source: &'s Source, sink: &mut Sink) -> Option<Node<'s>> {
    syntax::admit(source, sink)?;
    tree::build(source, sink)
}
