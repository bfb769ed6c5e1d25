//! Stand-ins for upstreams, so that a crate runs and is tested without the real ones.
//!
//! A stand-in knows the operations of an API and its credential. It invents nothing: unless the document declares an
//! output, it answers with an echo of what reached it, secrets excepted:
//! `{"operation":"listconnections","path":"/conns","inputs":{"limit":2}}`.

mod credential;
mod echo;
mod operation;
mod template;
#[cfg(all(test, feature = "client"))]
mod tests;

use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use self::credential::Credential;
pub use self::operation::{Input, Operation};
use crate::{Error, Part, Result, Settings};

/// The stand-in for a consumed API.
#[derive(Debug, Clone)]
pub struct Mock {
    namespace: &'static str,
    base_url: &'static str,
    credential: Credential,
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
        Self { namespace, base_url, credential: Credential::None, operations: Vec::new() }
    }

    /// Callers must send `value` in the header `name`.
    pub fn header_key(self, name: &'static str, value: &'static [Part<'static>]) -> Self {
        Self { credential: Credential::Header { name, value }, ..self }
    }

    /// Callers must send `value` in the query parameter `name`.
    pub fn query_key(self, name: &'static str, value: &'static [Part<'static>]) -> Self {
        Self { credential: Credential::Query { name, value }, ..self }
    }

    /// Callers must send `token` as bearer token.
    pub fn bearer(self, token: &'static [Part<'static>]) -> Self {
        Self { credential: Credential::Bearer { token }, ..self }
    }

    /// Callers must send `username` and `password` as basic credentials.
    pub fn basic(self, username: &'static [Part<'static>], password: &'static [Part<'static>]) -> Self {
        Self { credential: Credential::Basic { username, password }, ..self }
    }

    /// Adds an operation. Of two with the same method and path, the first answers.
    pub fn operation(mut self, operation: Operation) -> Self {
        self.operations.push(operation);
        self
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
        let stand_in = echo::StandIn { credential: self.credential.expected(settings), operations: self.operations };
        let stand_in = Arc::new(stand_in);
        let router = Router::new().fallback(move |request| echo::answer(Arc::clone(&stand_in), request));
        let task = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, router).await {
                tracing::error!(%error, "the stand-in stopped");
            }
        });
        Ok(Running { namespace: self.namespace, url, task })
    }

    /// Points `settings` to `url`, as if the stand-in ran there.
    pub(crate) fn point(&self, settings: &mut Settings, url: &str) {
        settings.set(self.base_url, url);
        self.credential.make_up(settings);
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
