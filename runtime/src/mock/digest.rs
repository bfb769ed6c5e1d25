//! Digest authentication of a stand-in, which never runs out of its one nonce.

use http::header::AUTHORIZATION;
use http::request::Parts;
use secrecy::{ExposeSecret, SecretString};

use crate::digest::{Algorithm, Proof, Quality, Scheme};

/// What callers without a proof are told.
pub(super) const CHALLENGE: &str = "Digest realm=\"stand-in\", nonce=\"made-up\", qop=\"auth\", algorithm=SHA-256";

/// Who may call.
pub(super) struct Login {
    pub(super) username: SecretString,
    pub(super) password: SecretString,
}

impl Login {
    /// Whether a request proves that its sender knows the password.
    pub(super) fn is_proven(&self, request: &Parts) -> bool {
        let header = request.headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok()).unwrap_or_default();
        let schemes = Scheme::parse(header);
        let Some(scheme) = schemes.iter().find(|scheme| scheme.name == "digest") else { return false };
        let get = |name: &str| scheme.get(name).unwrap_or_default();
        let Some(algorithm) = Algorithm::named(scheme.get("algorithm")) else { return false };
        let proof = Proof {
            algorithm,
            username: self.username.expose_secret(),
            realm: "stand-in",
            password: self.password.expose_secret(),
            nonce: "made-up",
            method: request.method.as_str(),
            uri: request.uri.path_and_query().map_or("/", |target| target.as_str()),
            quality: Some(Quality { count: get("nc") }),
            cnonce: get("cnonce"),
        };
        get("response") == proof.response()
    }
}
