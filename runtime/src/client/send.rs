//! Sends a request and reads its answer within the limits.

use bytes::{Bytes, BytesMut};
use futures_util::TryStreamExt;
use http::HeaderMap;
use http::header::CONTENT_LENGTH;
use url::Url;

use super::Request;
use super::upstream::Shared;
use crate::{ConfigError, Error, InputError, Reply, Result, StatusError};

pub(super) async fn send(request: Request) -> Result<Reply> {
    let url = wire_url(&request)?;
    let upstream = &*request.upstream;
    let mut builder = upstream.client.request(request.method, url).timeout(upstream.timeout).headers(request.headers);
    if let Some(body) = request.body {
        builder = builder.body(body);
    }
    let response = builder.send().await.map_err(|error| broken(upstream, error))?;
    tracing::debug!(upstream = upstream.namespace, operation = request.operation, status = response.status().as_u16());
    read(upstream, request.operation, response).await
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

async fn read(upstream: &Shared, operation: &str, response: reqwest::Response) -> Result<Reply> {
    let (status, headers) = (response.status(), response.headers().clone());
    let (body, truncated) = read_body(upstream, response).await?;
    if !status.is_success() {
        let (upstream, operation) = (upstream.namespace.clone(), operation.to_owned());
        return Err(Error::Status(Box::new(StatusError { upstream, operation, status, headers, body, truncated })));
    }
    if truncated {
        return Err(Error::TooLarge { upstream: upstream.namespace.clone(), limit: upstream.max_response_bytes });
    }
    Ok(Reply::new(status, headers, body))
}

/// The body up to the limit, and whether there was more. Nothing is read of a body that announces to be too long.
async fn read_body(upstream: &Shared, response: reqwest::Response) -> Result<(Bytes, bool)> {
    let limit = upstream.max_response_bytes;
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
