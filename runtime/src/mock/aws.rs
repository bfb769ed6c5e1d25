//! A stand-in that checks signatures of AWS as the real services do.

use http::header::AUTHORIZATION;
use http::request::Parts;
use secrecy::{ExposeSecret, SecretString};

use crate::aws::{ALGORITHM, DATE, Scope, Signed, TOKEN, covered};

/// The key that requests are signed with.
pub(super) struct Key {
    pub(super) service: SecretString,
    pub(super) region: SecretString,
    pub(super) id: SecretString,
    pub(super) secret: SecretString,
    pub(super) token: Option<SecretString>,
}

impl Key {
    /// Whether a request proves that its sender knows the secret.
    pub(super) fn is_proven(&self, request: &Parts, body: &[u8]) -> bool {
        let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
        let Some(given) = header(AUTHORIZATION.as_str()).and_then(|text| text.strip_prefix(ALGORITHM)) else {
            return false;
        };
        let scope = Scope {
            time: header(DATE).unwrap_or_default(),
            region: self.region.expose_secret(),
            service: self.service.expose_secret(),
        };
        let covered = covered(&request.headers);
        let signed = Signed {
            method: request.method.as_str(),
            path: request.uri.path(),
            query: request.uri.query().unwrap_or_default(),
            headers: &request.headers,
            covered: &covered,
            body,
        };
        let wanted = scope.proof(self.id.expose_secret(), self.secret.expose_secret(), &signed);
        let has_token = header(TOKEN) == self.token.as_ref().map(ExposeSecret::expose_secret);
        has_token && header(DATE).is_some() && given.trim_start() == wanted
    }
}
