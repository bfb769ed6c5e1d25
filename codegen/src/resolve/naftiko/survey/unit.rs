//! A unit as the document writes it.

use std::fmt;

use crate::read::naftiko::{ExposedInput, Named, Work};
use crate::source::Place;

/// A unit or flow in messages.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unit<'a> {
    /// What it is.
    pub(crate) kind: UnitWord,
    /// What it is called.
    pub(crate) name: &'a str,
    /// Where it stands.
    pub(crate) place: &'a Place,
}

/// The word for a kind of unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UnitWord {
    /// A route of a REST server, which documents call an operation.
    Operation,
    /// A tool of an MCP server.
    Tool,
    /// A flow, which serves units of all kinds.
    Flow,
}

impl fmt::Display for UnitWord {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Operation => "operation",
            Self::Tool => "tool",
            Self::Flow => "flow",
        })
    }
}

impl Unit<'_> {
    /// Whether it calls if it says that it calls and orchestrates.
    pub(crate) fn calls_first(self) -> bool {
        self.kind == UnitWord::Operation
    }

    /// What documents put before the inputs of units of the other kind; a flow serves both.
    pub(crate) fn foreign_prefix(self) -> Option<&'static str> {
        match self.kind {
            UnitWord::Tool => Some("rest"),
            UnitWord::Operation => Some("tools"),
            UnitWord::Flow => None,
        }
    }

    /// Whether it is a tool of an MCP server.
    pub(crate) fn is_tool(self) -> bool {
        self.kind == UnitWord::Tool
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
