//! An answer as it arrived.

#[cfg(feature = "rest")]
mod arriving;

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use crate::value::Value;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};
#[cfg(feature = "rest")]
use http_body_util::combinators::UnsyncBoxBody;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[cfg(feature = "rest")]
use self::arriving::Arriving;
use crate::aside::aside_if_long;
#[cfg(feature = "client")]
use crate::coding;
use crate::error::{Error, Result};
use crate::format::{self, Body, Format};
use crate::misfits::Misfits;

/// The most bytes of a compressed body that are read.
#[cfg(feature = "client")]
const MAX_PLAIN: usize = 16 * 1024 * 1024;

/// The answer of an upstream or of a service. The body keeps its bytes: it is parsed on demand only.
#[derive(Clone, Default)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    format: Format,
    /// What is a list even if it comes once.
    lists: Lists,
    misfits: Misfits,
    /// The namespace of the upstream whose answer it is.
    upstream: Option<Arc<str>>,
    /// All of the body, where it is still on its way; its beginning is `body` then.
    #[cfg(feature = "rest")]
    arriving: Option<Arriving>,
}

/// Paths by name.
pub(crate) type Lists = &'static [&'static [&'static str]];

impl Reply {
    /// An answer as it arrived.
    pub fn new(status: StatusCode, headers: HeaderMap, body: impl Into<Bytes>) -> Self {
        Self { status, headers, body: body.into(), ..Self::default() }
    }

    /// An answer without body.
    pub fn empty(status: StatusCode) -> Self {
        Self { status, ..Self::default() }
    }

    /// 200 with `value` as JSON: for hand-written services.
    ///
    /// # Errors
    /// [`Error::Decode`] if `value` has no JSON form, such as a map whose keys aren't strings.
    pub fn from_json(value: &impl Serialize) -> Result<Self> {
        let body = serde_json::to_vec(value).map_err(|error| Error::decode("the reply of the service", error))?;
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        Ok(Self::new(StatusCode::OK, headers, body))
    }

    /// The same with another status: for hand-written services.
    pub fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// The same, some of which is `null` since it didn't fit.
    pub(crate) fn with_misfits(self, misfits: Misfits) -> Self {
        Self { misfits, ..self }
    }

    /// What of declared outputs is `null` since it didn't fit; nothing of what is passed on as it arrived.
    pub fn misfits(&self) -> &Misfits {
        &self.misfits
    }

    /// The same with content of this media type, if it has content.
    #[cfg(feature = "rest")]
    pub(crate) fn with_content_type(mut self, media_type: &HeaderValue) -> Self {
        if !self.body.is_empty() {
            self.headers.insert(CONTENT_TYPE, media_type.clone());
        }
        self
    }

    /// The same, whose body arrives while it is passed on; as yet it has its beginning. For those only who call to pass it on.
    #[cfg(all(feature = "client", feature = "rest"))]
    pub(crate) fn arriving(self, body: UnsyncBoxBody<Bytes, Error>) -> Self {
        Self { arriving: Some(Arriving::new(body)), ..self }
    }

    /// The body while it arrives, if it is still on its way.
    #[cfg(feature = "rest")]
    pub(crate) fn take_arriving(&self) -> Option<UnsyncBoxBody<Bytes, Error>> {
        self.arriving.as_ref()?.take()
    }

    /// The same in another format than JSON, where what is at `lists` is a list even if it comes once.
    #[cfg(feature = "client")]
    pub(crate) fn in_format(self, format: Format, lists: Lists) -> Self {
        Self { format, lists, ..self }
    }

    /// The same, from the upstream of this namespace.
    #[cfg(feature = "client")]
    pub(crate) fn of_upstream(self, namespace: Arc<str>) -> Self {
        Self { upstream: Some(namespace), ..self }
    }

    /// The namespace of the upstream whose answer it is, for errors.
    pub(crate) fn upstream(&self) -> Option<&str> {
        self.upstream.as_deref()
    }

    /// The status; an upstream's reply is 2xx, since all else is [`Error::Status`].
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Whether the body holds nothing: a blank one does so in any format but text and bytes.
    #[cfg(any(feature = "mcp", feature = "project"))]
    pub(crate) fn is_blank(&self) -> bool {
        let bytes = &self.body;
        if self.format.keeps_blanks() { bytes.is_empty() } else { format::without_mark(bytes).trim_ascii().is_empty() }
    }

    /// The headers as they arrived.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The media type with its parameters, if it is stated as text.
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(CONTENT_TYPE)?.to_str().ok()
    }

    /// The body as it arrived: compressed by whatever `Content-Encoding` says, if it is to be passed on to a caller over REST
    /// who accepts that. [`json`](Self::json) and [`value`](Self::value) read what comes by gzip, no other.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// The body as text.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body is not UTF-8.
    pub fn text(&self) -> Result<&str> {
        std::str::from_utf8(&self.body).map_err(|error| Error::decode(self.what(), error))
    }

    /// The body read as JSON, whatever its media type says.
    ///
    /// # Errors
    /// [`Error::Decode`] if the body is not JSON or not a `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        let plain = self.plain()?;
        let body = Body { bytes: &plain, charset: self.charset() };
        aside_if_long(plain.len(), || serde_json::from_slice(&format::in_utf8(&body)))
            .map_err(|error| Error::decode(self.what(), error))
    }

    /// The value that the body holds, in the format that the operation answers with: JSON unless the document says otherwise.
    ///
    /// # Errors
    /// [`Error::Format`] if the body is malformed.
    pub fn value(&self) -> Result<Value> {
        let bytes = self.plain()?;
        aside_if_long(bytes.len(), || -> Result<Value> {
            let read = self.format.read(&Body { bytes: &bytes, charset: self.charset() });
            let mut value = read.map_err(|fault| fault.of(self.upstream()))?;
            self.lists.iter().for_each(|path| format::wrap(&mut value, path));
            Ok(value)
        })
    }

    /// The format of the body.
    pub fn format(&self) -> Format {
        self.format
    }

    /// The body as text in its charset, if it is one.
    #[cfg(feature = "mcp")]
    pub(crate) fn decoded_text(&self) -> Option<Cow<'_, str>> {
        format::as_text(&Body { bytes: &self.body, charset: self.charset() })
    }

    /// The charset that the media type names.
    pub(crate) fn charset(&self) -> Option<&str> {
        self.content_type().and_then(format::charset)
    }

    /// The body without gzip, which is left on what is passed on to a caller.
    #[cfg(feature = "client")]
    fn plain(&self) -> Result<Cow<'_, [u8]>> {
        if !coding::is_gzip(&self.headers) {
            return Ok(Cow::Borrowed(&self.body));
        }
        match coding::gunzip(&self.body, MAX_PLAIN) {
            (bytes, None) => Ok(Cow::Owned(bytes.into())),
            (_, Some(coding::Fault::TooLong)) => Err(Error::decode(self.what(), "it is too long")),
            (_, Some(coding::Fault::Malformed(fault))) => Err(Error::decode(self.what(), fault)),
        }
    }

    #[cfg(not(feature = "client"))]
    fn plain(&self) -> Result<Cow<'_, [u8]>> {
        Ok(Cow::Borrowed(&self.body))
    }

    /// What errors call the body.
    fn what(&self) -> String {
        self.upstream().map_or_else(|| "the body of the reply".to_owned(), |name| format!("the answer of {name}"))
    }

    /// Status, headers and body.
    pub fn into_parts(self) -> (StatusCode, HeaderMap, Bytes) {
        (self.status, self.headers, self.body)
    }
}

/// Leaves out headers and body: what upstreams answer is for their callers, not for logs.
impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reply")
            .field("status", &self.status)
            .field("content_type", &self.content_type())
            .field("body_bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn a_body_is_parsed_on_demand() {
        let reply = Reply::new(StatusCode::OK, HeaderMap::new(), "{\"id\": 9007199254740993}");
        assert_eq!(reply.text().unwrap(), "{\"id\": 9007199254740993}");
        assert_eq!(reply.json::<crate::Value>().unwrap()["id"], 9007199254740993_u64);
        assert!(matches!(reply.json::<Vec<i64>>(), Err(Error::Decode { .. })));
        assert!(matches!(Reply::new(StatusCode::OK, HeaderMap::new(), vec![0xff]).text(), Err(Error::Decode { .. })));
    }

    #[test]
    fn a_service_answers_json() {
        let reply = Reply::from_json(&["a"]).unwrap();
        assert_eq!((reply.content_type(), &reply.bytes()[..]), (Some("application/json"), &b"[\"a\"]"[..]));
        assert_eq!(Reply::empty(StatusCode::NO_CONTENT).content_type(), None);
    }
}
