//! A stand-in for the authorization server, which issues one token.

use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::request::Parts;
use http::{Method, StatusCode};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use super::basic::basic;

/// Where tokens are issued.
pub(super) const TOKEN: &str = "/oauth2/token";
/// Where RFC 8414 looks first.
const METADATA: &str = "/.well-known/oauth-authorization-server";
/// The token.
const ISSUED: &str = "made-up";

/// Issues tokens to one client.
pub(super) struct Issuer {
    /// Where the stand-in runs.
    pub(super) url: String,
    pub(super) id: SecretString,
    pub(super) secret: SecretString,
}

impl Issuer {
    /// Whether a request holds the token.
    pub(super) fn issued(&self, request: &Parts) -> bool {
        request.headers.get(AUTHORIZATION).is_some_and(|given| given == format!("Bearer {ISSUED}").as_str())
    }

    /// The answer to a request for the authorization server; none if it is for the API.
    pub(super) fn answer(&self, request: &Parts, body: &[u8]) -> Option<Response> {
        match (&request.method, request.uri.path()) {
            (&Method::GET, METADATA) => {
                let token = format!("{}{TOKEN}", self.url);
                Some(respond(StatusCode::OK, &json!({"issuer": self.url, "token_endpoint": token})))
            }
            (&Method::POST, TOKEN) if !self.is_client(request) => {
                Some(respond(StatusCode::UNAUTHORIZED, &json!({"error": "invalid_client"})))
            }
            (&Method::POST, TOKEN) => Some(token(body)),
            _ => None,
        }
    }

    fn is_client(&self, request: &Parts) -> bool {
        let encoded = |secret: &SecretString| {
            form_urlencoded::byte_serialize(secret.expose_secret().as_bytes()).collect::<String>().replace('+', "%20")
        };
        let wanted = basic(&encoded(&self.id).into(), &encoded(&self.secret).into());
        request.headers.get(AUTHORIZATION).is_some_and(|given| given == wanted.as_str())
    }
}

fn token(body: &[u8]) -> Response {
    if !form_urlencoded::parse(body).any(|(name, value)| name == "grant_type" && value == "client_credentials") {
        return respond(StatusCode::BAD_REQUEST, &json!({"error": "unsupported_grant_type"}));
    }
    respond(StatusCode::OK, &json!({"access_token": ISSUED, "token_type": "Bearer", "expires_in": 3600}))
}

fn respond(status: StatusCode, body: &serde_json::Value) -> Response {
    (status, [(CONTENT_TYPE, "application/json")], body.to_string()).into_response()
}
