//! What a service is told of the request that it answers.

use super::auth::Caller;
use super::path::Layout;

/// A request, as far as a service is concerned with it.
#[derive(Debug, Clone)]
pub struct Call {
    /// Who calls.
    pub caller: Caller,
    /// The name of the API root; empty for discovery.
    pub root: String,
    pub(super) origin: String,
    pub(super) layout: Layout,
}

impl Call {
    /// The URL under which the caller finds the API root `name`.
    pub fn root_url(&self, name: &str) -> String {
        format!("{}{}/", self.origin, self.layout.root_path(name))
    }
}
