//! What a route takes from the JSON body of a request.

use std::fmt;
use std::sync::Arc;

use crate::value::Value;

/// What the JSON body is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// An input.
    Whole { input: &'static str, required: bool },
    /// An object that holds the input, or else the input.
    WholeOrMember(&'static str),
    /// An object whose members are inputs.
    Fields(&'static [&'static str]),
}

/// Finds a part of the body.
type Selector = dyn Fn(&Value) -> Option<Value> + Send + Sync;

/// An input that is a part of the body.
#[derive(Clone)]
pub(super) struct BodyPart {
    pub(super) input: &'static str,
    pub(super) select: Arc<Selector>,
}

impl fmt::Debug for BodyPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyPart").field("input", &self.input).finish_non_exhaustive()
    }
}
