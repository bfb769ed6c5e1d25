//! What a document says of the inputs of an operation, beside their types.

use crate::constraint::declared::Declared;
use crate::error::InputError;
use crate::values::Values;

/// What the inputs of a `call` must be, and what they are if nobody gives them.
#[derive(Debug, Clone)]
pub struct CallInputs(Declared);

impl CallInputs {
    /// Inputs of any values of their types.
    #[allow(
        clippy::new_without_default,
        reason = "`default` is what the others of its kind call what callers need not give"
    )]
    pub fn new() -> Self {
        Self(Declared::default())
    }

    /// `input` must be what the JSON Schema that `json` writes says.
    ///
    /// # Panics
    /// If `json` is no JSON object.
    pub fn check(mut self, input: &'static str, json: &str) -> Self {
        self.0.check(input, json);
        self
    }

    /// `input` has the value that `json` writes when none is given.
    ///
    /// # Panics
    /// If `json` is not JSON.
    pub fn default(mut self, input: &'static str, json: &str) -> Self {
        self.0.default_to(input, json);
        self
    }

    /// Checks what is given, and adds what is not.
    pub(super) fn complete(&self, values: &mut Values) -> Result<(), InputError> {
        self.0.checked(values, |input| input)?;
        self.0.complete(values);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use crate::value::{Value, json};

    use super::*;

    #[test]
    fn inputs_are_checked_and_completed() {
        let inputs = CallInputs::new()
            .check("state", r#"{"type":"string","enum":["open","closed"]}"#)
            .default("limit", "5")
            .default("state", r#""open""#);
        let check = |given: &[(&'static str, &str)], wanted: Result<Value, &str>| {
            let mut values = Values::new();
            given.iter().for_each(|(name, text)| values.text(*name, *text));
            let read = inputs.complete(&mut values).and_then(|()| values.read::<Value>());
            assert_eq!(read.map_err(|error| error.to_string()), wanted.map_err(str::to_owned));
        };
        check(&[], Ok(json!({"limit": 5, "state": "open"})));
        check(&[("limit", "7"), ("state", "closed")], Ok(json!({"limit": "7", "state": "closed"})));
        check(&[("state", "shut")], Err("state must be one of open, closed, not \"shut\""));
    }
}
