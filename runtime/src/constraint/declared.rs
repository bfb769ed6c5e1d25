//! What a document says of the inputs of a function, beside their types.

use serde::de::DeserializeOwned;

#[cfg(any(feature = "cli", feature = "rest"))]
use super::Constraint;
#[cfg(any(feature = "cli", feature = "rest"))]
use crate::error::InputError;
use crate::value::Value;
use crate::values::Values;

/// What inputs must be, and what they are where callers have no say in it or give nothing.
#[derive(Debug, Clone, Default)]
pub(crate) struct Declared {
    #[cfg(any(feature = "cli", feature = "rest"))]
    checks: Vec<(&'static str, Constraint)>,
    constants: Vec<(&'static str, Value)>,
    defaults: Vec<(&'static str, Value)>,
}

impl Declared {
    /// What callers give as `caller` must be what the schema that `json` writes says.
    ///
    /// # Panics
    /// If `json` is no JSON object, which is a mistake of the program.
    #[cfg(any(feature = "cli", feature = "rest"))]
    pub(crate) fn check(&mut self, caller: &'static str, json: &str) {
        self.checks.push((caller, Constraint::new(&parse(json))));
    }

    /// The input `input` always has the value that `json` writes.
    ///
    /// # Panics
    /// If `json` is not JSON, which is a mistake of the program.
    #[cfg(any(feature = "mcp", feature = "rest"))]
    pub(crate) fn constant(&mut self, input: &'static str, json: &str) {
        self.constants.push((input, parse(json)));
    }

    /// The input `input` has the value that `json` writes when callers give none.
    ///
    /// # Panics
    /// If `json` is not JSON, which is a mistake of the program.
    pub(crate) fn default_to(&mut self, input: &'static str, json: &str) {
        self.defaults.push((input, parse(json)));
    }

    /// Checks what callers gave, all of it. `input` is which input holds what they give as a name.
    ///
    /// # Errors
    /// Says what the first that is wrong must be.
    #[cfg(any(feature = "cli", feature = "rest"))]
    pub(crate) fn checked<'n>(
        &self,
        values: &Values,
        input: impl Fn(&'static str) -> &'n str,
    ) -> Result<(), InputError> {
        self.checks.iter().try_for_each(|(caller, constraint)| constraint.check_given(caller, values, input(caller)))
    }

    /// Adds the constants, and the defaults of inputs without a value.
    pub(crate) fn complete(&self, values: &mut Values) {
        for (input, value) in &self.constants {
            values.json(*input, value.clone());
        }
        for (input, value) in &self.defaults {
            if !values.has(input) {
                values.json(*input, value.clone());
            }
        }
    }
}

fn parse<T: DeserializeOwned>(json: &str) -> T {
    #[allow(clippy::expect_used, reason = "written by the compiler of the crate, never by a user")]
    serde_json::from_str(json).expect("values are JSON, and schemas JSON objects")
}
