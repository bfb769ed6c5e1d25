//! What becomes of a request that gets no whole answer.

use std::error::Error as StdError;
use std::fmt;
use std::io;
use std::time::Duration;

use super::connection::SendError;
use super::stream::Cause;
use crate::error::{Awaited, Error, Interruption};

const NO_HTTP: &str = "it is no HTTP/1.1";
const LONG_HEAD: &str = "its headers are too many or too long";
const NO_CHUNKS: &str = "its chunks are malformed";

/// Why there is no whole answer.
#[derive(Debug)]
pub(in crate::client) enum Failure {
    /// Nothing was sent.
    Unreached(Cause),
    /// The request was sent, and the connection ended before an answer began.
    Unanswered(hyper::Error),
    /// The connection ended within the answer.
    CutOff(hyper::Error),
    /// What came is no answer, because of this.
    Unreadable(&'static str),
    /// What was awaited did not come in the time allowed.
    Late(Awaited, Duration),
}

impl Failure {
    pub(super) const SCATTERED: Self = Self::Unreadable("it comes in too many small chunks");

    pub(super) fn of_request(error: SendError) -> Self {
        match error {
            SendError::Unsent(cause) => Self::Unreached(cause),
            SendError::Lost(error) => Self::Unanswered(error),
            SendError::Unreadable(error) if error.is_parse_too_large() => Self::Unreadable(LONG_HEAD),
            SendError::Unreadable(_) => Self::Unreadable(NO_HTTP),
        }
    }

    pub(super) fn of_body(error: hyper::Error) -> Self {
        let fault = error.source().and_then(|source| source.downcast_ref::<io::Error>());
        let is_of_tls = |fault: &io::Error| fault.get_ref().is_some_and(|inner| inner.is::<rustls::Error>());
        let is_form =
            |fault: &io::Error| matches!(fault.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput);
        match fault {
            Some(fault) if is_form(fault) && !is_of_tls(fault) => Self::Unreadable(NO_CHUNKS),
            _ => Self::CutOff(error),
        }
    }

    /// What callers of `upstream` are told.
    pub(in crate::client) fn at(self, upstream: &str) -> Error {
        let upstream = upstream.to_owned();
        let (interruption, source) = match self {
            Self::Unreached(source) => return Error::Transport { upstream, source },
            Self::Late(awaited, allowed) => return Error::Timeout { upstream, awaited, allowed },
            Self::Unanswered(error) => (Interruption::Unanswered, Some(Cause::from(error))),
            Self::CutOff(error) => (Interruption::CutOff, Some(Cause::from(error))),
            Self::Unreadable(why) => (Interruption::Unreadable(why), None),
        };
        Error::Interrupted { upstream, interruption, source }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no whole answer arrived")
    }
}

impl StdError for Failure {}
