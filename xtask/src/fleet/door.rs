//! A server, as a caller meets it.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::asked::Credential;
use super::digest::{self, Asking};
use super::http::{Answer, Request};
use super::values;

/// A server, and what its callers show.
#[derive(Debug)]
pub(super) struct Door<'a> {
    pub(super) address: SocketAddr,
    pub(super) credential: &'a Credential,
}

impl Door<'_> {
    /// Sends a request with the credential.
    ///
    /// # Errors
    /// There is no answer.
    pub(super) fn send(&self, request: &Request) -> Result<Answer, String> {
        let send = |request: &Request| request.send(self.address).map_err(|error| error.to_string());
        let mut request = request.clone();
        match self.credential {
            Credential::None => {}
            Credential::Header(name, value) => request.headers.push((name.clone(), value.clone())),
            Credential::Query(name, value) => {
                let sign = if request.target.contains('?') { '&' } else { '?' };
                request.target += &format!("{sign}{}={}", values::encoded(name), values::encoded(value));
            }
            Credential::Basic(username, password) => {
                let pair = STANDARD.encode(format!("{username}:{password}"));
                request.headers.push(("authorization".to_owned(), format!("Basic {pair}")));
            }
            Credential::Digest(username, password) => {
                let refused = send(&request)?;
                let (method, target) = (&request.method, &request.target);
                let asking = Asking { username, password, method, target };
                let challenges = refused.headers.get_all("www-authenticate").iter();
                let mut challenges = challenges.filter_map(|text| text.to_str().ok());
                let answer = challenges.find_map(|text| digest::authorization(text, &asking));
                let answer = answer.ok_or_else(|| format!("status {}, and no challenge", refused.status))?;
                request.headers.push(("authorization".to_owned(), answer));
            }
        }
        send(&request)
    }
}
