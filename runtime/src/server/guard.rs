//! Keeps web pages from reaching a server through a name that they control (DNS rebinding), and lets those in that may.

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use http::header::{HOST, ORIGIN, RETRY_AFTER};
use http::{HeaderMap, HeaderValue, StatusCode, Uri};

use super::authority::{Host, Origin};
use super::calls::Calls;
use super::cors;
use super::options::ServerOptions;
use crate::metrics::{Metrics, is_counted};

/// Why a request is refused before anything reads it. Each kind of server words the answer in its own way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The request names no host.
    #[error("the request names no host")]
    NoHost,
    /// The request names its host more than once (RFC 9112 section 3.2): proxies may go by another one.
    #[error("the request has several Host headers")]
    ManyHosts,
    /// The request is for a name that the server doesn't go by.
    #[error("this server doesn't answer under the host name asked for; ALLOWED_HOSTS adds names")]
    ForeignHost,
    /// A web page asks that isn't known to the server.
    #[error("this server doesn't answer to pages of this origin; ALLOWED_ORIGINS adds origins")]
    ForeignOrigin,
    /// As many calls are answered as [`Limits`](super::Limits) allow.
    #[error("this server answers as many calls as it may; try again")]
    Busy,
}

impl Refusal {
    /// The status that it is answered with.
    pub fn status(self) -> StatusCode {
        match self {
            Self::NoHost | Self::ManyHosts => StatusCode::BAD_REQUEST,
            Self::ForeignHost | Self::ForeignOrigin => StatusCode::FORBIDDEN,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// Answers with `refuse` what doesn't come under an allowed host, comes from the page of a foreign origin, or is one too many. Pages of other
/// origins may read all that `router` answers, and are told so before they ask; it belongs in front of all else.
pub fn guard(router: Router, options: &ServerOptions, refuse: fn(Refusal) -> Response) -> Router {
    guard_as("other", router, options, refuse)
}

/// The same for a server of a kind of ours, whose refusals are counted under that name.
pub(crate) fn guard_as(
    kind: &'static str,
    router: Router,
    options: &ServerOptions,
    refuse: fn(Refusal) -> Response,
) -> Router {
    let guard = Guard {
        kind,
        hosts: options.hosts.clone(),
        origins: options.origins.clone(),
        addresses: options.addresses,
        calls: Calls::new(options.limits().calls),
        metrics: options.metrics().clone(),
        refuse,
    };
    router.layer(from_fn_with_state(Arc::new(guard), admit))
}

struct Guard {
    kind: &'static str,
    hosts: Vec<Host>,
    origins: Vec<Origin>,
    addresses: bool,
    calls: Calls,
    metrics: Metrics,
    refuse: fn(Refusal) -> Response,
}

async fn admit(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    let origin = guard.reader(request.headers());
    let mut response = match guard.check(request.uri(), request.headers()) {
        Err(refusal) => (guard.refuse)(refusal),
        Ok(()) => match origin.as_ref().and_then(|_| cors::preflight(request.method(), request.headers())) {
            Some(answer) => answer,
            None => guard.answer(request, next).await,
        },
    };
    if response.status().as_u16() >= 400 && !is_counted(&response) {
        guard.metrics.refused(guard.kind, response.status().as_u16());
    }
    cors::share(&mut response, origin);
    response
}

impl Guard {
    async fn answer(&self, request: Request, next: Next) -> Response {
        if let Some(place) = self.calls.begin() {
            return place.until_sent(next.run(request).await);
        }
        let mut response = (self.refuse)(Refusal::Busy);
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
        response
    }

    /// Every name that the request gives must be allowed: in an absolute URI and in the header.
    fn check(&self, uri: &Uri, headers: &HeaderMap) -> Result<(), Refusal> {
        if headers.get_all(HOST).iter().nth(1).is_some() {
            return Err(Refusal::ManyHosts);
        }
        let mut named = false;
        let in_headers = headers.get_all(HOST).iter().map(|host| host.to_str().unwrap_or_default());
        for host in uri.authority().map(|authority| authority.as_str()).into_iter().chain(in_headers) {
            if !self.admits_host(host) {
                return Err(Refusal::ForeignHost);
            }
            named = true;
        }
        if !named {
            return Err(Refusal::NoHost);
        }
        let mut origins = headers.get_all(ORIGIN).iter().map(|origin| origin.to_str().unwrap_or_default());
        if origins.all(|origin| self.admits_origin(origin)) { Ok(()) } else { Err(Refusal::ForeignOrigin) }
    }

    /// The origin whose pages may read the answer.
    fn reader(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        let mut origins = headers.get_all(ORIGIN).iter();
        let origin = origins.next().filter(|origin| origin.to_str().is_ok_and(|origin| self.admits_origin(origin)))?;
        origins.next().is_none().then(|| origin.clone())
    }

    fn admits_host(&self, text: &str) -> bool {
        text.parse().is_ok_and(|asked: Host| {
            let by_address = || self.addresses && asked.is_address();
            asked.is_loopback() || by_address() || self.hosts.iter().any(|host| host.admits(&asked))
        })
    }

    fn admits_origin(&self, text: &str) -> bool {
        text.parse().is_ok_and(|asking: Origin| {
            asking.is_loopback() || self.origins.iter().any(|origin| origin.admits(&asking))
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use axum::response::IntoResponse;
    use http::HeaderName;

    use super::*;

    #[test]
    fn what_is_no_request_is_400() {
        let check = |refusal: Refusal, wanted: u16| assert_eq!(refusal.status(), wanted, "{refusal}");
        check(Refusal::NoHost, 400);
        check(Refusal::ManyHosts, 400);
        check(Refusal::ForeignHost, 403);
        check(Refusal::ForeignOrigin, 403);
    }

    #[test]
    fn hosts_and_origins() {
        let options = ServerOptions::default().allow_host("api.example.com").unwrap();
        let options = options.allow_origin("https://app.example.com").unwrap();
        let refuse = |refusal: Refusal| refusal.to_string().into_response();
        let guard = Guard {
            kind: "test",
            hosts: options.hosts,
            origins: options.origins,
            addresses: false,
            calls: Calls::new(0),
            metrics: Metrics::default(),
            refuse,
        };
        let check = |uri: &str, headers: &[(HeaderName, &str)], wanted| {
            let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
            assert_eq!(guard.check(&uri.parse().unwrap(), &headers), wanted, "{uri} {headers:?}");
        };
        for host in ["localhost", "127.0.0.1:8080", "[::1]:8080", "API.example.com:443"] {
            check("/", &[(HOST, host)], Ok(()));
        }
        check("/", &[], Err(Refusal::NoHost));
        for host in ["evil.test", "", "localhost@evil.test", "localhost.evil.test"] {
            check("/", &[(HOST, host)], Err(Refusal::ForeignHost));
        }
        check("http://evil.test/", &[(HOST, "localhost")], Err(Refusal::ForeignHost));
        check("/", &[(HOST, "localhost"), (HOST, "evil.test")], Err(Refusal::ManyHosts));
        check("/", &[(HOST, "localhost"), (HOST, "localhost")], Err(Refusal::ManyHosts));
        for origin in ["http://localhost:5173", "https://app.example.com"] {
            check("/", &[(HOST, "localhost"), (ORIGIN, origin)], Ok(()));
        }
        for origin in ["https://evil.test", "null", "http://app.example.com"] {
            check("/", &[(HOST, "localhost"), (ORIGIN, origin)], Err(Refusal::ForeignOrigin));
        }
        let guard = Guard { addresses: true, ..guard };
        let admitted = ["10.0.0.7:9100", "[fd00::1]", "evil.test"].map(|host| guard.admits_host(host));
        assert_eq!(admitted, [true, true, false]);
    }
}
