//! Sends what a request is made of, and reads the answer within the limits.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH};
use http::{HeaderMap, HeaderValue, Method, Response, StatusCode};
#[cfg(feature = "rest")]
use http_body_util::BodyExt;
use url::Url;

use super::answers::Answers;
use super::auth::Credential;
use super::auth::signer::{Refused, Signer};
use super::call::{Call, Transport};
use super::length::{Longest, MAX_URL};
use super::redirect;
use super::transport::{Body, Deadline};
#[cfg(feature = "rest")]
use super::{call::is_announced_beyond, gather::Extent, relay::Relay, relay::WHOLE};
use crate::aside::aside;
use crate::coding::{self, Purpose};
use crate::error::{ConfigError, Error, InputError, Result, StatusError};
use crate::reply::Reply;

const GZIP: HeaderValue = HeaderValue::from_static("gzip");

/// What a request is made of.
pub(super) struct Parts {
    /// Names the request in errors and logs.
    pub(super) operation: &'static str,
    pub(super) method: Method,
    /// The base URL and the path, encoded.
    pub(super) url: String,
    /// Without question mark, encoded.
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
    /// The last path variable: at fault if the path as a whole can't be sent.
    pub(super) variable: Option<&'static str>,
    /// What is at fault if the URL is too long.
    pub(super) longest: Longest,
    pub(super) answers: Answers,
}

pub(super) async fn send(transport: &Transport, credentials: &[Credential], parts: Parts) -> Result<Reply> {
    let purpose = coding::purpose();
    let mut call = Call {
        transport,
        operation: parts.operation,
        method: &parts.method,
        url: parts.wire_url()?,
        headers: &parts.headers,
        body: parts.body.as_ref(),
        accept: parts.answers.accept(),
        accepted: accepted(&purpose),
        deadline: Deadline::after(transport.timeout),
    };
    let mut followed = 0;
    loop {
        let response = match signer(credentials) {
            Some(signer) => signed(&call, signer).await?,
            None => call.attempt(None).await?,
        };
        let status = response.status().as_u16();
        tracing::debug!(upstream = &*transport.namespace, operation = parts.operation, status);
        match redirect::next(&call, &response, followed)? {
            Some(place) => call.url = place,
            #[cfg(feature = "rest")]
            None if response.status().is_success() && purpose.relays(response.headers()) => {
                return relay(&call, &parts, response).await;
            }
            None => return read(&call, &parts, response, &purpose).await,
        }
        followed += 1;
    }
}

/// What is accepted of an upstream: gzip where its answer is read, else what the caller accepts whom it is passed on to.
fn accepted(purpose: &Purpose) -> Option<HeaderValue> {
    match purpose {
        Purpose::Read => Some(GZIP),
        #[cfg(feature = "rest")]
        Purpose::Pass(accepted) | Purpose::Relay(accepted) => accepted.clone(),
    }
}

/// The credential that is worked out for each request, if there is one.
fn signer(credentials: &[Credential]) -> Option<&dyn Signer> {
    credentials.iter().find_map(|credential| match credential {
        Credential::Signer(signer) => Some(&**signer),
        _ => None,
    })
}

/// A second attempt follows a 401 if the credential can do better.
async fn signed(call: &Call<'_>, signer: &dyn Signer) -> Result<Response<Body>> {
    let sent = signer.sign(call, None).await?;
    let response = call.attempt(sent.as_ref()).await?;
    if response.status() != StatusCode::UNAUTHORIZED {
        return Ok(response);
    }
    let sent = sent.as_ref().and_then(|headers| headers.get(AUTHORIZATION));
    let refused = Refused { sent, headers: response.headers() };
    match signer.sign(call, Some(refused)).await? {
        Some(better) => call.attempt(Some(&better)).await,
        None => Ok(response),
    }
}

impl Parts {
    /// The URL as it was built. What the parser would change, such as a `..` made of two variables, is refused.
    fn wire_url(&self) -> Result<Url> {
        if self.url.len() + 1 + self.query.len() > MAX_URL {
            return Err(self.longest.fault(self.operation));
        }
        let same = |url: &Url| url.as_str() == self.url || url.as_str().strip_suffix('/') == Some(&self.url);
        let Some(mut url) = Url::parse(&self.url).ok().filter(same) else {
            return Err(match self.variable {
                Some(name) => InputError::new(name, "makes a path that would change on its way").into(),
                None => {
                    ConfigError::invalid(format!("the path of {}", self.operation), "would change on its way").into()
                }
            });
        };
        url.set_query(Some(self.query.as_str()).filter(|query| !query.is_empty()));
        Ok(url)
    }
}

async fn read(call: &Call<'_>, parts: &Parts, response: Response<Body>, purpose: &Purpose) -> Result<Reply> {
    let transport = call.transport;
    let (status, mut headers) = (response.status(), response.headers().clone());
    let limit = parts.answers.limit().unwrap_or(transport.max_response_bytes);
    let is_packed = purpose.is_plain() && parts.method != Method::HEAD && coding::is_gzip(&headers);
    let room = if is_packed { coding::most_compressed(limit) } else { limit };
    let (mut body, mut truncated) = transport.read_body(room, response, call.deadline).await?;
    if is_packed && !body.is_empty() {
        (body, truncated) = unpacked(transport, status, Packed { body, truncated, limit })?;
        headers.remove(CONTENT_ENCODING);
        headers.remove(CONTENT_LENGTH);
    }
    if !status.is_success() {
        let (upstream, operation) = (transport.namespace.to_string(), parts.operation.to_owned());
        return Err(Error::Status(Box::new(StatusError {
            upstream,
            operation,
            status,
            headers,
            body,
            truncated,
            place: None,
        })));
    }
    if truncated {
        return Err(Error::TooLarge { upstream: transport.namespace.to_string(), limit });
    }
    parts.answers.label(&mut headers, &body);
    let reply = Reply::new(status, headers, body).in_format(parts.answers.format, parts.answers.lists);
    Ok(reply.of_upstream(Arc::clone(&transport.namespace)))
}

/// Passes a long answer on while it arrives; a short one is read first.
#[cfg(feature = "rest")]
async fn relay(call: &Call<'_>, parts: &Parts, response: Response<Body>) -> Result<Reply> {
    let (transport, limit) = (call.transport, parts.answers.limit().unwrap_or(call.transport.max_response_bytes));
    let too_large = || Error::TooLarge { upstream: transport.namespace.to_string(), limit };
    if is_announced_beyond(limit, &response) {
        return Err(too_large());
    }
    let (head, mut rest) = response.into_parts();
    let (begun, extent) = transport.read_first(WHOLE.min(limit), &mut rest, call.deadline).await?;
    if begun.len() > limit {
        return Err(too_large());
    }
    let mut headers = head.headers;
    parts.answers.label(&mut headers, &begun);
    let reply = Reply::new(head.status, headers, begun.clone()).in_format(parts.answers.format, parts.answers.lists);
    let reply = reply.of_upstream(Arc::clone(&transport.namespace));
    if extent == Extent::Whole {
        return Ok(reply);
    }
    let (upstream, patience) = (transport.namespace.to_string(), transport.timeout);
    let arrived = begun.len();
    let relay = Relay { upstream, operation: parts.operation, begun, rest, limit, arrived, patience, waiting: None };
    Ok(reply.arriving(relay.boxed_unsync()))
}

/// A compressed body.
struct Packed {
    body: Bytes,
    /// Whether there was more.
    truncated: bool,
    /// How many bytes it may become.
    limit: usize,
}

/// What a compressed body holds, and whether there is more. Of what an upstream refuses, as much counts as can be read.
fn unpacked(transport: &Transport, status: StatusCode, packed: Packed) -> Result<(Bytes, bool)> {
    match aside(|| coding::gunzip(&packed.body, packed.limit)) {
        (body, None) => Ok((body, packed.truncated)),
        (body, Some(coding::Fault::TooLong)) => Ok((body, true)),
        (body, Some(coding::Fault::Malformed(_))) if packed.truncated || !status.is_success() => Ok((body, true)),
        (_, Some(coding::Fault::Malformed(fault))) => {
            Err(Error::decode(format!("the compressed answer of {}", transport.namespace), fault))
        }
    }
}
