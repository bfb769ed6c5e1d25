//! What a unit does: its calls, steps and answer.

pub(crate) mod arguments;
pub(crate) mod caller;
pub(crate) mod earlier;
pub(crate) mod outputs;
pub(crate) mod steps;
