//! Request bodies, put together from what the document writes and what callers give.

pub(super) mod binary;
pub(super) mod form;
pub(super) mod json;
mod json_text;
pub(super) mod key;
pub(super) mod multipart;
pub(super) mod template;
