//! What is refused, and what is idle.

pub(crate) mod format;
pub(crate) mod size;
pub(crate) mod unbuilt;
