//! Request bodies, put together from what the document writes and what callers give.

pub(super) mod binary;
mod form;
mod json;
pub(super) mod key;
mod multipart;
mod template;

pub use form::Form;
pub use json::Json;
pub use multipart::Multipart;
pub use template::Template;
