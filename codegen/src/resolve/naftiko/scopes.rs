//! Names that the parts of a crate share.

use std::collections::BTreeSet;

use crate::names::{self, Scope, reserved};

/// The names of the whole crate that upstreams share.
#[derive(Debug)]
pub(crate) struct Names {
    pub(crate) fields: Scope,
    pub(crate) methods: Scope,
    pub(crate) records: Scope,
    /// Variables that replace base URLs.
    base_urls: BTreeSet<String>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            fields: Scope::with_reserved(&reserved::CLIENT_FIELDS),
            methods: methods(),
            records: Scope::with_reserved(&reserved::types()),
            base_urls: BTreeSet::new(),
        }
    }
}

impl Names {
    /// The variable that replaces the base URL of an upstream; that of a second one of its name has a number.
    pub(crate) fn base_url_env(&mut self, namespace: &str) -> String {
        let own = names::env(namespace);
        let numbered = (2..).map(|number| format!("{own}_{number}"));
        let mut all = std::iter::once(own.clone()).chain(numbered).map(|name| format!("{name}_BASE_URL"));
        all.find(|env| self.base_urls.insert(env.clone())).unwrap_or_default()
    }
}

/// A scope for methods of the client, of the service trait and of its proxy.
pub(crate) fn methods() -> Scope {
    Scope::with_reserved(&reserved::METHODS)
}
