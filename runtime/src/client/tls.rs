//! rustls with ring, for this client only: no process-wide provider is installed.

use std::sync::Arc;

use rustls::crypto::ring;
use rustls::pki_types::pem::{self, PemObject};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

/// The protocol that connections speak, named where TLS is agreed upon (RFC 7301).
const PROTOCOL: &[u8] = b"http/1.1";

/// Whom connections trust, and who they say that they are.
#[derive(Clone, Default)]
pub(super) struct Trust {
    /// Trusted beside what the operating system trusts.
    pub(super) extra: Vec<CertificateDer<'static>>,
    pub(super) identity: Option<Arc<Identity>>,
}

/// A certificate of a client, and its private key.
pub(super) struct Identity {
    chain: Vec<CertificateDer<'static>>,
    key: PrivateKeyDer<'static>,
}

impl Trust {
    /// Trusts what the operating system trusts, and what is given beside it.
    pub(super) fn with_system(&self) -> Result<ClientConfig, rustls::Error> {
        let provider = Arc::new(ring::default_provider());
        let verifier = Verifier::new_with_extra_roots(self.extra.iter().cloned(), Arc::clone(&provider))?;
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
        let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier));
        let config = match self.identity.as_deref() {
            Some(Identity { chain, key }) => builder.with_client_auth_cert(chain.clone(), key.clone_key())?,
            None => builder.with_no_client_auth(),
        };
        Ok(named(config))
    }
}

impl Identity {
    /// From PEM: the certificate with those that lead to its issuer, and the key.
    pub(super) fn read(chain: &[u8], key: &[u8]) -> Result<Self, &'static str> {
        let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| "holds no private key in PEM")?;
        Ok(Self { chain: certificates(chain)?, key })
    }
}

/// Those that PEM holds; else what is wrong, without quoting any of it.
pub(super) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, &'static str> {
    let all: Result<Vec<_>, pem::Error> = CertificateDer::pem_slice_iter(pem).collect();
    all.ok().filter(|all| !all.is_empty()).ok_or("holds no certificate in PEM")
}

/// Trusts nothing: for plain HTTP, which must work on machines that have no certificates at all.
pub(super) fn no_trust() -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?;
    Ok(named(builder.with_root_certificates(RootCertStore::empty()).with_no_client_auth()))
}

fn named(mut config: ClientConfig) -> ClientConfig {
    config.alpn_protocols = vec![PROTOCOL.to_vec()];
    config
}
