//! Reads the body of a request, up to a limit.

use std::error::Error;

use axum::body::Body;
#[cfg(feature = "rest")]
use axum::body::HttpBody;
use bytes::Bytes;
use http::header::CONTENT_LENGTH;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::connection::Interrupted;

/// Why a body can't be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("the body is longer than the {0} bytes allowed")]
    TooLong(usize),
    #[error("the body ended early")]
    Broken,
    #[error("the body did not go on in time")]
    Overdue,
    #[error("the body comes in too many small chunks")]
    Scattered,
}

impl BodyError {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::TooLong(_) | Self::Scattered => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Overdue => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
        }
    }
}

/// Reads at most `limit` bytes; a body that announces more is refused before any of it is read.
pub(crate) async fn read_body(headers: &HeaderMap, body: Body, limit: usize) -> Result<Bytes, BodyError> {
    check_length(headers, limit)?;
    match Limited::new(body, limit).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) => Err(failure(error.as_ref(), limit)),
    }
}

/// Refuses a body of more than `limit` bytes that nobody wants. One of a known length is left to the connection, which reads it on.
#[cfg(feature = "rest")]
pub(crate) async fn skip_body(headers: &HeaderMap, body: Body, limit: usize) -> Result<(), BodyError> {
    if body.is_end_stream() || headers.contains_key(CONTENT_LENGTH) {
        return check_length(headers, limit);
    }
    let mut body = Limited::new(body, limit);
    while let Some(frame) = body.frame().await {
        frame.map_err(|error| failure(error.as_ref(), limit))?;
    }
    Ok(())
}

/// What the connection says of it, wherever that stands among the causes.
fn failure(error: &(dyn Error + 'static), limit: usize) -> BodyError {
    if error.is::<LengthLimitError>() {
        return BodyError::TooLong(limit);
    }
    let mut cause = Some(error);
    while let Some(error) = cause {
        match error.downcast_ref() {
            Some(Interrupted::Overdue) => return BodyError::Overdue,
            Some(Interrupted::Scattered) => return BodyError::Scattered,
            Some(Interrupted::Broken(_)) => break,
            None => cause = error.source(),
        }
    }
    BodyError::Broken
}

/// Refuses what announces more than `limit` bytes.
pub(crate) fn check_length(headers: &HeaderMap, limit: usize) -> Result<(), BodyError> {
    let announced = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit as u64) { Err(BodyError::TooLong(limit)) } else { Ok(()) }
}
