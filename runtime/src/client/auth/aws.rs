//! The client's side of AWS Signature Version 4.

use std::fmt;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use http::header::{AUTHORIZATION, HOST, InvalidHeaderValue};
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};

use super::signer::{Refused, Signer};
use crate::aws::{ALGORITHM, DATE, HASH, Scope, Signed, TIME, TOKEN, covered, hash};
use crate::client::call::Call;
use crate::client::encode::sensitive;
use crate::error::{ConfigError, Result};

/// A key of AWS, and what it is used for. [`Debug`](fmt::Debug) shows none of it.
#[derive(Clone)]
pub struct Aws {
    service: SecretString,
    region: SecretString,
    id: SecretString,
    secret: SecretString,
    token: Option<SecretString>,
}

impl Aws {
    /// Calls `service` in `region` with the access key `id` and its `secret`.
    pub fn new(
        service: impl Into<SecretString>,
        region: impl Into<SecretString>,
        id: impl Into<SecretString>,
        secret: impl Into<SecretString>,
    ) -> Self {
        let (service, region) = (service.into(), region.into());
        Self { service, region, id: id.into(), secret: secret.into(), token: None }
    }

    /// The session token of temporary credentials; long-term ones have none.
    pub fn session_token(self, token: Option<SecretString>) -> Self {
        Self { token, ..self }
    }

    /// Refuses what no header can name, before anything is signed with it.
    pub(super) fn check(self) -> Result<Self, ConfigError> {
        let is_name =
            |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_graphic() && !b"/,".contains(&c));
        for (what, text) in
            [("the AWS service", &self.service), ("the AWS region", &self.region), ("the AWS access key ID", &self.id)]
        {
            if !is_name(text.expose_secret()) {
                return Err(ConfigError::invalid(what, "is empty, or holds a character that it can't have"));
            }
        }
        if self.token.as_ref().is_some_and(|token| HeaderValue::from_str(token.expose_secret()).is_err()) {
            return Err(ConfigError::invalid("the AWS session token", "holds a character that no header can carry"));
        }
        Ok(self)
    }

    /// The headers that sign `call` at `time`.
    fn headers(&self, call: &Call<'_>, time: &str) -> Result<HeaderMap, InvalidHeaderValue> {
        let scope = Scope { time, region: self.region.expose_secret(), service: self.service.expose_secret() };
        let mut added = HeaderMap::new();
        added.insert(HeaderName::from_static(DATE), HeaderValue::from_str(time)?);
        if let Some(token) = &self.token {
            added.insert(HeaderName::from_static(TOKEN), sensitive(token.expose_secret())?);
        }
        if scope.is_s3() {
            added.insert(HeaderName::from_static(HASH), HeaderValue::from_str(&hash(call.content()))?);
        }
        let mut headers = call.headers.clone();
        headers.insert(HOST, HeaderValue::from_str(&call.host())?);
        headers.extend(added.clone());
        let covered = covered(&headers);
        let (path, query) = (call.url.path(), call.url.query().unwrap_or_default());
        let signed = Signed {
            method: call.method.as_str(),
            path,
            query,
            headers: &headers,
            covered: &covered,
            body: call.content(),
        };
        let proof = scope.proof(self.id.expose_secret(), self.secret.expose_secret(), &signed);
        added.insert(AUTHORIZATION, sensitive(&format!("{ALGORITHM} {proof}"))?);
        Ok(added)
    }
}

impl Signer for Aws {
    /// A refusal is final: the same key would sign the same again.
    fn sign<'a>(
        &'a self,
        call: &'a Call<'_>,
        refused: Option<Refused<'a>>,
    ) -> BoxFuture<'a, Result<Option<HeaderMap>>> {
        let time = Timestamp::now().strftime(TIME).to_string();
        let headers = if refused.is_some() { Ok(None) } else { self.headers(call, &time).map(Some) };
        let invalid = |_| ConfigError::invalid("an AWS signature", "holds a character that no header can carry").into();
        ready(headers.map_err(invalid)).boxed()
    }
}

impl fmt::Debug for Aws {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Aws").finish_non_exhaustive()
    }
}
