//! Redirects that are not followed.

use std::error::Error;
use std::fmt;

use http::StatusCode;

/// A redirect that is not followed: `conns redirects list to https://b.test/login (302 Found): it leads to another origin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectError {
    /// The namespace of the upstream.
    pub upstream: String,
    /// The operation that was called.
    pub operation: String,
    /// The status of the answer.
    pub status: StatusCode,
    /// Where it leads, without query or anything else that may be secret; empty if it doesn't say so.
    pub place: String,
    /// Why it is not followed.
    pub reason: &'static str,
}

impl Error for RedirectError {}

impl fmt::Display for RedirectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { upstream, operation, status, place, reason } = self;
        write!(f, "{upstream} redirects {operation}")?;
        if !place.is_empty() {
            write!(f, " to {place}")?;
        }
        write!(f, " ({status}), which is not followed: {reason}")
    }
}
