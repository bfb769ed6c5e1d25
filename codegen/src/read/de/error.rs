//! Why reading stopped.

use std::fmt;

/// Why reading stopped. Only what is [`Error::Raised`] still has to be reported.
#[derive(Debug)]
pub(super) enum Error {
    /// Raised by a type; the deserializer knows the place and reports it.
    Raised(Problem),
    /// The value is lost, and reported.
    Lost,
    /// A value below was lost and is left out from now on: another attempt may succeed.
    Retry,
}

/// What a type has to complain about.
#[derive(Debug)]
pub(super) enum Problem {
    /// A key that must be there.
    Missing(&'static str),
    /// A key under two of its names.
    Duplicate(&'static str),
    /// Anything else.
    Other(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Raised(Problem::Missing(key)) => write!(f, "`{key}` is missing"),
            Self::Raised(Problem::Duplicate(key)) => write!(f, "`{key}` is there twice"),
            Self::Raised(Problem::Other(message)) => f.write_str(message),
            Self::Lost | Self::Retry => f.write_str("already reported"),
        }
    }
}

impl std::error::Error for Error {}

impl serde::de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::Raised(Problem::Other(message.to_string()))
    }

    fn missing_field(key: &'static str) -> Self {
        Self::Raised(Problem::Missing(key))
    }

    fn duplicate_field(key: &'static str) -> Self {
        Self::Raised(Problem::Duplicate(key))
    }
}
