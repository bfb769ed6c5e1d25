//! Why a value can't be read as the type that is wanted.

use std::fmt::{self, Display};

use serde::de::{self, Expected, Unexpected};

use crate::error::InputError;
use crate::excerpt::{NAME, excerpt, quoted};
use crate::value::BOUNDED;

/// An [`InputError`] that may not know yet which input it speaks of.
#[derive(Debug)]
pub(super) struct Fault {
    input: Option<String>,
    reason: String,
}

impl Fault {
    pub(super) fn new(reason: impl Into<String>) -> Self {
        Self { input: None, reason: reason.into() }
    }

    pub(super) fn at(self, input: &str) -> Self {
        Self { input: self.input.or_else(|| Some(input.to_owned())), ..self }
    }

    pub(super) fn into_input_error(self) -> InputError {
        InputError::new(self.input.unwrap_or_else(|| "input".to_owned()), self.reason)
    }
}

impl std::error::Error for Fault {}

impl Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

/// What the visitors of a type say, in the words of [`InputError`].
impl de::Error for Fault {
    fn custom<T: Display>(message: T) -> Self {
        Self::new(format!("is not usable: {}", excerpt(&message.to_string(), NAME)))
    }

    fn invalid_type(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let found = match unexpected {
            Unexpected::Unsigned(number) => number.to_string(),
            Unexpected::Signed(number) => number.to_string(),
            other => other.to_string(),
        };
        Self::new(format!("must be {}, not {}", in_words(&expected.to_string()), excerpt(&found, NAME)))
    }

    fn invalid_value(unexpected: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::invalid_type(unexpected, expected)
    }

    fn unknown_variant(variant: &str, expected: &'static [&'static str]) -> Self {
        Self::new(format!("must be one of {}, not {}", expected.join(", "), quoted(variant)))
    }

    fn unknown_field(field: &str, expected: &'static [&'static str]) -> Self {
        let known = match expected {
            [] => "there are no inputs".to_owned(),
            names => format!("known are {}", names.join(", ")),
        };
        Self::new(format!("is not an input; {known}")).at(field)
    }

    fn missing_field(field: &'static str) -> Self {
        Self::new("is required").at(field)
    }

    fn duplicate_field(field: &'static str) -> Self {
        Self::new("must be given once").at(field)
    }
}

/// What a type of Rust is to callers.
fn in_words(expected: &str) -> String {
    match expected {
        "i64" => BOUNDED.to_owned(),
        "i8" | "i16" | "i32" | "i128" | "isize" => format!("an integer of {} bits", expected.trim_start_matches('i')),
        "u8" | "u16" | "u32" | "u64" | "u128" => {
            format!("an integer of {} bits without sign", expected.trim_start_matches('u'))
        }
        other => other.to_owned(),
    }
}
