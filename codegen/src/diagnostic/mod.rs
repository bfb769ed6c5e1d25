//! What the compiler has to say about a document.

mod code;
mod near;
pub(crate) mod phrases;
mod problem;
mod render;
mod severity;
mod sink;

pub use code::Code;
pub use near::nearest;
pub use problem::Diagnostic;
pub use render::render;
pub use severity::Severity;
pub use sink::{Report, Sink};
