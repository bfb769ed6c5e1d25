//! One call of an upstream: what is sent, until when an answer counts, and how much of it is read.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method, Response};
use hyper::body::Body as HttpBody;
use tokio::time::timeout;
use url::Url;

use super::gather::{Extent, gather};
use super::transport::{Body, Connections, Deadline, Failure, Outgoing};
use crate::error::{Awaited, Result};

/// How an upstream is reached, whatever is called there.
pub(super) struct Transport {
    /// What the document calls the upstream.
    pub(super) namespace: Arc<str>,
    pub(super) connections: Connections,
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
    pub(super) deadline: Deadline,
}

impl Call<'_> {
    /// Sends it with the headers of a signature, in place of those it has.
    pub(super) async fn attempt(&self, signature: Option<&HeaderMap>) -> Result<Response<Body>> {
        let headers = || {
            let mut headers = self.headers.clone();
            headers.extend(signature.cloned().unwrap_or_default());
            headers.entry(ACCEPT).or_insert_with(|| self.accept.clone());
            if let Some(accepted) = &self.accepted {
                headers.entry(ACCEPT_ENCODING).or_insert_with(|| accepted.clone());
            }
            headers
        };
        self.send(&Outgoing { method: self.method, url: &self.url, headers: &headers, body: self.body }).await
    }

    async fn send(&self, request: &Outgoing<'_>) -> Result<Response<Body>> {
        let sent = self.transport.connections.send(request, self.deadline).await;
        sent.map_err(|failure| failure.at(&self.transport.namespace))
    }
}

#[cfg(any(feature = "aws", feature = "oauth1"))]
impl Call<'_> {
    pub(super) fn content(&self) -> &[u8] {
        self.body.map(|body| &**body).unwrap_or_default()
    }

    /// The value of `Host`.
    pub(super) fn host(&self) -> String {
        super::transport::host(&self.url).unwrap_or_default()
    }
}

#[cfg(feature = "digest")]
impl Call<'_> {
    /// Path and query, as they are sent.
    pub(super) fn target(&self) -> &str {
        super::transport::target(&self.url)
    }
}

#[cfg(feature = "oauth2")]
impl Call<'_> {
    /// Another request on behalf of this one: its status and body, of which no more is read than of any answer.
    pub(super) async fn aside(&self, request: &Outgoing<'_>) -> Result<(http::StatusCode, Bytes)> {
        let response = self.send(request).await?;
        let status = response.status();
        let read = self.transport.read_body(self.transport.max_response_bytes, response, self.deadline).await?;
        Ok((status, read.0))
    }
}

impl Transport {
    /// The body up to the limit, and whether there was more. Nothing is read of a body that announces to be too long.
    pub(super) async fn read_body(
        &self,
        limit: usize,
        response: Response<Body>,
        deadline: Deadline,
    ) -> Result<(Bytes, bool)> {
        if response.status().is_success() && is_announced_beyond(limit, &response) {
            return Ok((Bytes::new(), true));
        }
        let (mut body, extent) = self.read_first(limit, &mut response.into_body(), deadline).await?;
        body.truncate(limit);
        Ok((body, extent == Extent::Begun))
    }

    /// More than `enough` bytes of a body, or all of it.
    pub(super) async fn read_first(
        &self,
        enough: usize,
        body: &mut Body,
        deadline: Deadline,
    ) -> Result<(Bytes, Extent)> {
        let (left, allowed) = deadline.left();
        let read = timeout(left, gather(body, enough)).await;
        read.unwrap_or(Err(Failure::Late(Awaited::Rest, allowed))).map_err(|failure| failure.at(&self.namespace))
    }
}

/// Whether a body says that it is longer. One that isn't sent, as to HEAD, may say so.
pub(super) fn is_announced_beyond(limit: usize, response: &Response<Body>) -> bool {
    !response.body().is_end_stream() && announced(response.headers()).is_some_and(|length| length > limit as u64)
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}
