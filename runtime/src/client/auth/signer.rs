//! Credentials that are worked out for each request.
#![cfg_attr(
    not(all(feature = "aws", feature = "digest", feature = "oauth1", feature = "oauth2")),
    allow(dead_code, reason = "each signer uses some of it")
)]

use futures_util::future::BoxFuture;
use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};

use crate::client::call::Call;
use crate::error::Result;

/// A credential that is worked out for each request, and again after a 401.
pub(in crate::client) trait Signer: Send + Sync {
    /// The headers that authenticate `call`, in place of those it has. Before the first attempt, `None` sends it without;
    /// after it, `None` gives up.
    ///
    /// # Errors
    /// Those of the calls that it takes, if any.
    fn sign<'a>(&'a self, call: &'a Call<'_>, refused: Option<Refused<'a>>)
    -> BoxFuture<'a, Result<Option<HeaderMap>>>;
}

/// An attempt that was answered with 401.
#[derive(Clone, Copy)]
pub(in crate::client) struct Refused<'a> {
    /// The `Authorization` that was sent.
    pub(in crate::client) sent: Option<&'a HeaderValue>,
    /// The headers of the answer.
    pub(in crate::client) headers: &'a HeaderMap,
}

/// The headers of a credential that is all in one.
pub(super) fn authorization(value: HeaderValue) -> HeaderMap {
    HeaderMap::from_iter([(AUTHORIZATION, value)])
}
