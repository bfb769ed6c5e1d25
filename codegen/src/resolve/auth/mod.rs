//! Credentials: of us to upstreams, and of callers to servers.

pub(crate) mod callers;
pub(crate) mod given;
pub(crate) mod literals;
pub(crate) mod oauth2;
pub(crate) mod secrets;
pub(crate) mod signatures;
pub(crate) mod upstream;
pub(crate) mod url;
