//! Step one: text into a document.
//!
//! [`yaml`] keeps the place of every value, [`de`] reads types from it and reports what is wrong, and each front end
//! ([`naftiko`]) is a set of types.

pub mod collection;
pub mod data;
pub mod de;
mod exposed;
mod guard;
pub mod idle;
pub mod kind;
pub mod naftiko;
mod secrets;
pub mod spanned;
pub mod taxii;
pub mod yaml;

use crate::diagnostic::{Code, Sink};
use crate::source::Source;

pub use collection::{Entries, Entry, List, Loose, Map, Named, Unread};
pub use data::Data;
pub use kind::Kind;
pub use spanned::Spanned;

/// A document, as written.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// A Naftiko or Ikanos capability.
    Naftiko(Box<naftiko::Document>),
    /// A TAXII endpoint description.
    Taxii(Box<taxii::Document>),
}

impl Document {
    /// The capability, if it is one.
    pub fn as_naftiko(&self) -> Option<&naftiko::Document> {
        match self {
            Self::Naftiko(document) => Some(document),
            Self::Taxii(_) => None,
        }
    }
}

/// Reads a document of any kind. All problems go into the sink; none if nothing can be made of it.
pub fn document(source: &Source, sink: &mut Sink) -> Option<Document> {
    if let Some(fault) = &source.fault {
        let end = source.text.len();
        sink.report(Code::YAML_SYNTAX, &source.place(end..end), fault.as_str());
        hide_unread(source, sink);
        return None;
    }
    let root = yaml::parse(source, sink);
    if sink.has_errors() {
        // Not all of it is in the tree, if there is one.
        hide_unread(source, sink);
    } else {
        exposed::hide_shapes(source, sink);
    }
    let mut root = root?;
    let kind = kind::of(&root, sink)?;
    kind::take_out_former(&mut root, sink);
    exposed::take_out(&mut root, kind, sink);
    match kind {
        Kind::Naftiko => naftiko::document(&root, sink).map(|document| Document::Naftiko(Box::new(document))),
        Kind::Taxii => taxii::document(&root, sink).map(|document| Document::Taxii(Box::new(document))),
    }
}

/// Hides what may be a secret in a text of which there is no tree, or not all of it.
fn hide_unread(source: &Source, sink: &mut Sink) {
    secrets::hide_lines(source, sink);
    exposed::hide_shapes(source, sink);
}
