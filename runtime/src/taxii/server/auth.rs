//! Who calls: credentials, and what decides over them.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::{Extensions, HeaderMap, header};
use secrecy::{ExposeSecret, SecretString};
use subtle::ConstantTimeEq;

use crate::error::Result;

/// What a caller presents in `Authorization`.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Credentials {
    /// Nothing, or nothing that can be read.
    None,
    /// User name and password, RFC 7617.
    Basic {
        /// The user name.
        username: String,
        /// The password.
        password: SecretString,
    },
    /// A token, RFC 6750.
    Bearer(SecretString),
}

impl Credentials {
    /// Reads `Authorization`. Other schemes, and what is malformed, count as [`Credentials::None`].
    pub fn from_headers(headers: &HeaderMap) -> Self {
        let value = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        value.and_then(read).unwrap_or(Self::None)
    }
}

fn read(value: &str) -> Option<Credentials> {
    let (scheme, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") && !rest.is_empty() {
        return Some(Credentials::Bearer(rest.to_owned().into()));
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let pair = String::from_utf8(STANDARD.decode(rest).ok()?).ok()?;
    let (username, password) = pair.split_once(':')?;
    Some(Credentials::Basic { username: username.to_owned(), password: password.to_owned().into() })
}

/// Who calls, once authenticated. Handed to every method of a service.
#[derive(Clone, Default)]
pub struct Caller {
    /// How the caller is known to the service; may be empty.
    pub name: String,
    /// What else authentication found out, such as groups or rights.
    pub extensions: Extensions,
}

impl Caller {
    /// A caller known as `name`.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), extensions: Extensions::new() }
    }
}

impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Decides over credentials. Closures `Fn(Credentials) -> impl Future` do, too.
pub trait Authenticate: Send + Sync + 'static {
    /// The caller with these credentials; `None` refuses them, with 401.
    ///
    /// # Errors
    /// When no decision can be made.
    fn authenticate(&self, credentials: Credentials) -> impl Future<Output = Result<Option<Caller>>> + Send;
}

impl<F, Decision> Authenticate for F
where
    F: Fn(Credentials) -> Decision + Send + Sync + 'static,
    Decision: Future<Output = Result<Option<Caller>>> + Send,
{
    fn authenticate(&self, credentials: Credentials) -> impl Future<Output = Result<Option<Caller>>> + Send {
        self(credentials)
    }
}

/// Lets in one user with one password.
#[derive(Debug, Clone)]
pub struct BasicAuth {
    username: SecretString,
    password: SecretString,
}

impl BasicAuth {
    /// Lets in `username` with `password`.
    pub fn new(username: impl Into<SecretString>, password: impl Into<SecretString>) -> Self {
        Self { username: username.into(), password: password.into() }
    }
}

impl Authenticate for BasicAuth {
    async fn authenticate(&self, credentials: Credentials) -> Result<Option<Caller>> {
        let Credentials::Basic { username, password } = credentials else { return Ok(None) };
        // Both are compared, whatever the first says: the time taken tells nothing.
        let user = same(&username, self.username.expose_secret());
        let pass = same(password.expose_secret(), self.password.expose_secret());
        Ok((user & pass).then(|| Caller::new(username)))
    }
}

fn same(given: &str, wanted: &str) -> bool {
    given.as_bytes().ct_eq(wanted.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn parse(value: &str) -> Credentials {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, value.parse().unwrap());
        Credentials::from_headers(&headers)
    }

    #[test]
    fn credentials_are_read() {
        let check = |value: &str, expected: Option<(&str, &str)>| {
            let found = match &parse(value) {
                Credentials::None => None,
                Credentials::Basic { username, password } => Some((username.clone(), password.clone())),
                Credentials::Bearer(token) => Some(("bearer".to_owned(), token.clone())),
            };
            let found = found.as_ref().map(|(name, secret)| (name.as_str(), secret.expose_secret()));
            assert_eq!(found, expected, "{value}");
        };
        check("Basic dTpwOnE=", Some(("u", "p:q")));
        check("basic  dTpwOnE=", Some(("u", "p:q")));
        check("Bearer t0ken", Some(("bearer", "t0ken")));
        for bad in ["Basic", "Basic !", "Basic dTpw", "Basic dQ==", "Digest x", "Bearer ", ""] {
            check(bad, if bad == "Basic dTpw" { Some(("u", "p")) } else { None });
        }
    }

    #[tokio::test]
    async fn one_user_is_let_in() {
        let auth = BasicAuth::new("u", "p");
        let basic = |username: &str, password: &str| Credentials::Basic {
            username: username.to_owned(),
            password: password.to_owned().into(),
        };
        let mut let_in = Vec::new();
        for credentials in [basic("u", "p"), basic("u", "q"), basic("v", "p"), basic("u", ""), Credentials::None] {
            let_in.push(auth.authenticate(credentials).await.unwrap().map(|caller| caller.name));
        }
        assert_eq!(let_in, [Some("u".to_owned()), None, None, None, None]);
    }

    #[test]
    fn debug_holds_no_secret() {
        assert!(!format!("{:?} {:?}", parse("Basic dTpwOnE="), BasicAuth::new("u", "p:q")).contains("p:q"));
    }
}
