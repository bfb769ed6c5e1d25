//! One call of an upstream: what is sent, until when an answer counts, and how much of it is read.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
#[cfg(feature = "oauth2")]
use http::StatusCode;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method};
use url::Url;

use crate::error::{Error, Result};

/// How an upstream is reached, whatever is called there.
pub(super) struct Transport {
    /// What the document calls the upstream.
    pub(super) namespace: String,
    pub(super) client: reqwest::Client,
    pub(super) timeout: Duration,
    pub(super) max_response_bytes: usize,
    /// The path of the base URL.
    pub(super) base_path: String,
}

/// A request as it is sent, but for what signs it.
pub(super) struct Call<'a> {
    pub(super) transport: &'a Transport,
    /// Names the request in errors and logs.
    pub(super) operation: &'static str,
    pub(super) method: &'a Method,
    pub(super) url: Url,
    /// Those that come of the operation and the caller.
    pub(super) headers: &'a HeaderMap,
    pub(super) body: Option<&'a Bytes>,
    /// The media types of an answer, unless its own headers say so.
    pub(super) accept: HeaderValue,
    /// The codings of an answer that whoever gets it accepts.
    pub(super) accepted: Option<HeaderValue>,
    pub(super) deadline: Instant,
}

impl Call<'_> {
    /// Sends it with the headers of a signature, in place of those it has.
    pub(super) async fn attempt(&self, signature: Option<HeaderMap>) -> Result<reqwest::Response> {
        let mut headers = self.headers.clone();
        headers.extend(signature.unwrap_or_default());
        headers.entry(ACCEPT).or_insert_with(|| self.accept.clone());
        if let Some(accepted) = &self.accepted {
            headers.entry(ACCEPT_ENCODING).or_insert_with(|| accepted.clone());
        }
        let builder = self.transport.client.request(self.method.clone(), self.url.clone());
        let mut builder = builder.timeout(self.remaining()).headers(headers);
        if let Some(body) = self.body {
            builder = builder.body(body.clone());
        }
        builder.send().await.map_err(|error| self.transport.broken(error))
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }
}

#[cfg(any(feature = "aws", feature = "oauth1"))]
impl Call<'_> {
    pub(super) fn content(&self) -> &[u8] {
        self.body.map(|body| &**body).unwrap_or_default()
    }

    /// The value of `Host`.
    pub(super) fn host(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        self.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

#[cfg(feature = "digest")]
impl Call<'_> {
    /// Path and query, as they are sent.
    pub(super) fn target(&self) -> String {
        let query = self.url.query().map(|query| format!("?{query}")).unwrap_or_default();
        format!("{}{query}", self.url.path())
    }
}

#[cfg(feature = "oauth2")]
impl Call<'_> {
    /// Another request on behalf of this one: its status and body, of which no more is read than of any answer.
    pub(super) async fn aside(
        &self,
        build: impl FnOnce(&reqwest::Client) -> reqwest::RequestBuilder,
    ) -> Result<(StatusCode, Bytes)> {
        let response = build(&self.transport.client).timeout(self.remaining()).send().await;
        let response = response.map_err(|error| self.transport.broken(error))?;
        let status = response.status();
        Ok((status, self.transport.read_body(self.transport.max_response_bytes, response).await?.0))
    }
}

impl Transport {
    /// The body up to the limit, and whether there was more. Nothing is read of a body that announces to be too long.
    pub(super) async fn read_body(&self, limit: usize, response: reqwest::Response) -> Result<(Bytes, bool)> {
        if response.status().is_success() && announced(response.headers()).is_some_and(|length| length > limit as u64) {
            return Ok((Bytes::new(), true));
        }
        let mut chunks = response.bytes_stream();
        let mut body = BytesMut::new();
        while let Some(chunk) = chunks.try_next().await.map_err(|error| self.broken(error))? {
            let room = limit - body.len();
            body.extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() > room {
                return Ok((body.freeze(), true));
            }
        }
        Ok((body.freeze(), false))
    }

    /// No whole answer arrived.
    fn broken(&self, error: reqwest::Error) -> Error {
        let upstream = self.namespace.clone();
        if error.is_timeout() {
            return Error::Timeout { upstream };
        }
        Error::Transport { upstream, source: Box::new(error.without_url()) }
    }
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
