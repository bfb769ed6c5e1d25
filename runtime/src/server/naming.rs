//! How what callers give becomes the inputs of a function.

use crate::constraint::declared::Declared;
use crate::error::{Error, InputError};
use crate::values::{Raw, Values};

/// The names that callers use, and what the document says of what they give.
#[derive(Debug, Clone, Default)]
pub(crate) struct Naming {
    /// What is said of inputs: checks by what callers call them, values by what the function does.
    pub(crate) declared: Declared,
    renames: Vec<(&'static str, &'static str)>,
}

impl Naming {
    /// What callers give as `caller` is the input `input`, and any other that it was renamed to before.
    pub(crate) fn rename(&mut self, caller: &'static str, input: &'static str) {
        self.renames.push((caller, input));
    }

    /// Checks what callers gave, all of it.
    #[cfg(feature = "rest")]
    pub(crate) fn checked(&self, values: &Values) -> Result<(), InputError> {
        self.declared.checked(values, |caller| self.renamed(caller).next().unwrap_or(caller))
    }

    /// Adds what callers give as `caller`, for every input that it is.
    pub(crate) fn add(&self, values: &mut Values, caller: &str, raw: Raw) {
        let mut inputs = self.renamed(caller);
        let first = inputs.next().unwrap_or(caller);
        for other in inputs {
            values.add(other, raw.clone());
        }
        values.add(first, raw);
    }

    /// An error about an input names it as the caller does.
    pub(crate) fn blame(&self, error: Error) -> Error {
        match error {
            Error::Input(InputError { name, reason }) => {
                let caller = self.renames.iter().find(|(_, input)| *input == name).map(|(caller, _)| *caller);
                InputError { name: caller.map_or(name, str::to_owned), reason }.into()
            }
            Error::Step { step, done, source } => Error::Step { step, done, source: Box::new(self.blame(*source)) },
            other => other,
        }
    }

    /// Whether `values` hold what callers give as `caller`.
    #[cfg(feature = "rest")]
    pub(crate) fn is_given(&self, values: &Values, caller: &str) -> bool {
        let mut inputs = self.renamed(caller).peekable();
        if inputs.peek().is_none() { values.has(caller) } else { inputs.any(|input| values.has(input)) }
    }

    fn renamed(&self, caller: &str) -> impl Iterator<Item = &'static str> {
        self.renames.iter().filter(move |(name, _)| *name == caller).map(|(_, input)| *input)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use crate::value::{Value, json};

    use super::*;

    fn naming() -> Naming {
        let mut naming = Naming::default();
        naming.rename("connectionid", "connectionId");
        naming.rename("id", "shipId");
        naming.rename("id", "fleetId");
        naming.declared.constant("dry", "true");
        naming.declared.default_to("limit", "5");
        naming
    }

    #[test]
    fn what_callers_give_becomes_inputs() {
        let check = |given: Value, wanted: Value| {
            let (naming, mut values) = (naming(), Values::new());
            for (name, value) in given.as_object().unwrap() {
                naming.add(&mut values, name, Raw::Json(value.clone()));
            }
            naming.declared.complete(&mut values);
            assert_eq!(values.read::<Value>().unwrap(), wanted, "{given}");
        };
        check(json!({}), json!({"dry": true, "limit": 5}));
        check(json!({"limit": null}), json!({"dry": true, "limit": 5}));
        check(json!({"limit": 6}), json!({"dry": true, "limit": 6}));
        check(json!({"connectionid": "a"}), json!({"connectionId": "a", "dry": true, "limit": 5}));
        check(json!({"id": [1]}), json!({"shipId": [1], "fleetId": [1], "dry": true, "limit": 5}));
        check(json!({"status": "x"}), json!({"status": "x", "dry": true, "limit": 5}));
    }

    #[test]
    fn problems_name_what_callers_gave() {
        for (input, caller) in
            [("connectionId", "connectionid"), ("status", "status"), ("shipId", "id"), ("fleetId", "id")]
        {
            let blamed = naming().blame(InputError::new(input, "is required").into());
            assert_eq!(blamed.to_string(), format!("{caller} is required"));
            let blamed = naming().blame(Error::from(InputError::new(input, "is required")).in_step("get"));
            assert_eq!(blamed.to_string(), format!("step get: {caller} is required"));
        }
    }
}
