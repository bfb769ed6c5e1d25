//! A server, one of its API roots, and the operations that answer with one resource.

use std::fmt;

use http::Method;
use serde::de::DeserializeOwned;
use url::Url;

use super::answer;
use super::options::Options;
use crate::client::base_url::{base_url, is_loopback};
use crate::client::{self, Auth, HttpOptions, Upstream};
use crate::error::{InputError, Result};
use crate::reply::Reply;
use crate::settings::FilledUrl;
use crate::taxii::media;
use crate::taxii::types::Collections;

/// A TAXII server and one of its API roots. Cheap to clone.
///
/// The resources are read as whatever type the caller names: those of [`taxii`](crate::taxii), or stricter ones.
#[derive(Clone)]
pub struct Taxii {
    namespace: String,
    upstream: Upstream,
    origin: Url,
    discovery: String,
    api_root: String,
    headers: &'static [(&'static str, &'static str)],
    slash: &'static str,
    pub(super) max_pages: usize,
}

/// Builds a [`Taxii`].
#[derive(Debug)]
pub struct Builder {
    namespace: String,
    http: HttpOptions,
    options: Options,
    base_url: FilledUrl,
    discovery: &'static str,
    api_root: &'static str,
    trailing_slash: bool,
    headers: &'static [(&'static str, &'static str)],
    auth: Option<Auth>,
}

impl Taxii {
    /// A client of the server that errors and logs call `namespace`.
    pub fn builder(namespace: &str, http: &HttpOptions) -> Builder {
        Builder {
            namespace: namespace.to_owned(),
            http: http.clone(),
            options: Options::default(),
            base_url: FilledUrl::default(),
            discovery: "/taxii2",
            api_root: "",
            trailing_slash: true,
            headers: &[],
            auth: None,
        }
    }

    /// The same server at another of its API roots: a URL or path as discovery gives it.
    ///
    /// # Errors
    /// [`Error::Input`](crate::Error::Input) for another origin than that of the base URL, where the credentials
    /// don't belong: build a client for it.
    pub fn with_api_root(&self, url: &str) -> Result<Self> {
        let fault = |reason| InputError::new("api_root", reason);
        let root = self.origin.join(url).map_err(|_| fault("must be a URL or an absolute path"))?;
        if !url.starts_with('/') && Url::parse(url).is_err() {
            return Err(fault("must be a URL or an absolute path").into());
        }
        if root.origin() != self.origin.origin() {
            return Err(fault("has another origin than the base URL").into());
        }
        if root.query().is_some() || root.fragment().is_some() {
            return Err(fault("must not hold a query or fragment").into());
        }
        Ok(Self { api_root: root.path().trim_end_matches('/').to_owned(), ..self.clone() })
    }

    /// What the server is (§4.1), a [`Discovery`](crate::taxii::Discovery).
    ///
    /// # Errors
    /// No answer, a status outside 2xx, or not the resource.
    pub async fn discovery<T: DeserializeOwned>(&self) -> Result<T> {
        answer::decode(&self.send(self.get("discovery").literal(&self.discovery)).await?)
    }

    /// What the API root is (§4.2), an [`ApiRoot`](crate::taxii::ApiRoot).
    ///
    /// # Errors
    /// No answer, a status outside 2xx, or not the resource.
    pub async fn api_root<T: DeserializeOwned>(&self) -> Result<T> {
        answer::decode(&self.send(self.below_root("api_root", "")).await?)
    }

    /// The collections of the API root (§5.1).
    ///
    /// # Errors
    /// No answer, a status outside 2xx, or not the resource.
    pub async fn collections<C: DeserializeOwned>(&self) -> Result<Collections<C>> {
        answer::decode(&self.send(self.below_root("collections", "/collections")).await?)
    }

    /// A collection by identifier or alias (§5.2), a [`Collection`](crate::taxii::Collection).
    ///
    /// # Errors
    /// No answer, a status outside 2xx, or not the resource.
    pub async fn collection<T: DeserializeOwned>(&self, collection: &str) -> Result<T> {
        answer::decode(&self.send(self.below_collection("collection", collection)).await?)
    }

    pub(super) fn namespace(&self) -> &str {
        &self.namespace
    }

    pub(super) fn below_collection(&self, operation: &'static str, collection: &str) -> client::Request {
        self.below_root(operation, "/collections/").variable("collection", collection)
    }

    /// Sends with the slash and the headers that the server wants.
    pub(super) async fn send(&self, request: client::Request) -> Result<Reply> {
        let request = request.path(self.slash);
        let accepts = self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("accept"));
        let standard = (!accepts).then_some(("accept", media::TAXII));
        let headers = standard.iter().chain(self.headers);
        headers.fold(request, |request, (name, value)| request.header(name, *value)).send().await
    }

    fn below_root(&self, operation: &'static str, path: &str) -> client::Request {
        self.get(operation).literal(&self.api_root).literal(path)
    }

    fn get(&self, operation: &'static str) -> client::Request {
        self.upstream.request(Method::GET, operation)
    }
}

/// Shows the namespace only: neither credentials nor hosts.
impl fmt::Debug for Taxii {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Taxii").field(&self.namespace).finish()
    }
}

impl Builder {
    /// What both paths are appended to.
    pub fn base_url(mut self, url: impl Into<FilledUrl>) -> Self {
        self.base_url = url.into();
        self
    }

    /// The path of discovery below the base URL; `/taxii2` unless given.
    pub fn discovery(mut self, path: &'static str) -> Self {
        self.discovery = path;
        self
    }

    /// The path of the API root below the base URL.
    pub fn api_root(mut self, path: &'static str) -> Self {
        self.api_root = path;
        self
    }

    /// Whether paths end in a slash, as the standard wants and some servers don't; yes unless given.
    pub fn trailing_slash(mut self, slash: bool) -> Self {
        self.trailing_slash = slash;
        self
    }

    /// Headers of every request. `Accept` is that of the standard unless it is among them.
    pub fn headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// The credential that goes out with every request.
    pub fn auth(mut self, auth: Auth) -> Self {
        self.auth = Some(auth);
        self
    }

    /// What the user wants otherwise.
    pub fn options(mut self, options: &Options) -> Self {
        self.options = options.clone();
        self
    }

    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if the base URL, the credential or the HTTP client can't be used.
    pub fn build(self) -> Result<Taxii> {
        let invalid = |reason| self.base_url.invalid(&format!("the base URL of {}", self.namespace), reason);
        let mut origin = base_url(self.base_url.text()).map_err(invalid)?;
        if origin.scheme() == "http" && !is_loopback(&origin) && !self.options.allow_http {
            return Err(invalid("must start with https:// unless plain HTTP is allowed").into());
        }
        let prefix = origin.path().trim_end_matches('/').to_owned();
        origin.set_path("");
        let mut upstream = Upstream::new(&self.namespace, &self.http).base_url(origin.as_str());
        if let Some(auth) = self.auth {
            upstream = upstream.auth(auth);
        }
        let slash = self.options.trailing_slash.unwrap_or(self.trailing_slash);
        Ok(Taxii {
            upstream: upstream.build()?,
            namespace: self.namespace,
            origin,
            discovery: format!("{prefix}{}", self.discovery),
            api_root: format!("{prefix}{}", self.api_root),
            headers: self.headers,
            slash: if slash { "/" } else { "" },
            max_pages: self.options.max_pages,
        })
    }
}
