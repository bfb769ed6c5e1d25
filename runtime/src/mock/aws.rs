//! A stand-in that checks signatures of AWS as the real services do.

use http::header::{AUTHORIZATION, HOST};
use http::request::Parts;
use http::{HeaderMap, HeaderName};
use jiff::Timestamp;

use crate::aws::{ALGORITHM, DATE, Key, Signed, TOKEN};

impl Key {
    /// Whether a request proves that its sender knows the secret, signed at whatever time it says.
    pub(super) fn is_proven(&self, request: &Parts, body: &[u8]) -> bool {
        self.proof(request, body).is_some_and(|proof| {
            [AUTHORIZATION.as_str(), DATE, TOKEN].iter().all(|name| request.headers.get(*name) == proof.get(*name))
        })
    }

    /// The headers of the same request as this key signs it.
    fn proof(&self, request: &Parts, body: &[u8]) -> Option<HeaderMap> {
        let header = |name: &str| request.headers.get(name).and_then(|value| value.to_str().ok());
        let given = header(AUTHORIZATION.as_str())?.strip_prefix(ALGORITHM)?;
        let headers = covered(&request.headers, given)?;
        let time: Timestamp = header(DATE)?.parse().ok()?;
        let (path, query) = (request.uri.path(), request.uri.query().unwrap_or_default());
        let signed = Signed { method: request.method.as_str(), path, query, headers: &headers, body };
        self.sign(&signed, time.into()).ok()
    }
}

/// The headers that `Authorization` says are signed. None if it leaves one out that has to be.
fn covered(headers: &HeaderMap, authorization: &str) -> Option<HeaderMap> {
    let names = authorization.split_once("SignedHeaders=")?.1.split(',').next()?;
    let is_named = |name: &HeaderName| names.split(';').any(|named| name.as_str() == named);
    let has_to_be = |name: &HeaderName| *name == HOST || name.as_str().starts_with("x-amz-");
    if !is_named(&HOST) || headers.keys().any(|name| has_to_be(name) && !is_named(name)) {
        return None;
    }
    let pairs = headers.iter().filter(|(name, _)| is_named(name));
    Some(pairs.map(|(name, value)| (name.clone(), value.clone())).collect())
}
