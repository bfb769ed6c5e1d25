//! What all requests to an upstream share.

use super::auth::Credential;
use super::auth::signer::Signer;
use super::call::Transport;

pub(super) struct Shared {
    /// Without trailing slash, query and fragment.
    pub(super) base: String,
    pub(super) transport: Transport,
    pub(super) credentials: Vec<Credential>,
}

impl Shared {
    /// The credential that is worked out for each request, if there is one.
    pub(super) fn signer(&self) -> Option<&dyn Signer> {
        self.credentials.iter().find_map(|credential| match credential {
            Credential::Signer(signer) => Some(&**signer),
            _ => None,
        })
    }
}
