//! What REST callers get instead of an answer: RFC 9457 problem details.

use axum::response::{IntoResponse, Response};
use http::header::CONTENT_TYPE;
use http::{HeaderValue, StatusCode};
use serde::Serialize;

use super::guard::Refusal;
use crate::error::{self, Error, InputError};
use crate::excerpt::{NAME, excerpt};

const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// A problem of ours (RFC 9457 section 3), never of an upstream: those pass through as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Always `about:blank`: the status says what kind it is (section 4.2.1).
    r#type: &'static str,
    title: &'static str,
    #[serde(serialize_with = "as_number")]
    status: StatusCode,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<String>,
}

impl Problem {
    /// `detail` tells the caller what is wrong and must hold no secret, URL or internal host.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let title = status.canonical_reason().unwrap_or("Unknown");
        Self { r#type: "about:blank", title, status, detail: detail.into(), input: None }
    }

    /// The input of the caller that is at fault; of a long name, the start.
    pub fn about(mut self, input: impl Into<String>) -> Self {
        self.input = Some(excerpt(&input.into(), NAME).into_owned());
        self
    }

    /// A 4xx of an upstream is likely to be about what the caller asked for; its other statuses are not the caller's.
    fn in_step(place: &str, source: &Error) -> Self {
        let problem = Self::from(source);
        let blames_us = matches!(source, Error::Status(upstream) if !upstream.status.is_client_error());
        let status = if blames_us { StatusCode::BAD_GATEWAY } else { problem.status };
        let detail = format!("{place}: {}", problem.detail);
        Self { input: problem.input, ..Self::new(status, detail) }
    }

    /// The status that it is answered with.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// What the caller is told.
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl From<&InputError> for Problem {
    fn from(error: &InputError) -> Self {
        Self::new(StatusCode::BAD_REQUEST, error.to_string()).about(&error.name)
    }
}

impl From<&Error> for Problem {
    fn from(error: &Error) -> Self {
        let (status, detail) = match error {
            Error::Input(error) => return error.into(),
            Error::Rejected { status, .. } => (*status, error.to_string()),
            Error::Status(upstream) => (upstream.status, error.to_string()),
            Error::Timeout { .. } => (StatusCode::GATEWAY_TIMEOUT, error.to_string()),
            Error::Transport { .. }
            | Error::Interrupted { .. }
            | Error::Token { .. }
            | Error::Redirect(_)
            | Error::TooLarge { .. }
            | Error::Decode { .. }
            | Error::Format(_)
            | Error::Output(_)
            | Error::Paging { .. } => (StatusCode::BAD_GATEWAY, error.to_string()),
            Error::Step { step, done, source } => return Self::in_step(&error::place(step, done), source),
            Error::Config(_) => (StatusCode::INTERNAL_SERVER_ERROR, "the server is not configured for this".to_owned()),
        };
        Self::new(status, detail)
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Self::new(refusal.status(), refusal.to_string())
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = serde_json::to_vec(&self).unwrap_or_default();
        (self.status, [(CONTENT_TYPE, MEDIA_TYPE)], body).into_response()
    }
}

fn as_number<S: serde::Serializer>(status: &StatusCode, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u16(status.as_u16())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use std::time::Duration;

    use super::*;
    use crate::error::{Awaited, ConfigError, Interruption};

    #[test]
    fn statuses_and_details() {
        let upstream = || "conns".to_owned();
        let late =
            || Error::Timeout { upstream: upstream(), awaited: Awaited::Connection, allowed: Duration::from_secs(10) };
        let check = |error: Error, wanted: &str| {
            let problem = serde_json::to_string(&Problem::from(&error)).unwrap();
            assert_eq!(problem, format!(r#"{{"type":"about:blank",{wanted}}}"#));
        };
        check(
            InputError::new("limit", "must be an integer").into(),
            r#""title":"Bad Request","status":400,"detail":"limit must be an integer","input":"limit""#,
        );
        check(
            Error::Transport { upstream: upstream(), source: "10.0.0.7 refused".into() },
            r#""title":"Bad Gateway","status":502,"detail":"conns can't be reached""#,
        );
        check(
            Error::Interrupted { upstream: upstream(), interruption: Interruption::CutOff, source: None },
            r#""title":"Bad Gateway","status":502,"detail":"the answer of conns was cut off: the request was sent, and may have been carried out""#,
        );
        check(
            late(),
            r#""title":"Gateway Timeout","status":504,"detail":"conns can't be reached: no connection within 10 s""#,
        );
        check(
            Error::TooLarge { upstream: upstream(), limit: 5 },
            r#""title":"Bad Gateway","status":502,"detail":"the answer of conns is longer than the 5 bytes allowed""#,
        );
        check(Error::rejected(StatusCode::CONFLICT, "in use"), r#""title":"Conflict","status":409,"detail":"in use""#);
        check(
            crate::OutputError::new("a number", "\"x\"").at("year").into(),
            r#""title":"Bad Gateway","status":502,"detail":"year must be a number, but the upstream gave \"x\"""#,
        );
        check(
            late().in_step("find").in_step("get"),
            r#""title":"Gateway Timeout","status":504,"detail":"step get: step find: conns can't be reached: no connection within 10 s""#,
        );
        check(
            Error::from(InputError::new("id", "must not be empty")).in_step("get"),
            r#""title":"Bad Request","status":400,"detail":"step get: id must not be empty","input":"id""#,
        );
        check(
            late().in_step("pay").after(&["book"]),
            r#""title":"Gateway Timeout","status":504,"detail":"step pay (already carried out: book): conns can't be reached: no connection within 10 s""#,
        );
        check(
            ConfigError::invalid("KEY", "is odd").into(),
            r#""title":"Internal Server Error","status":500,"detail":"the server is not configured for this""#,
        );
    }
}
