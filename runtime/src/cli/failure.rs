//! Why a command stops.

use std::io;

use crate::error::{Error, InputError};

/// Why a command stops.
pub(super) enum Failure {
    /// What was asked makes no sense: exit status 2.
    Usage(String),
    /// What was asked did not work: exit status 1.
    Failed(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}

impl From<InputError> for Failure {
    fn from(error: InputError) -> Self {
        Self::Usage(error.to_string())
    }
}

impl From<Error> for Failure {
    /// The error with its causes, except where these may quote what was received.
    fn from(error: Error) -> Self {
        match error {
            Error::Input(error) => error.into(),
            Error::Transport { .. } => Self::Failed(with_causes(&error)),
            other => Self::Failed(other.to_string()),
        }
    }
}

fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |&cause| cause.source());
    causes.fold(error.to_string(), |message, cause| format!("{message}: {cause}"))
}
