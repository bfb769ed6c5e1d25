//! One request, built so that it reaches the wire as written.

mod credentials;

use std::sync::Arc;

use bytes::Bytes;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, Method};
use serde::Serialize;

use super::answers::Answers;
use super::auth::Credential;
use super::body::binary;
use super::body::form::Form;
use super::body::multipart::Multipart;
use super::body::template::Template;
use super::cookie;
use super::encode::{WireValue, one_text, push_pair, push_path, push_value, texts};
use super::length::{Longest, MAX_HEADER};
use super::send::{Parts, send};
use super::shared::Shared;
use crate::content_type::FORM;
use crate::error::{Error, InputError, Result};
use crate::format::Format;
use crate::metrics::Ending;
use crate::reply::Reply;

/// A request to an upstream: awaited, it is [sent](Self::send). The first mistake is kept, and returned without sending
/// anything.
#[must_use = "a request is sent when it is awaited"]
pub struct Request {
    upstream: Arc<Shared>,
    /// As far as they are put together.
    parts: Parts,
    /// What comes after the URL, from the next variable on.
    unfilled: &'static str,
    /// As in the header.
    cookies: String,
    /// In place of those of the upstream, if there are any.
    credentials: Vec<Credential>,
    fault: Option<Error>,
}

impl Request {
    pub(super) fn new(upstream: Arc<Shared>, method: Method, operation: &'static str) -> Self {
        let parts = Parts {
            operation,
            method,
            url: upstream.base.clone(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: None,
            variable: None,
            longest: Longest::default(),
            answers: Answers::default(),
        };
        Self { upstream, parts, unfilled: "", cookies: String::new(), credentials: Vec::new(), fault: None }
    }

    /// Appends to the path as the document writes it, with its slashes and escapes. The [variables](Self::variable) in
    /// `{braces}` are filled in the order in which they stand.
    pub fn path(mut self, path: &'static str) -> Self {
        self.end_path();
        self.append(path)
    }

    /// Appends to the path, in which braces are braces.
    pub(crate) fn literal(mut self, literal: &str) -> Self {
        self.end_authority(literal);
        push_path(&mut self.parts.url, literal);
        self
    }

    /// Fills the next variable of the path, or comes at its end. A value stays within its segment: slashes, dots and all
    /// else are data.
    ///
    /// Empty values, `.` and `..` are refused, since no encoding protects them: clients and servers normalise even
    /// `%2e%2e`.
    pub fn variable(mut self, name: &'static str, value: &(impl WireValue + ?Sized)) -> Self {
        self.parts.variable = Some(name);
        match one_text(value) {
            Err(reason) => self.fail(InputError::new(name, reason)),
            Ok(text) => {
                self.end_authority(&text);
                self.parts.longest.note(name, text.len());
                push_value(&mut self.parts.url, &text);
            }
        }
        match self.unfilled.split_once('}') {
            Some((_, rest)) => self.append(rest),
            None => self,
        }
    }

    /// Appends a query parameter: none for an absent value, one for each item of a list.
    pub fn query(mut self, name: &str, value: &(impl WireValue + ?Sized)) -> Self {
        let texts = texts(value);
        self.parts.longest.note(name, texts.iter().map(String::len).sum());
        for text in texts {
            push_pair(&mut self.parts.query, name, &text);
        }
        self
    }

    /// Appends a header: none for an absent value, one for each item of a list.
    pub fn header(mut self, name: &str, value: &(impl WireValue + ?Sized)) -> Self {
        for text in texts(value) {
            match (name.parse::<HeaderName>(), HeaderValue::from_str(&text)) {
                _ if text.len() > MAX_HEADER => self.fail(too_long(name)),
                (Ok(header), Ok(value)) => {
                    self.parts.headers.append(header, value);
                }
                (Err(_), _) => self.fail(InputError::new(name, "is not a header name")),
                (_, Err(_)) => self.fail(InputError::new(name, "holds a character that no header can carry")),
            }
        }
        self
    }

    /// Appends a cookie: none for an absent value, one for each item of a list.
    pub fn cookie(mut self, name: &str, value: &(impl WireValue + ?Sized)) -> Self {
        for text in texts(value) {
            cookie::push(&mut self.cookies, name, &text);
            if self.cookies.len() > MAX_HEADER {
                self.fail(too_long(name));
            }
        }
        self
    }

    /// Sends `body` as JSON, as `application/json` unless a header says otherwise.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) => return self.typed("application/json", json),
            Err(error) => self.fail(InputError::new("body", format!("has no JSON form: {error}"))),
        }
        self
    }

    /// Sends `body` as JSON if there is one.
    pub fn json_opt<T: Serialize>(self, body: &Option<T>) -> Self {
        match body {
            Some(body) => self.json(body),
            None => self,
        }
    }

    /// Sends `body` as it is, if there is one: a text as it stands, anything else as JSON; as `application/json` unless a header
    /// says otherwise.
    pub fn as_given(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        match serde_json::to_vec(body) {
            Ok(json) if json == b"null" => {}
            Ok(json) => {
                let text = serde_json::from_slice::<String>(&json).map(String::into_bytes);
                return self.typed("application/json", text.unwrap_or(json));
            }
            Err(error) => self.fail(InputError::new("body", format!("has no JSON form: {error}"))),
        }
        self
    }

    /// Sends `body` as it is put together, as `media_type` unless a header says otherwise; nothing if it is one value alone,
    /// which is absent.
    pub fn text(mut self, media_type: &'static str, body: Template) -> Self {
        match body.into_body() {
            Ok(Some(text)) => return self.typed(media_type, text),
            Ok(None) => {}
            Err(fault) => self.fail(fault),
        }
        self
    }

    /// Sends bytes if there are any, as `application/octet-stream` unless a header or the value says otherwise: base64, or a
    /// `data:` URL (RFC 2397).
    pub fn binary(mut self, name: &'static str, value: &(impl WireValue + ?Sized)) -> Self {
        match texts(value).as_slice() {
            [] => {}
            [text] => match binary::read(text) {
                Ok((media_type, bytes)) => return self.typed(&media_type, bytes),
                Err(reason) => self.fail(InputError::new(name, reason)),
            },
            _ => self.fail(InputError::new(name, "must be one value, not a list")),
        }
        self
    }

    /// Sends the fields of a form, as `application/x-www-form-urlencoded`.
    pub fn form(self, form: Form) -> Self {
        self.typed(FORM, form.into_body())
    }

    /// Sends the parts of a form, as `multipart/form-data`.
    pub fn multipart(mut self, form: Multipart) -> Self {
        let (media_type, body) = form.into_body();
        self.parts.headers.remove(CONTENT_TYPE); // its boundary is not the caller's to choose
        self.typed(&media_type, body)
    }

    /// The answer is in another format than JSON: see [`Reply::value`].
    pub fn format(mut self, format: Format) -> Self {
        self.parts.answers.format = format;
        self
    }

    /// What is at these paths is a list even if it comes once, for formats without lists.
    pub fn lists(mut self, paths: &'static [&'static [&'static str]]) -> Self {
        self.parts.answers.lists = paths;
        self
    }

    /// The answer is of this media type, whatever the upstream says.
    pub fn media_type(mut self, media_type: &'static str) -> Self {
        self.parts.answers.media_type = HeaderValue::from_str(media_type).ok(); // what no header can carry, no caller could read
        self
    }

    /// An answer may have so many bytes, whatever the options of the client say.
    pub fn max_bytes(mut self, bytes: usize) -> Self {
        self.parts.answers.max_bytes = Some(bytes);
        self
    }

    /// Sends the request and reads the whole answer.
    ///
    /// # Errors
    /// [`Error::Input`] for a value that can't be sent; [`Error::Transport`], [`Error::Timeout`] and
    /// [`Error::TooLarge`] if there is no whole answer; [`Error::Status`] for one outside 2xx; [`Error::Redirect`] for
    /// a redirect that leads elsewhere than to the same origin, or whose request is not to be sent again.
    pub async fn send(mut self) -> Result<Reply> {
        self.end_path();
        if let Some(fault) = self.fault.take() {
            return Err(fault);
        }
        let upstream = Arc::clone(&self.upstream);
        let own = std::mem::take(&mut self.credentials);
        let credentials = if own.is_empty() { &upstream.credentials } else { &own };
        self.authenticate(credentials)?;
        let meter = upstream.calls.meter(self.parts.operation);
        let running = meter.begin();
        let answer = send(&upstream.transport, credentials, self.parts).await;
        running.end(Ending::of_call(&answer));
        answer
    }

    /// Appends what stands before the next variable.
    fn append(mut self, path: &'static str) -> Self {
        let (literal, unfilled) = path.split_at(path.find('{').unwrap_or(path.len()));
        self.unfilled = unfilled;
        self.literal(literal)
    }

    fn end_path(&mut self) {
        if !self.unfilled.is_empty() {
            self.fail(InputError::new("path", format!("lacks a value for `{}`", self.unfilled)));
        }
    }

    /// Whatever comes first after the base URL starts a path: it must not become part of the host.
    fn end_authority(&mut self, next: &str) {
        if self.parts.url == self.upstream.base && !next.is_empty() && !next.starts_with('/') {
            self.parts.url.push('/');
        }
    }

    fn typed(mut self, media_type: &str, body: impl Into<Bytes>) -> Self {
        self.parts.body = Some(body.into());
        if let Ok(media_type) = HeaderValue::from_str(media_type) {
            self.parts.headers.entry(CONTENT_TYPE).or_insert(media_type);
        }
        self
    }

    fn fail(&mut self, fault: InputError) {
        self.fault.get_or_insert(fault.into());
    }
}

fn too_long(name: &str) -> InputError {
    InputError::new(name, format!("is longer than the {MAX_HEADER} bytes that a header may have"))
}

impl IntoFuture for Request {
    type Output = Result<Reply>;
    type IntoFuture = BoxFuture<'static, Result<Reply>>;

    fn into_future(self) -> Self::IntoFuture {
        self.send().boxed()
    }
}
