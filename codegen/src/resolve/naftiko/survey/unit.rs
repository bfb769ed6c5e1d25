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

impl Unit<'_> {
    /// Whether it calls if it says that it calls and orchestrates.
    pub(crate) fn calls_first(self) -> bool {
        self.kind == "operation"
    }

    /// What documents put before the inputs of units of the other kind; a flow serves both.
    pub(crate) fn foreign_prefix(self) -> Option<&'static str> {
        match self.kind {
            "tool" => Some("rest"),
            "operation" => Some("tools"),
            _ => None,
        }
    }

    /// Whether it is a tool of an MCP server.
    pub(crate) fn is_tool(self) -> bool {
        self.kind == "tool"
    }
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
