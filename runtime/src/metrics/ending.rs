//! How requests and calls end, as far as counts tell them apart.

use http::StatusCode;

#[cfg(feature = "client")]
use crate::error::Error;
#[cfg(feature = "client")]
use crate::reply::Reply;

/// How a request or a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    Informational,
    Success,
    Redirection,
    ClientError,
    ServerError,
    /// A tool has answered.
    Done,
    /// A tool or a call has failed, with no status.
    Failed,
    /// No answer in time.
    Late,
    /// Whoever asked went away.
    Cancelled,
}

impl Ending {
    /// All of them, in order.
    #[cfg(feature = "control")]
    pub(crate) const ALL: [Self; 9] = [
        Self::Informational,
        Self::Success,
        Self::Redirection,
        Self::ClientError,
        Self::ServerError,
        Self::Done,
        Self::Failed,
        Self::Late,
        Self::Cancelled,
    ];

    /// The class of a status (RFC 9110 §15).
    pub(crate) fn of_status(status: StatusCode) -> Self {
        match status.as_u16() / 100 {
            1 => Self::Informational,
            2 => Self::Success,
            3 => Self::Redirection,
            4 => Self::ClientError,
            _ => Self::ServerError,
        }
    }

    /// Of a call of an upstream.
    #[cfg(feature = "client")]
    pub(crate) fn of_call(answer: &Result<Reply, Error>) -> Self {
        match answer {
            Ok(reply) => Self::of_status(reply.status()),
            Err(Error::Status(error)) => Self::of_status(error.status),
            Err(Error::Timeout { .. }) => Self::Late,
            Err(_) => Self::Failed,
        }
    }

    /// As labels show it.
    #[cfg(feature = "control")]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Informational => "1xx",
            Self::Success => "2xx",
            Self::Redirection => "3xx",
            Self::ClientError => "4xx",
            Self::ServerError => "5xx",
            Self::Done => "ok",
            Self::Failed => "error",
            Self::Late => "timeout",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether operators see it among the errors.
    #[cfg(feature = "control")]
    pub(crate) fn is_error(self) -> bool {
        matches!(self, Self::ClientError | Self::ServerError | Self::Failed | Self::Late)
    }
}
