//! How long what callers give may become on its way.

use crate::error::{ConfigError, Error, InputError};

/// The longest URL, in bytes: what the types of HTTP hold.
pub(super) const MAX_URL: usize = 65_534;
/// The longest value of a header, in bytes. Servers take less as a rule.
pub(super) const MAX_HEADER: usize = 64 * 1024;

/// What is shorter is no reason for a URL to be too long.
const NOTEWORTHY: usize = 1024;

/// The input that takes up most of a URL.
#[derive(Debug, Default)]
pub(super) struct Longest {
    name: String,
    bytes: usize,
}

impl Longest {
    /// Counts an input of so many bytes.
    pub(super) fn note(&mut self, name: &str, bytes: usize) {
        if bytes > self.bytes.max(NOTEWORTHY) {
            *self = Self { name: name.to_owned(), bytes };
        }
    }

    /// A URL of `operation` is too long: by whose fault.
    pub(super) fn fault(&self, operation: &str) -> Error {
        if self.name.is_empty() {
            return ConfigError::invalid(format!("the URL of {operation}"), "is too long").into();
        }
        InputError::new(&self.name, format!("is too long: it makes a URL of more than {MAX_URL} bytes")).into()
    }
}
