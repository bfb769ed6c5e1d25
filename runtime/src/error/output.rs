//! Outputs of another type than declared.

use std::fmt;

use crate::excerpt::{NAME, excerpt};

/// What an upstream answered, or a caller gave for it, is not of the type that a document declares for an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputError {
    /// The output with those around it, such as `crew[2].fullName`; empty for the answer as a whole.
    pub name: String,
    /// The declared type, such as `a number`.
    pub wanted: &'static str,
    /// What there is instead; texts and numbers are quoted, if they are short.
    pub found: String,
    came: Came,
}

/// Who gave what doesn't fit.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Came {
    /// An upstream, by its namespace if it is one alone.
    Upstream(Option<String>),
    #[cfg(feature = "project")]
    Caller,
}

impl OutputError {
    /// Not `wanted`, but `found`.
    pub fn new(wanted: &'static str, found: impl Into<String>) -> Self {
        Self { name: String::new(), wanted, found: found.into(), came: Came::Upstream(None) }
    }

    /// The same of what no upstream gave.
    #[cfg(feature = "project")]
    pub(crate) fn of_caller(self) -> Self {
        Self { came: Came::Caller, ..self }
    }

    /// The same of what only this upstream can have given.
    #[cfg(feature = "project")]
    pub(crate) fn of_upstream(mut self, namespace: Option<&str>) -> Self {
        if let Came::Upstream(upstream) = &mut self.came {
            *upstream = namespace.map(str::to_owned);
        }
        self
    }

    /// Within the output `outer`, or at `[index]` of a list.
    pub fn at(mut self, outer: &str) -> Self {
        let joint = if outer.is_empty() || self.name.is_empty() || self.name.starts_with('[') { "" } else { "." };
        self.name = format!("{outer}{joint}{}", self.name);
        self
    }
}

impl std::error::Error for OutputError {}

impl fmt::Display for OutputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let whole = match self.name.chars().next() {
            None => "the answer",
            Some('[') => "answer",
            Some(_) => "",
        };
        let name = excerpt(&self.name, NAME);
        write!(f, "{whole}{name} must be {}, but {} {}", self.wanted, self.came, self.found)
    }
}

impl fmt::Display for Came {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Upstream(Some(namespace)) => write!(f, "{namespace} gave"),
            Self::Upstream(None) => f.write_str("the upstream gave"),
            #[cfg(feature = "project")]
            Self::Caller => f.write_str("what was given is"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_says_where() {
        let fault = || OutputError::new("a number", "\"n/a\"");
        let check = |fault: OutputError, wanted: &str| {
            assert_eq!(fault.to_string(), format!("{wanted} must be a number, but the upstream gave \"n/a\""));
        };
        check(fault(), "the answer");
        check(fault().at(""), "the answer");
        check(fault().at("weight").at("[2]").at("cargo").at(""), "cargo[2].weight");
        check(fault().at("[0]").at("[1]").at("rows"), "rows[1][0]");
    }
}
