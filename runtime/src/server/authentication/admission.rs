//! Lets callers in, or answers that they must present something.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use http::header::WWW_AUTHENTICATE;
use http::{HeaderValue, StatusCode};

use super::credential::Secret;
use super::expected::Expected;
use crate::server::problem::Problem;

/// Lets in callers that present the right credential, and answers all others with 401. [`Debug`](fmt::Debug) shows no
/// secret. Cheap to clone; made by [`Callers`](super::Callers).
///
/// Credentials are compared in a time that doesn't depend on what is right of them; a blank one is never right.
#[derive(Clone)]
pub struct Authentication(Arc<Inner>);

struct Inner {
    /// What callers log in to, without what a quoted string can't hold as it is.
    realm: String,
    expected: Expected,
}

impl Authentication {
    /// Lets nobody in. For a server that nobody reaches: one that is only listed, or serves standard streams.
    pub fn nobody() -> Self {
        Self::new("nobody", Expected::Bearer(Secret::default()))
    }

    pub(super) fn new(realm: &str, expected: Expected) -> Self {
        let plain = |c: &char| (c.is_ascii_graphic() || *c == ' ') && !['"', '\\'].contains(c);
        Self(Arc::new(Inner { realm: realm.chars().filter(plain).collect(), expected }))
    }

    /// Puts itself in front of all that `router` answers. The [`guard`](crate::server::guard) belongs in front of it.
    pub fn protect(&self, router: Router) -> Router {
        self.protect_with(router, Problem::into_response)
    }

    /// As [`protect`](Self::protect), where a refusal is worded in another way. The challenges come with it in any case.
    pub(crate) fn protect_with(&self, router: Router, refuse: fn(Problem) -> Response) -> Router {
        let admission = Admission { authentication: self.clone(), refuse };
        router.layer(from_fn_with_state(admission, admit))
    }
}

impl fmt::Debug for Authentication {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Authentication({})", self.0.expected.description())
    }
}

#[derive(Clone)]
struct Admission {
    authentication: Authentication,
    refuse: fn(Problem) -> Response,
}

async fn admit(State(admission): State<Admission>, request: Request, next: Next) -> Response {
    let Inner { realm, expected } = &*admission.authentication.0;
    let Err(challenges) = expected.check(realm, &request) else { return next.run(request).await };
    let wanted = format!("callers of this server must present {}", expected.description());
    challenged((admission.refuse)(Problem::new(StatusCode::UNAUTHORIZED, wanted)), challenges)
}

/// The answer to a caller without the right credential (RFC 9110 section 15.5.2).
fn challenged(mut response: Response, challenges: Vec<String>) -> Response {
    for challenge in challenges {
        if let Ok(challenge) = HeaderValue::try_from(challenge) {
            response.headers_mut().append(WWW_AUTHENTICATE, challenge);
        }
    }
    response
}
