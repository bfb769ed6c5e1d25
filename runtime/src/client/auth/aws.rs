//! The client's side of AWS Signature Version 4.

use std::fmt;
use std::time::SystemTime;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use http::header::HOST;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::signer::{Refused, Signer};
use crate::aws::{Key, Signed, covered};
use crate::client::call::Call;
use crate::error::{ConfigError, Result};

/// A key of AWS, and what it is used for. [`Debug`](fmt::Debug) shows none of it.
#[derive(Clone)]
pub struct Aws(Key);

impl Aws {
    /// Calls `service` in `region` with the access key `id` and its `secret`.
    pub fn new(
        service: impl Into<SecretString>,
        region: impl Into<SecretString>,
        id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
    ) -> Self {
        let (service, region) = (service.into(), region.into());
        Self(Key { service, region, id: id.into(), secret: secret.into(), token: None })
    }

    /// The session token of temporary credentials; long-term ones have none.
    pub fn session_token(self, token: Option<SecretString>) -> Self {
        Self(Key { token, ..self.0 })
    }

    /// Refuses what no header can name, before anything is signed with it.
    pub(super) fn check(self) -> Result<Self, ConfigError> {
        let is_name =
            |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_graphic() && !b"/,".contains(&c));
        let Key { service, region, id, token, .. } = &self.0;
        for (what, text) in [("the AWS service", service), ("the AWS region", region), ("the AWS access key ID", id)] {
            if !is_name(text.expose_secret()) {
                return Err(ConfigError::invalid(what, "is empty, or holds a character that it can't have"));
            }
        }
        if token.as_ref().is_some_and(|token| HeaderValue::from_str(token.expose_secret()).is_err()) {
            return Err(ConfigError::invalid("the AWS session token", "holds a character that no header can carry"));
        }
        Ok(self)
    }

    /// The headers that sign `call` at `time`.
    fn headers(&self, call: &Call<'_>, time: SystemTime) -> Result<HeaderMap, ConfigError> {
        let unsignable = || ConfigError::invalid("an AWS signature", "holds a character that no header can carry");
        let mut headers = covered(call.headers);
        headers.insert(HOST, HeaderValue::from_str(&call.host()).map_err(|_| unsignable())?);
        let (path, query) = (call.url.path(), call.url.query().unwrap_or_default());
        let signed = Signed { method: call.method.as_str(), path, query, headers: &headers, body: call.content() };
        self.0.sign(&signed, time).map_err(|_| unsignable())
    }
}

impl Signer for Aws {
    /// A refusal is final: the same key would sign the same again.
    fn sign<'a>(
        &'a self,
        call: &'a Call<'_>,
        refused: Option<Refused<'a>>,
    ) -> BoxFuture<'a, Result<Option<HeaderMap>>> {
        let headers = if refused.is_some() { Ok(None) } else { self.headers(call, SystemTime::now()).map(Some) };
        ready(headers.map_err(Into::into)).boxed()
    }
}

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws").finish_non_exhaustive()
    }
}
