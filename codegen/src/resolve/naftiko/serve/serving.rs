//! What servers are resolved with.

use crate::model::Callers;
use crate::names::Scope;
use crate::read::naftiko::{Authentication, Spanned};
use crate::resolve::auth::callers::callers;
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::Functions;
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::serve::address::{ListenAddress, Ports};

/// What servers are resolved with, one after the other.
pub(crate) struct Serving<'s, 'c> {
    pub(crate) context: &'s mut Context<'c>,
    pub(crate) links: &'s Links,
    /// What units do: servers offer it.
    pub(crate) functions: Functions<'s>,
    /// The modules of the crate.
    pub(crate) modules: Scope,
    pub(crate) ports: Ports,
}

impl Serving<'_, '_> {
    /// Where a server listens.
    pub(crate) fn listen(&mut self, address: ListenAddress<'_>) -> String {
        self.ports.take(address, self.context.sink)
    }

    /// Whom a server lets in.
    pub(crate) fn callers(
        &mut self,
        namespace: &Spanned<String>,
        authentication: Option<&Spanned<Authentication>>,
    ) -> Callers {
        callers(self.context, &namespace.value, authentication)
    }
}
