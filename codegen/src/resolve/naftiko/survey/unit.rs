//! A unit as the document writes it.

use crate::read::naftiko::{ExposedInput, Named, Work};
use crate::source::Place;

/// An exposed operation or tool, for messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit<'a> {
    /// `tool` or `operation`.
    pub(crate) kind: &'static str,
    pub(crate) name: &'a str,
    pub(crate) place: &'a Place,
}

/// A unit as the document writes it.
pub(crate) struct Written<'a> {
    pub(crate) unit: Unit<'a>,
    /// Whether the document gives it its name.
    pub(crate) is_named: bool,
    pub(crate) description: String,
    /// The namespaces of its server.
    pub(crate) prefixes: Vec<&'a str>,
    /// Declared inputs, outermost first.
    pub(crate) levels: Vec<&'a Named<ExposedInput>>,
    /// Variables of its path.
    pub(crate) variables: Vec<(String, Place)>,
    pub(crate) work: Work<'a>,
}
