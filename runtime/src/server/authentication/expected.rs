//! What callers must present, and the comparison with what they do.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, Request};

use super::credential::{Secret, authorization, only};
#[cfg(feature = "digest")]
use super::digest::Digest;
use crate::server::query::parameters;

/// What callers must present.
pub(super) enum Expected {
    /// User name, colon and password (RFC 7617).
    Basic(Secret),
    /// RFC 7616.
    #[cfg(feature = "digest")]
    Digest(Digest),
    /// RFC 6750 section 2.1.
    Bearer(Secret),
    /// A key in a header of its own.
    Header(HeaderName, Secret),
    /// A key in the query.
    Query(String, Secret),
}

impl Expected {
    /// Whether the request may pass; if not, the challenges that tell the caller how to ask.
    pub(super) fn check<B>(&self, realm: &str, request: &Request<B>) -> Result<(), Vec<String>> {
        #[cfg(feature = "digest")]
        if let Self::Digest(digest) = self {
            return digest.check(realm, request);
        }
        if self.is_presented(request) { Ok(()) } else { Err(vec![self.challenge(realm, request.headers())]) }
    }

    fn is_presented<B>(&self, request: &Request<B>) -> bool {
        let headers = request.headers();
        match self {
            Self::Basic(pair) => {
                let given = after(headers, "basic").and_then(|text| STANDARD.decode(text).ok());
                given.is_some_and(|given| pair.is(&given))
            }
            #[cfg(feature = "digest")]
            Self::Digest(_) => false,
            Self::Bearer(token) => after(headers, "bearer").is_some_and(|given| token.is(given)),
            Self::Header(name, key) => only(headers.get_all(name).iter()).is_some_and(|given| key.is(given.as_bytes())),
            Self::Query(name, key) => {
                let given = parameters(request.uri().query().unwrap_or_default()).filter(|(given, _)| given == name);
                only(given).is_some_and(|(_, given)| given.is_ok_and(|given| key.is(given.as_bytes())))
            }
        }
    }

    /// There is no registered scheme for API keys, but a challenge there must be.
    fn challenge(&self, realm: &str, headers: &HeaderMap) -> String {
        match self {
            Self::Basic(_) => format!("Basic realm=\"{realm}\", charset=\"UTF-8\""),
            // Only who has presented a token is told that it isn't valid (RFC 6750 section 3.1).
            Self::Bearer(_) if after(headers, "bearer").is_some() => {
                format!("Bearer realm=\"{realm}\", error=\"invalid_token\"")
            }
            Self::Bearer(_) => format!("Bearer realm=\"{realm}\""),
            _ => format!("ApiKey realm=\"{realm}\""),
        }
    }

    /// What it is, as callers are told.
    pub(super) fn description(&self) -> String {
        match self {
            Self::Basic(_) => "a user name and a password, by the scheme Basic".to_owned(),
            #[cfg(feature = "digest")]
            Self::Digest(_) => "a user name and a password, by the scheme Digest".to_owned(),
            Self::Bearer(_) => "a bearer token".to_owned(),
            Self::Header(name, _) => format!("an API key, in the header {name}"),
            Self::Query(name, _) => format!("an API key, in the query parameter {name}"),
        }
    }
}

/// What `Authorization` holds after the name of this scheme.
fn after<'a>(headers: &'a HeaderMap, scheme: &str) -> Option<&'a [u8]> {
    let (name, rest) = authorization(headers)?.split_at_checked(scheme.len())?;
    let named = name.eq_ignore_ascii_case(scheme.as_bytes()) && rest.first() == Some(&b' ');
    named.then(|| rest.trim_ascii())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use http::header::AUTHORIZATION;

    use super::*;

    #[test]
    fn credentials_are_read() {
        let check = |values: &[&str], wanted: Option<&str>| {
            let headers: HeaderMap = values.iter().map(|value| (AUTHORIZATION, value.parse().unwrap())).collect();
            assert_eq!(after(&headers, "bearer"), wanted.map(str::as_bytes), "{values:?}");
        };
        check(&["Bearer t0ken"], Some("t0ken"));
        check(&["bEARER   t0ken "], Some("t0ken"));
        check(&["Bearer "], Some(""));
        for other in [&[][..], &["Bearer"], &["Bearert0ken"], &["Basic t0ken"], &["Bearer a", "Bearer a"], &["B"]] {
            check(other, None);
        }
    }
}
