//! What all requests to an upstream share.

use super::auth::Credential;
use super::call::Transport;

pub(super) struct Shared {
    /// Without trailing slash, query and fragment.
    pub(super) base: String,
    pub(super) transport: Transport,
    pub(super) credentials: Vec<Credential>,
}
