//! The Capwright compiler: capability specs in, Rust crates out.
//!
//! Four steps, one direction: [`read`] text into a document, [`resolve`] it into a [`model`], [`emit`] code, [`render`] files.
//! Text in, text out: no file, clock, network or environment; the caller brings the sources and writes the files.

pub mod diagnostic;
pub mod emit;
pub mod listing;
pub mod model;
pub mod names;
pub mod package;
pub mod project;
mod prose;
pub mod read;
pub mod render;
pub mod resolve;
pub mod source;

pub use diagnostic::{Diagnostic, Severity};
pub use listing::Listing;
pub use package::{Manifest, Package};
pub use project::{Options, Project};
pub use source::{Place, Source};

/// What became of one document.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// Everything there is to say about the document, errors first, then by place.
    pub diagnostics: Vec<Diagnostic>,
    /// The crate; none if a diagnostic is an error.
    pub package: Option<Package>,
}
