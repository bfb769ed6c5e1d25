//! Stand-ins for upstreams, so that a crate runs and is tested without the real ones.
//!
//! A stand-in knows the operations of an API and its credential. It invents as little as it can: unless functions read parts
//! of an answer, which it then holds, it answers with an echo of what reached it, secrets excepted:
//! `{"operation":"listconnections","path":"/conns","inputs":{"limit":2}}`.

#[cfg(feature = "aws")]
mod aws;
mod basic;
mod credential;
#[cfg(feature = "digest")]
mod digest;
mod echo;
mod formats;
mod issuer;
#[cfg(feature = "oauth1")]
mod oauth1;
mod operation;
mod template;
#[cfg(all(test, feature = "client"))]
mod tests;

use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use self::credential::{Credential, Expected};
pub use self::operation::{Input, Operation};
use crate::error::{Error, Result};
use crate::server::serve;
use crate::settings::{Part, Settings};

/// The stand-in for a consumed API.
#[derive(Debug, Clone)]
pub struct Mock {
    namespace: &'static str,
    base_url: &'static str,
    credentials: Vec<Credential>,
    settings: &'static [&'static str],
    operations: Vec<Operation>,
}

/// A stand-in that answers until it is dropped.
#[derive(Debug)]
pub struct Running {
    namespace: &'static str,
    url: String,
    task: JoinHandle<()>,
}

impl Mock {
    /// Stands in for the API `namespace`, whose base URL the setting `base_url` replaces.
    pub fn new(namespace: &'static str, base_url: &'static str) -> Self {
        Self { namespace, base_url, credentials: Vec::new(), settings: &[], operations: Vec::new() }
    }

    /// Callers must send `value` in the header `name`.
    pub fn header_key(self, name: &'static str, value: &'static [Part<'static>]) -> Self {
        self.credential(Credential::Header { name, value })
    }

    /// Callers must send `value` in the query parameter `name`.
    pub fn query_key(self, name: &'static str, value: &'static [Part<'static>]) -> Self {
        self.credential(Credential::Query { name, value })
    }

    /// Callers must send `value` in the cookie `name`.
    pub fn cookie_key(self, name: &'static str, value: &'static [Part<'static>]) -> Self {
        self.credential(Credential::Cookie { name, value })
    }

    /// Callers must send `value` as `name` of a form, or of an object in JSON.
    pub fn body_key(self, name: &'static str, value: &'static [Part<'static>]) -> Self {
        self.credential(Credential::Body { name, value })
    }

    /// Callers must send `token` as bearer token.
    pub fn bearer(self, token: &'static [Part<'static>]) -> Self {
        self.credential(Credential::Bearer { token })
    }

    /// Callers must send `username` and `password` as basic credentials.
    pub fn basic(self, username: &'static [Part<'static>], password: &'static [Part<'static>]) -> Self {
        self.credential(Credential::Basic { username, password })
    }

    /// Callers must prove `username` and `password` as RFC 7616 says.
    #[cfg(feature = "digest")]
    pub fn digest(self, username: &'static [Part<'static>], password: &'static [Part<'static>]) -> Self {
        self.credential(Credential::Digest { username, password })
    }

    /// Callers must sign for `service` in `region` with the key of AWS `id` and its `secret`; with a session token too, if
    /// the setting `token` holds one.
    #[cfg(feature = "aws")]
    pub fn aws(
        self,
        [service, region]: [&'static [Part<'static>]; 2],
        [id, secret]: [&'static [Part<'static>]; 2],
        token: &'static str,
    ) -> Self {
        self.credential(Credential::Aws { service, region, id, secret, token })
    }

    /// Callers must sign as RFC 5849 says: as the consumer `key` with `secret`, and with a token and its secret if there
    /// is one.
    #[cfg(feature = "oauth1")]
    pub fn oauth1(
        self,
        method: crate::SignatureMethod,
        [key, secret]: [&'static [Part<'static>]; 2],
        token: Option<[&'static [Part<'static>]; 2]>,
    ) -> Self {
        self.credential(Credential::OAuth1 { method, key, secret, token })
    }

    /// Callers must send a token, which the stand-in issues to the client `id` with `secret`. The setting `endpoint` says
    /// where.
    pub fn oauth2(
        self,
        endpoint: &'static str,
        id: &'static [Part<'static>],
        secret: &'static [Part<'static>],
    ) -> Self {
        self.credential(Credential::Token { place: (endpoint, issuer::TOKEN), id, secret })
    }

    /// As [`oauth2`](Self::oauth2), where callers discover the endpoint from the server that the setting `server` names.
    pub fn oauth2_discovered(
        self,
        server: &'static str,
        id: &'static [Part<'static>],
        secret: &'static [Part<'static>],
    ) -> Self {
        self.credential(Credential::Token { place: (server, ""), id, secret })
    }

    /// The settings whose values requests hold: made up if absent, and named in an echo instead of repeated.
    pub fn settings(self, settings: &'static [&'static str]) -> Self {
        Self { settings, ..self }
    }

    /// Adds an operation. Of two with the same method and path, the first answers.
    pub fn operation(mut self, operation: Operation) -> Self {
        self.operations.push(operation);
        self
    }

    /// Adds a GET operation of which there is nothing more to say.
    pub fn get(self, name: &'static str, path: &'static str) -> Self {
        self.operation(Operation::get(name, path))
    }

    /// Adds a HEAD operation of which there is nothing more to say.
    pub fn head(self, name: &'static str, path: &'static str) -> Self {
        self.operation(Operation::head(name, path))
    }

    /// Adds a POST operation of which there is nothing more to say.
    pub fn post(self, name: &'static str, path: &'static str) -> Self {
        self.operation(Operation::post(name, path))
    }

    /// Adds a PUT operation of which there is nothing more to say.
    pub fn put(self, name: &'static str, path: &'static str) -> Self {
        self.operation(Operation::put(name, path))
    }

    /// Adds a PATCH operation of which there is nothing more to say.
    pub fn patch(self, name: &'static str, path: &'static str) -> Self {
        self.operation(Operation::patch(name, path))
    }

    /// Adds a DELETE operation of which there is nothing more to say.
    pub fn delete(self, name: &'static str, path: &'static str) -> Self {
        self.operation(Operation::delete(name, path))
    }

    /// Starts on a free port of 127.0.0.1 and points `settings` there. The credential is the one that `settings` hold;
    /// an absent one is made up and set.
    ///
    /// # Errors
    /// [`Error::Transport`] if no port is free.
    pub async fn start(self, settings: &mut Settings) -> Result<Running> {
        let failed = |error| Error::Transport { upstream: self.namespace.to_owned(), source: Box::new(error) };
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(failed)?;
        let url = format!("http://{}", listener.local_addr().map_err(failed)?);
        self.point(settings, &url);
        let expected = self.credentials.iter().map(|credential| credential.expected(settings, &url));
        let mut credentials: Vec<_> = expected.collect();
        credentials.sort_by_key(|expected| matches!(expected, Expected::Body { .. }));
        let stand_in = Arc::new(echo::StandIn {
            credentials,
            secrets: self.settings.iter().map(|env| (*env, settings.get(env))).collect(),
            operations: self.operations,
        });
        let router = Router::new().fallback(move |request| echo::answer(Arc::clone(&stand_in), request));
        let task = tokio::spawn(async move {
            if let Err(error) = serve(listener, router, std::future::pending()).await {
                tracing::error!(%error, "the stand-in stopped");
            }
        });
        Ok(Running { namespace: self.namespace, url, task })
    }

    /// Points `settings` to `url`, as if the stand-in ran there.
    pub(crate) fn point(&self, settings: &mut Settings, url: &str) {
        settings.set(self.base_url, url);
        self.credentials.iter().for_each(|credential| credential.make_up(settings, url));
        self.settings.iter().for_each(|env| settings.make_up(env));
    }

    fn credential(mut self, credential: Credential) -> Self {
        self.credentials.push(credential);
        self
    }
}

impl Running {
    /// The API it stands in for.
    pub fn namespace(&self) -> &'static str {
        self.namespace
    }

    /// Its base URL.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}
