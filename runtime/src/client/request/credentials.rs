//! What authenticates a request: the credentials of its upstream, or those that its caller gives.

use http::HeaderValue;
use http::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE};
use secrecy::ExposeSecret;

use super::Request;
use crate::client::auth::{Auth, Credential};
use crate::client::body::key;
use crate::client::cookie;
use crate::client::encode::{push_pair, sensitive};
use crate::error::{ConfigError, InputError, Result};

impl Request {
    /// Authenticates this request by what its caller gave, beside what was given so before, and in place of the credentials of
    /// the upstream.
    pub fn auth(mut self, auth: Auth) -> Self {
        match auth.into_credential() {
            Ok(credential) => self.credentials.push(credential),
            Err(ConfigError::Invalid { what, reason }) => self.fail(InputError::new(what, reason)),
            Err(other) => self.fail(InputError::new("authentication", other.to_string())),
        }
        self
    }

    /// Adds credentials, in place of what callers say under their names.
    pub(super) fn authenticate(&mut self, credentials: &[Credential]) -> Result<()> {
        for credential in credentials {
            match credential {
                Credential::Header(name, value) => {
                    self.parts.headers.insert(name, value.clone());
                }
                Credential::Query(name, value) => push_pair(&mut self.parts.query, name, value.expose_secret()),
                Credential::Cookie(name, value) => cookie::push_as_is(&mut self.cookies, name, value.expose_secret()),
                Credential::Body(name, value) => self.put_in_body(name, value.expose_secret())?,
                Credential::Signer(_) => {
                    self.parts.headers.remove(AUTHORIZATION);
                }
            }
        }
        if let Ok(cookies) = sensitive(&self.cookies)
            && !cookies.is_empty()
        {
            self.parts.headers.insert(COOKIE, cookies);
        }
        Ok(())
    }

    fn put_in_body(&mut self, name: &str, secret: &str) -> Result<()> {
        let body = key::put(&self.parts.headers, self.parts.body.as_ref(), name, secret).map_err(|reason| {
            InputError::new("body", format!("{reason}: it can't hold `{name}`, which authenticates"))
        })?;
        self.parts.body = Some(body);
        self.parts.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        Ok(())
    }
}
