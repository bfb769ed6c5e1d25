//! What a route takes from the JSON body of a request.

use std::fmt;
use std::sync::Arc;

use crate::error::InputError;
use crate::value::Value;

/// What the JSON body is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    /// An input.
    Whole { input: &'static str, required: bool },
    /// An object that holds the input, which is of the type of JSON Schema that `kind` names; else the input.
    WholeOrMember { input: &'static str, kind: &'static str },
    /// An object whose members are inputs.
    Fields(&'static [&'static str]),
}

/// Whether a value may be of a type of JSON Schema: texts may be numbers and words.
pub(super) fn fits(kind: &str, value: &Value) -> bool {
    match kind {
        "string" => value.is_string(),
        "integer" | "number" => value.is_number() || value.is_string(),
        "boolean" => value.is_boolean() || value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    }
}

/// Finds a part of the body.
type Selector = dyn Fn(&Value) -> Result<Option<Value>, InputError> + Send + Sync;

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
