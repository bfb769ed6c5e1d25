//! Credentials that callers give: variables of authentication that nothing binds, and that a unit declares or gives by `with`.

use std::collections::BTreeSet;

use crate::diagnostic::Sink;
use crate::model::Auth;
use crate::read::naftiko as doc;
use crate::resolve::auth::secrets::Offered;
use crate::resolve::auth::upstream::auth;
use crate::resolve::context::Context;
use crate::resolve::settings::Settings;

/// The authentication of an upstream with credentials that callers give.
pub(crate) struct GivenAuth {
    /// Its inputs are indices into `names`.
    pub(crate) auth: Auth,
    /// What the document calls what callers give.
    pub(crate) names: Vec<String>,
}

/// Authentication in which callers give what is called one of `offered`; none if nothing in it is called so. Nothing is reported,
/// and no setting is asked for.
pub(crate) fn given(
    context: &mut Context<'_>,
    upstream: &doc::Upstream,
    offered: &BTreeSet<String>,
) -> Option<GivenAuth> {
    upstream.authentication().filter(|_| !offered.is_empty())?;
    let (mut sink, mut settings) = (Sink::new(), Settings::default());
    let mut apart = context.with_settings(&mut settings).with_sink(&mut sink);
    let callers: Vec<String> = offered.iter().cloned().collect();
    let auth = auth(&mut apart, upstream, Offered { names: &callers, is_taken: true });
    let is_used = auth.templates().into_iter().any(|template| template.inputs().next().is_some());
    is_used.then_some(GivenAuth { auth, names: callers })
}

impl GivenAuth {
    /// The names that it uses.
    pub(crate) fn used(&self) -> BTreeSet<&str> {
        let inputs = self.auth.templates().into_iter().flat_map(|template| template.inputs());
        inputs.map(|index| self.names[index].as_str()).collect()
    }
}
