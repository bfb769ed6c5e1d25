//! A credential as a caller presents it, and the secret that it is compared with.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

/// A secret to compare with. A blank one equals nothing.
#[derive(Clone, Default)]
pub(super) struct Secret(SecretString);

impl Secret {
    pub(super) fn new(secret: SecretString) -> Self {
        let blank = secret.expose_secret().trim().is_empty();
        if blank { Self::default() } else { Self(secret) }
    }

    /// Whether `given` is the secret. How long that takes tells its length at most.
    pub(super) fn is(&self, given: &[u8]) -> bool {
        let wanted = self.0.expose_secret().as_bytes();
        !wanted.is_empty() & bool::from(given.ct_eq(wanted))
    }

    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

/// What `Authorization` holds.
pub(super) fn authorization(headers: &HeaderMap) -> Option<&[u8]> {
    only(headers.get_all(AUTHORIZATION).iter()).map(HeaderValue::as_bytes)
}

/// The one item: of several credentials, none is the one that is meant.
pub(super) fn only<T>(mut items: impl Iterator<Item = T>) -> Option<T> {
    let first = items.next();
    if items.next().is_some() { None } else { first }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_blank_secret_equals_nothing() {
        let check = |secret: &str, given: &str, wanted| {
            assert_eq!(Secret::new(secret.into()).is(given.as_bytes()), wanted, "{secret:?} {given:?}");
        };
        check("s3cret", "s3cret", true);
        check("p ss", "p ss", true);
        for wrong in ["", "s3cre", "s3cret ", "S3CRET", "s3crets"] {
            check("s3cret", wrong, false);
        }
        for blank in ["", " ", "\t\n"] {
            check(blank, blank, false);
            check(blank, "", false);
        }
    }
}
