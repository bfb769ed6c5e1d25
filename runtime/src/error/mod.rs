//! What can go wrong, one type for calls and servers.
//!
//! No message holds a secret, a URL or a host: messages reach callers of our servers. That of a redirect names where it leads,
//! since nothing else tells what to write in the place of the base URL.

mod interruption;
mod output;
mod place;
mod redirect;
mod step;

use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use self::interruption::{Awaited, Interruption};
pub use self::output::OutputError;
#[cfg(feature = "server")]
pub(crate) use self::place::place;
pub use self::redirect::RedirectError;
use crate::excerpt::{NAME, excerpt};
use crate::format::FormatError;
use crate::setting::{Setting, UnreadFile};

/// The result of everything that calls an upstream or a service.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a call failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A setting is missing or can't be used: nothing was sent.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// An input is missing or of the wrong type: nothing was sent.
    #[error(transparent)]
    Input(#[from] InputError),
    /// The upstream could not be reached: nothing was sent.
    #[error("{upstream} can't be reached")]
    Transport {
        /// The namespace of the upstream.
        upstream: String,
        /// Why there is no connection; holds no URL.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// The request was sent, and no whole answer arrived: it may have been carried out.
    #[error("{}", .interruption.of(.upstream))]
    Interrupted {
        /// The namespace of the upstream.
        upstream: String,
        /// How.
        interruption: Interruption,
        /// How the connection ended.
        source: Option<Box<dyn StdError + Send + Sync>>,
    },
    /// The authorization server of the upstream issues no access token.
    #[error("{upstream} can't be called: {reason}")]
    Token {
        /// The namespace of the upstream.
        upstream: String,
        /// Why there is no token; quotes nothing of the answer but its error code.
        reason: String,
    },
    /// The upstream did not answer within the time allowed; unless a connection was awaited, the request may have been carried
    /// out.
    #[error("{}", .awaited.of(.upstream, *.allowed))]
    Timeout {
        /// The namespace of the upstream.
        upstream: String,
        /// What did not come.
        awaited: Awaited,
        /// The time allowed.
        allowed: Duration,
    },
    /// The upstream answered outside 2xx.
    #[error(transparent)]
    Status(Box<StatusError>),
    /// The upstream redirects to where no call is sent.
    #[error(transparent)]
    Redirect(Box<RedirectError>),
    /// The answer of the upstream is longer than allowed.
    #[error("the answer of {upstream} is longer than the {limit} bytes allowed")]
    TooLarge {
        /// The namespace of the upstream.
        upstream: String,
        /// The limit, in bytes.
        limit: usize,
    },
    /// Something received is not in the form announced.
    #[error("{what} can't be decoded")]
    Decode {
        /// What was decoded, such as `the body of the reply`.
        what: String,
        /// Where decoding stopped; may quote what was received.
        source: Box<dyn StdError + Send + Sync>,
    },
    /// What an upstream answered is not in the format that the document names.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The pages of an upstream lead nowhere.
    #[error("{upstream}: {reason}")]
    Paging {
        /// The namespace of the upstream.
        upstream: String,
        /// Why there is no next page.
        reason: PagingError,
    },
    /// What an upstream answered doesn't hold a declared output in the type declared.
    #[error(transparent)]
    Output(#[from] OutputError),
    /// A step of a function failed. Nothing is done again by itself.
    #[error("{}: {source}", place::place(.step, .done))]
    Step {
        /// The step as the document names it.
        step: String,
        /// The steps that were carried out by then, as far as they may have written: asking again does it again.
        done: Vec<String>,
        /// Why it failed; callers get the status that this has, except that only 4xx of an upstream passes, all else
        /// of it being 502.
        source: Box<Error>,
    },
    /// What a hand-written service answers instead of a reply.
    #[error("{detail}")]
    Rejected {
        /// The status that a REST caller gets.
        status: StatusCode,
        /// What the caller is told.
        detail: String,
    },
}

impl Error {
    /// Refuses a call: for hand-written services.
    pub fn rejected(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::Rejected { status, detail: detail.into() }
    }

    /// What was received as `what` is not in the form announced, because of `source`.
    pub fn decode(what: impl Into<String>, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Decode { what: what.into(), source: source.into() }
    }
}

/// Why no client or server could be built.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ConfigError {
    /// Settings are needed and not given.
    Missing {
        /// Every one of them.
        settings: Vec<Setting>,
        /// The files that should have given some of them, and can't be read.
        files: Vec<UnreadFile>,
    },
    /// Something given can't be used.
    Invalid {
        /// The setting or option at fault.
        what: String,
        /// What is wrong with it; never its value.
        reason: String,
    },
}

impl ConfigError {
    /// `what` can't be used because of `reason`, which must not quote a value.
    pub fn invalid(what: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Invalid { what: what.into(), reason: reason.into() }
    }
}

impl StdError for ConfigError {}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing { settings, files } => {
                f.write_str(if settings.len() == 1 { "missing setting: " } else { "missing settings: " })?;
                for (index, setting) in settings.iter().enumerate() {
                    write!(f, "{}{setting}", if index == 0 { "" } else { ", " })?;
                }
                files.iter().try_for_each(|file| write!(f, "; {} {}", file.path, file.reason))
            }
            Self::Invalid { what, reason } => write!(f, "{what} {reason}"),
        }
    }
}

/// Which input is at fault, and why: `limit must be an integer, not "x"`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} {reason}", excerpt(name, NAME))]
pub struct InputError {
    /// The input as the caller knows it; of a long name, messages repeat the start.
    pub name: String,
    /// What is wrong with it; follows the name in a sentence.
    pub reason: String,
}

impl InputError {
    /// `name` is at fault because of `reason`, which completes a sentence that starts with the name.
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { name: name.into(), reason: reason.into() }
    }
}

/// Why a list of pages can't be followed to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PagingError {
    /// More pages are announced, without saying how to ask for them.
    #[error("more pages are announced, but not how to get them")]
    MissingCursor,
    /// The next page is the one before.
    #[error("the same page comes again and again")]
    Stuck,
    /// There are more pages than the caller allowed.
    #[error("there are more than the {0} pages allowed")]
    PageLimit(usize),
}

/// An answer outside 2xx.
#[derive(Clone, thiserror::Error)]
#[error("{}{upstream} answered {operation} with {status}", place::before(.place.as_deref()))]
pub struct StatusError {
    /// The namespace of the upstream.
    pub upstream: String,
    /// The operation that was called.
    pub operation: String,
    /// The status of the answer.
    pub status: StatusCode,
    /// The headers of the answer.
    pub headers: HeaderMap,
    /// The body of the answer, or its start.
    pub body: Bytes,
    /// Whether `body` stops at the limit for responses.
    pub truncated: bool,
    /// The step that it is the answer of, where that is the last one of a function behind others which may have written, with
    /// these: asking again does them again.
    pub place: Option<String>,
}

/// Leaves out headers and body: an upstream may repeat what was sent to it.
impl fmt::Debug for StatusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StatusError")
            .field("upstream", &self.upstream)
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("body_bytes", &self.body.len())
            .field("truncated", &self.truncated)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn messages() {
        let check = |error: Error, message: &str| assert_eq!(error.to_string(), message);
        check(InputError::new("limit", "must be an integer, not \"x\"").into(), "limit must be an integer, not \"x\"");
        let late =
            Error::Timeout { upstream: "conns".into(), awaited: Awaited::Connection, allowed: Duration::from_secs(10) };
        check(late, "conns can't be reached: no connection within 10 s");
        check(Error::rejected(StatusCode::CONFLICT, "in use"), "in use");
        check(
            Error::rejected(StatusCode::CONFLICT, "in use").in_step("get-ship").in_step("all"),
            "step all: step get-ship: in use",
        );
        check(ConfigError::invalid("CONNS_BASE_URL", "must be a URL").into(), "CONNS_BASE_URL must be a URL");
    }

    #[test]
    fn a_missing_setting_names_every_variable() {
        let settings = vec![
            Setting::required("SERVER").purpose("fills {server}").unless("BASE_URL"),
            Setting::secret("KEY").file("./secrets.yaml", "key"),
        ];
        let missing = ConfigError::Missing { settings, files: Vec::new() };
        assert_eq!(
            missing.to_string(),
            "missing settings: SERVER (fills {server}; or give BASE_URL), KEY (or `key` in ./secrets.yaml)"
        );
    }

    #[test]
    fn debug_of_a_status_error_has_no_body() {
        let error = StatusError {
            upstream: "conns".into(),
            operation: "list".into(),
            status: StatusCode::NOT_FOUND,
            headers: HeaderMap::new(),
            body: Bytes::from_static(b"s3cret"),
            truncated: false,
            place: None,
        };
        assert!(!format!("{error:?}").contains("s3cret"));
        assert_eq!(error.to_string(), "conns answered list with 404 Not Found");
    }
}
