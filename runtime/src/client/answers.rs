//! What a document says of the answers of an operation.

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue};

use crate::format::Format;
use crate::reply::Lists;

/// The longest answer of bytes, unless the document says otherwise.
const MAX_BINARY: usize = 10 * 1024 * 1024;
const ANY_BYTES: HeaderValue = HeaderValue::from_static("application/octet-stream");

#[derive(Debug, Default)]
pub(super) struct Answers {
    pub(super) format: Format,
    /// What is a list even if it comes once.
    pub(super) lists: Lists,
    /// Whatever the upstream says.
    pub(super) media_type: Option<HeaderValue>,
    /// Whatever the options of the client say.
    pub(super) max_bytes: Option<usize>,
}

impl Answers {
    /// The longest answer; none if that is for the options of the client to say.
    pub(super) fn limit(&self) -> Option<usize> {
        self.max_bytes.or_else(|| self.format.is_binary().then_some(MAX_BINARY))
    }

    /// What is asked for: what the document reads, in preference to anything else. What the caller of a server accepts has no
    /// say in it, so that answers are what the document says to all.
    pub(super) fn accept(&self) -> HeaderValue {
        HeaderValue::from_static(self.format.accept())
    }

    /// Adds the media type of a body to the headers that came with it.
    pub(super) fn label(&self, headers: &mut HeaderMap, body: &Bytes) {
        if let Some(media_type) = self.media_type.as_ref().filter(|_| !body.is_empty()) {
            headers.insert(CONTENT_TYPE, media_type.clone());
        } else if self.format.is_binary() && !body.is_empty() {
            headers.entry(CONTENT_TYPE).or_insert(ANY_BYTES);
        }
    }
}
