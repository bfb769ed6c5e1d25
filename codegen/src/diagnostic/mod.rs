//! What the compiler has to say about a document.

mod bounded;
mod change;
mod code;
pub(crate) mod edit;
mod found;
mod near;
pub(crate) mod phrases;
mod problem;
mod render;
mod severity;
mod sink;

pub use code::Code;
pub use edit::Edit;
pub use near::{Patience, nearest};
pub use problem::{Diagnostic, Finding};
pub use render::render;
pub use severity::Severity;
pub use sink::{Report, Sink};
