//! One request, built so that it reaches the wire as written.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, Method};
use secrecy::ExposeSecret;
use serde::Serialize;

use super::auth::Credential;
use super::encode::{push_pair, push_path, push_value};
use super::upstream::Shared;
use super::{WireValue, send};
use crate::{Error, InputError, Reply, Result};

/// A request to an upstream. The first mistake is kept, and [`send`](Self::send) returns it without sending anything.
pub struct Request {
    pub(super) upstream: Arc<Shared>,
    pub(super) operation: &'static str,
    pub(super) method: Method,
    /// The base URL and what was appended so far, encoded.
    pub(super) url: String,
    /// Without question mark, encoded.
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// The last path variable: at fault if the path as a whole can't be sent.
    pub(super) variable: Option<&'static str>,
    fault: Option<Error>,
}

impl Request {
    pub(super) fn new(upstream: Arc<Shared>, method: Method, operation: &'static str) -> Self {
        Self {
            operation,
            method,
            url: upstream.base.clone(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: None,
            variable: None,
            fault: None,
            upstream,
        }
    }

    /// Appends to the path as the document writes it, with its slashes and escapes.
    pub fn path(mut self, literal: &str) -> Self {
        self.end_authority(literal);
        push_path(&mut self.url, literal);
        self
    }

    /// Appends a value to the path. It stays within its segment: slashes, dots and all else are data.
    ///
    /// Empty values, `.` and `..` are refused, since no encoding protects them: clients and servers normalise even
    /// `%2e%2e`.
    pub fn variable(mut self, name: &'static str, value: &(impl WireValue + ?Sized)) -> Self {
        self.variable = Some(name);
        match one_text(value) {
            Err(reason) => self.fail(InputError::new(name, reason)),
            Ok(text) => {
                self.end_authority(&text);
                push_value(&mut self.url, &text);
            }
        }
        self
    }

    /// Appends a query parameter: none for an absent value, one for each item of a list.
    pub fn query(mut self, name: &str, value: &(impl WireValue + ?Sized)) -> Self {
        for text in texts(value) {
            push_pair(&mut self.query, name, &text);
        }
        self
    }

    /// Appends a header: none for an absent value, one for each item of a list.
    pub fn header(mut self, name: &str, value: &(impl WireValue + ?Sized)) -> Self {
        for text in texts(value) {
            match (name.parse::<HeaderName>(), HeaderValue::from_str(&text)) {
                (Ok(header), Ok(value)) => {
                    self.headers.append(header, value);
                }
                (Err(_), _) => self.fail(InputError::new(name, "is not a header name")),
                (_, Err(_)) => self.fail(InputError::new(name, "holds a character that no header can carry")),
            }
        }
        self
    }

    /// Sends `body` as JSON, as `application/json` unless a header says otherwise.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => self.body = Some(json.into()),
            Err(error) => self.fail(InputError::new("body", format!("has no JSON form: {error}"))),
        }
        self.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        self
    }

    /// Sends `body` as JSON if there is one.
    pub fn json_opt<T: Serialize>(self, body: &Option<T>) -> Self {
        match body {
            Some(body) => self.json(body),
            None => self,
        }
    }

    /// Sends the request and reads the whole answer.
    ///
    /// # Errors
    /// [`Error::Input`] for a value that can't be sent; [`Error::Transport`], [`Error::Timeout`] and
    /// [`Error::TooLarge`] if there is no whole answer; [`Error::Status`] for one outside 2xx, redirects included.
    pub async fn send(mut self) -> Result<Reply> {
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        match &self.upstream.credential {
            Some(Credential::Header(name, value)) => {
                self.headers.insert(name, value.clone());
            }
            Some(Credential::Query(name, value)) => push_pair(&mut self.query, name, value.expose_secret()),
            None => {}
        }
        send::send(self).await
    }

    /// Whatever comes first after the base URL starts a path: it must not become part of the host.
    fn end_authority(&mut self, next: &str) {
        if self.url == self.upstream.base && !next.is_empty() && !next.starts_with('/') {
            self.url.push('/');
        }
    }

    fn fail(&mut self, fault: InputError) {
        self.fault.get_or_insert(fault.into());
    }
}

fn texts(value: &(impl WireValue + ?Sized)) -> Vec<String> {
    let mut texts = Vec::new();
    value.texts(&mut texts);
    texts
}

/// The text of a path value, or why it can't be one.
fn one_text(value: &(impl WireValue + ?Sized)) -> Result<String, &'static str> {
    let mut texts = texts(value);
    match (texts.pop(), texts.is_empty()) {
        (None, _) => Err("is required"),
        (Some(_), false) => Err("must be one value, not a list"),
        (Some(text), true) => match text.as_str() {
            "" => Err("must not be empty"),
            "." | ".." => Err("must not be `.` or `..`"),
            _ => Ok(text),
        },
    }
}
