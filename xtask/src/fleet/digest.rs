//! What a caller answers to a challenge of digest authentication (RFC 7616), by SHA-256.

use sha2::{Digest as _, Sha256};

const CNONCE: &str = "fleet";
const COUNT: &str = "00000001";

/// Who asks for what.
#[derive(Debug)]
pub(super) struct Asking<'a> {
    pub(super) username: &'a str,
    pub(super) password: &'a str,
    pub(super) method: &'a str,
    pub(super) target: &'a str,
}

/// The value of `Authorization`; none if the challenge is not for SHA-256.
pub(super) fn authorization(challenge: &str, asking: &Asking<'_>) -> Option<String> {
    let parameters = challenge.strip_prefix("Digest ")?;
    let (realm, nonce) = (parameter(parameters, "realm")?, parameter(parameters, "nonce")?);
    if parameter(parameters, "algorithm")? != "SHA-256" {
        return None;
    }
    let Asking { username, password, method, target } = asking;
    let user = hash(&format!("{username}:{realm}:{password}"));
    let asked = hash(&format!("{method}:{target}"));
    let response = hash(&format!("{user}:{nonce}:{COUNT}:{CNONCE}:auth:{asked}"));
    Some(format!(
        "Digest username=\"{username}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{target}\", algorithm=SHA-256, \
         qop=auth, nc={COUNT}, cnonce=\"{CNONCE}\", response=\"{response}\""
    ))
}

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A parameter without its quotes. Realms are names of servers: what a quoted string may escape is not undone.
fn parameter<'a>(parameters: &'a str, name: &str) -> Option<&'a str> {
    let start = parameters.find(&format!("{name}="))? + name.len() + 1;
    let rest = &parameters[start..];
    match rest.strip_prefix('"') {
        Some(quoted) => Some(quoted.split_once('"')?.0),
        None => rest.split([',', ' ']).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_answered() {
        let challenge = r#"Digest realm="conns", qop="auth", algorithm=SHA-256, nonce="abc", charset=UTF-8"#;
        let asking = Asking { username: "u", password: "p", method: "GET", target: "/a" };
        let answer = authorization(challenge, &asking).unwrap_or_default();
        assert_eq!(parameter(&answer, "realm"), Some("conns"));
        assert_eq!(parameter(&answer, "response").map(str::len), Some(64));
        assert_eq!(authorization(&challenge.replace("SHA-256", "MD5"), &asking), None);
        assert_eq!(authorization("Basic realm=\"x\"", &asking), None);
    }
}
