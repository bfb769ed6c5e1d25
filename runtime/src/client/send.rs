//! Sends a request and reads its answer within the limits.

use std::time::{Duration, Instant};

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use http::header::{AUTHORIZATION, CONTENT_LENGTH};
use http::{HeaderMap, StatusCode};
use url::Url;

use super::Request;
use super::signer::{Refused, Signer};
use super::upstream::Shared;
use crate::{ConfigError, Error, InputError, Reply, Result, StatusError};

/// One call: what is sent, and until when an answer counts.
pub(super) struct Call<'a> {
    request: &'a Request,
    url: Url,
    deadline: Instant,
}

pub(super) async fn send(request: Request) -> Result<Reply> {
    let url = wire_url(&request)?;
    let upstream = &*request.upstream;
    let call = Call { request: &request, url, deadline: Instant::now() + upstream.timeout };
    let response = match upstream.signer() {
        Some(signer) => signed(&call, signer).await?,
        None => call.attempt(None).await?,
    };
    tracing::debug!(upstream = upstream.namespace, operation = request.operation, status = response.status().as_u16());
    read(upstream, &request, response).await
}

/// A second attempt follows a 401 if the credential can do better.
async fn signed(call: &Call<'_>, signer: &dyn Signer) -> Result<reqwest::Response> {
    let sent = signer.sign(call, None).await?;
    let response = call.attempt(sent.clone()).await?;
    if response.status() != StatusCode::UNAUTHORIZED {
        return Ok(response);
    }
    let sent = sent.as_ref().and_then(|headers| headers.get(AUTHORIZATION));
    let refused = Refused { sent, headers: response.headers() };
    match signer.sign(call, Some(refused)).await? {
        Some(better) => call.attempt(Some(better)).await,
        None => Ok(response),
    }
}

impl Call<'_> {
    async fn attempt(&self, signature: Option<HeaderMap>) -> Result<reqwest::Response> {
        let (request, upstream) = (self.request, &*self.request.upstream);
        let mut headers = request.headers.clone();
        headers.extend(signature.unwrap_or_default());
        let builder = upstream.client.request(request.method.clone(), self.url.clone());
        let mut builder = builder.timeout(self.remaining()).headers(headers);
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        builder.send().await.map_err(|error| broken(upstream, error))
    }

    fn remaining(&self) -> Duration {
        self.deadline.saturating_duration_since(Instant::now())
    }
}

#[cfg(any(feature = "aws", feature = "digest", feature = "oauth1"))]
impl Call<'_> {
    pub(super) fn method(&self) -> &str {
        self.request.method.as_str()
    }
}

#[cfg(any(feature = "aws", feature = "oauth1"))]
impl Call<'_> {
    /// As it is sent.
    pub(super) fn url(&self) -> &Url {
        &self.url
    }

    /// Those that come of the operation and the caller.
    pub(super) fn headers(&self) -> &HeaderMap {
        &self.request.headers
    }

    pub(super) fn body(&self) -> &[u8] {
        self.request.body.as_deref().unwrap_or_default()
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
        let upstream = &*self.request.upstream;
        let response = build(&upstream.client).timeout(self.remaining()).send().await;
        let response = response.map_err(|error| broken(upstream, error))?;
        let status = response.status();
        Ok((status, read_body(upstream, upstream.max_response_bytes, response).await?.0))
    }

    pub(super) fn namespace(&self) -> &str {
        &self.request.upstream.namespace
    }
}

/// The URL as it was built. What the parser would change, such as a `..` made of two variables, is refused.
fn wire_url(request: &Request) -> Result<Url> {
    let parsed = Url::parse(&request.url).ok();
    let same = |url: &Url| url.as_str() == request.url || url.as_str().strip_suffix('/') == Some(&request.url);
    let Some(mut url) = parsed.filter(same) else {
        return Err(match request.variable {
            Some(name) => InputError::new(name, "makes a path that would change on its way").into(),
            None => {
                ConfigError::invalid(format!("the path of {}", request.operation), "would change on its way").into()
            }
        });
    };
    url.set_query(Some(request.query.as_str()).filter(|query| !query.is_empty()));
    Ok(url)
}

async fn read(upstream: &Shared, request: &Request, response: reqwest::Response) -> Result<Reply> {
    let (status, mut headers) = (response.status(), response.headers().clone());
    let limit = request.answers.limit().unwrap_or(upstream.max_response_bytes);
    let (body, truncated) = read_body(upstream, limit, response).await?;
    if !status.is_success() {
        let (upstream, operation) = (upstream.namespace.clone(), request.operation.to_owned());
        return Err(Error::Status(Box::new(StatusError { upstream, operation, status, headers, body, truncated })));
    }
    if truncated {
        return Err(Error::TooLarge { upstream: upstream.namespace.clone(), limit });
    }
    request.answers.label(&mut headers, &body);
    Ok(Reply::new(status, headers, body).in_format(request.answers.format, request.answers.lists))
}

/// The body up to the limit, and whether there was more. Nothing is read of a body that announces to be too long.
async fn read_body(upstream: &Shared, limit: usize, response: reqwest::Response) -> Result<(Bytes, bool)> {
    if response.status().is_success() && announced(response.headers()).is_some_and(|length| length > limit as u64) {
        return Ok((Bytes::new(), true));
    }
    let mut chunks = response.bytes_stream();
    let mut body = BytesMut::new();
    while let Some(chunk) = chunks.try_next().await.map_err(|error| broken(upstream, error))? {
        let room = limit - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            return Ok((body.freeze(), true));
        }
    }
    Ok((body.freeze(), false))
}

fn announced(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// No whole answer arrived.
fn broken(upstream: &Shared, error: reqwest::Error) -> Error {
    let upstream = upstream.namespace.clone();
    if error.is_timeout() {
        return Error::Timeout { upstream };
    }
    Error::Transport { upstream, source: Box::new(error.without_url()) }
}
