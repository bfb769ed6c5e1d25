//! The Capwright compiler: capability specs in, Rust crates out.
//!
//! Four steps, one direction: [`read`] text into a document, [`resolve`] it into a [`model`], [`emit`] code, [`render`] files.
//! Text in, text out: no file, clock, network or environment; the caller brings the sources and writes the files.

mod assemble;
pub mod compile;
pub mod diagnostic;
pub mod emit;
pub mod json;
pub mod library;
pub mod listing;
pub mod model;
pub mod names;
mod options;
pub mod package;
mod prose;
pub mod read;
pub mod render;
pub mod resolve;
pub mod shown;
pub mod source;

pub use compile::{CompileStep, Compiled, Goal, Observer, Project};
pub use diagnostic::{Diagnostic, Severity};
pub use library::Library;
pub use listing::Listing;
pub use options::{Options, Publish, Runtime};
pub use package::{Manifest, Package};
pub use source::{Place, Source};
