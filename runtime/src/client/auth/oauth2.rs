//! Clients of authorization servers (RFC 6749 §4.4).

use std::fmt;

use secrecy::SecretString;

use crate::settings::FilledUrl;

/// A client of an authorization server. [`Debug`](fmt::Debug) shows no secret.
#[derive(Clone)]
pub struct OAuth2 {
    pub(super) source: Source,
    pub(super) id: SecretString,
    pub(super) secret: SecretString,
    /// Extra parameters of a token request.
    pub(super) parameters: Vec<(&'static str, String)>,
}

/// Where tokens come from.
#[derive(Clone)]
pub(super) enum Source {
    Endpoint(FilledUrl),
    Issuer(FilledUrl),
}

impl OAuth2 {
    /// Tokens come from the token endpoint at `url`.
    pub fn new(url: impl Into<FilledUrl>, id: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        Self { source: Source::Endpoint(url.into()), id: id.into(), secret: secret.into(), parameters: Vec::new() }
    }

    /// The token endpoint is the one that the authorization server at `url` publishes (RFC 8414, OpenID Connect
    /// Discovery).
    pub fn discover(url: impl Into<FilledUrl>, id: impl Into<SecretString>, secret: impl Into<SecretString>) -> Self {
        Self { source: Source::Issuer(url.into()), ..Self::new("", id, secret) }
    }

    /// What the token shall allow: names separated by spaces.
    pub fn scope(self, scope: impl Into<String>) -> Self {
        self.parameter("scope", scope)
    }

    /// Whom the token shall be meant for, as some servers want it.
    pub fn audience(self, audience: impl Into<String>) -> Self {
        self.parameter("audience", audience)
    }

    /// What the token shall be for (RFC 8707).
    pub fn resource(self, resource: impl Into<String>) -> Self {
        self.parameter("resource", resource)
    }

    pub(super) fn needs_tls(&self) -> bool {
        self.url().text().starts_with("https:")
    }

    fn parameter(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.parameters.push((name, value.into()));
        self
    }

    pub(super) fn url(&self) -> &FilledUrl {
        match &self.source {
            Source::Endpoint(url) | Source::Issuer(url) => url,
        }
    }
}

impl fmt::Debug for OAuth2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OAuth2").field("parameters", &self.parameters).finish_non_exhaustive()
    }
}
