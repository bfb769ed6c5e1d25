//! What is left to do once all is resolved.

use crate::model::{Capability, Function, Server, Upstream};
use crate::resolve::naftiko::describe::{self, About};
use crate::resolve::naftiko::{locals, sample};

/// Leaves out upstreams that nothing calls and servers that answer nothing.
pub(crate) fn capability(
    about: &About<'_>,
    upstreams: Vec<Upstream>,
    mut functions: Vec<Function>,
    servers: Vec<Server>,
) -> Capability {
    let is_idle = |upstream: &Upstream| upstream.operations.is_empty();
    for target in functions.iter_mut().flat_map(Function::targets_mut) {
        target.upstream -= upstreams[..target.upstream].iter().filter(|upstream| is_idle(upstream)).count();
    }
    let upstreams = upstreams.into_iter().filter(|upstream| !is_idle(upstream));
    let servers = servers.into_iter().filter(|server| !server.is_empty());
    let mut capability = Capability { upstreams: upstreams.collect(), functions, servers: servers.collect() };
    sample::fill(&mut capability);
    locals::name(&mut capability);
    describe::servers(&mut capability, about);
    capability
}
