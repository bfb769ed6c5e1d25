//! Basic credentials.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use secrecy::{ExposeSecret, SecretString};

/// Basic credentials, as they travel.
pub(super) fn basic(username: &SecretString, password: &SecretString) -> String {
    format!("Basic {}", STANDARD.encode(format!("{}:{}", username.expose_secret(), password.expose_secret())))
}
