//! What the language has and Capwright doesn't compile yet is refused by name, and what would change nothing is told so: no part
//! is ignored in silence. Keys that never mean anything are [`Idle`](crate::read::naftiko::Idle) and report themselves, and
//! servers are looked through where they are resolved; here is what else depends on its surroundings.

use crate::diagnostic::Sink;
use crate::read::naftiko::{Scheme, Upstream};
use crate::resolve::naftiko::survey::Survey;

/// Reports every such part of a document.
pub(crate) fn report(survey: &Survey<'_>, sink: &mut Sink) {
    survey.upstreams.iter().for_each(|document| upstream(document, sink));
}

fn upstream(upstream: &Upstream, sink: &mut Sink) {
    for scheme in upstream.authentication().into_iter().flat_map(|authentication| &authentication.schemes) {
        if let Scheme::OAuth2(oauth2) = scheme
            && let Some(validation) = &oauth2.token_validation
        {
            sink.no_effect(&validation.place, "`tokenValidation`", "the upstream checks the tokens that it gets");
        }
    }
}
