//! The arguments that a tool declares.

use crate::{InputError, Object, Value};

/// The names of a tool's arguments, in the order of its schema.
#[derive(Debug)]
pub(super) struct Arguments {
    names: Vec<String>,
    required: Vec<String>,
}

impl Arguments {
    /// The arguments that an input schema declares.
    pub(super) fn new(schema: &Object) -> Self {
        let properties = schema.get("properties").and_then(Value::as_object);
        let required = schema.get("required").and_then(Value::as_array);
        Self {
            names: properties.map(|properties| properties.keys().cloned().collect()).unwrap_or_default(),
            required: required.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect(),
        }
    }

    /// Refuses arguments that the tool doesn't have: a model that misspells one must learn of it.
    pub(super) fn check(&self, given: &Object) -> Result<(), InputError> {
        match given.keys().find(|name| !self.names.contains(name)) {
            Some(unknown) => Err(InputError::new(unknown, "is not an argument")),
            None => Ok(()),
        }
    }

    /// What the arguments are, as half a sentence.
    pub(super) fn known(&self) -> String {
        match self.names.as_slice() {
            [] => "the tool takes no arguments".to_owned(),
            names => format!("the tool takes {}", names.join(", ")),
        }
    }

    /// The arguments that may be used to ask for less.
    pub(super) fn optional(&self) -> impl Iterator<Item = &str> {
        self.names.iter().filter(|name| !self.required.contains(name)).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn unknown_arguments_are_refused() {
        let check = |schema: Value, given: Value, wanted: Result<(), &str>, known: &str| {
            let arguments = Arguments::new(schema.as_object().unwrap());
            let checked = arguments.check(given.as_object().unwrap()).map_err(|error| error.to_string());
            assert_eq!((checked, arguments.known().as_str()), (wanted.map_err(str::to_owned), known));
        };
        let schema = json!({"properties": {"limit": {}, "status": {}}, "required": ["limit"]});
        check(schema.clone(), json!({"limit": 1}), Ok(()), "the tool takes limit, status");
        check(schema, json!({"limt": 1}), Err("limt is not an argument"), "the tool takes limit, status");
        check(json!({}), json!({"x": null}), Err("x is not an argument"), "the tool takes no arguments");
    }
}
