//! What all requests to an upstream share.

use super::auth::Credential;
use super::call::Transport;
use crate::metrics::Calls;

pub(super) struct Shared {
    /// Without trailing slash, query and fragment.
    pub(super) base: String,
    pub(super) transport: Transport,
    pub(super) credentials: Vec<Credential>,
    pub(super) calls: Calls,
}
