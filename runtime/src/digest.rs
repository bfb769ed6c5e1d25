//! What both sides of digest authentication (RFC 7616) read and compute.
#![cfg_attr(not(all(feature = "client", feature = "server")), allow(dead_code, reason = "each side uses some of it"))]

use md5::{Digest, Md5};
use sha2::Sha256;

use crate::wire::hex;

/// How passwords are proven (§3.2, §6.1); the greater, the stronger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Algorithm {
    hash: Hash,
    /// The password is hashed with the nonces, once for all requests with them.
    session: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hash {
    /// For old peers only.
    Md5,
    Sha256,
}

impl Algorithm {
    pub(crate) const MD5: Self = Self { hash: Hash::Md5, session: false };
    pub(crate) const SHA_256: Self = Self { hash: Hash::Sha256, session: false };

    /// The one that the parameter `algorithm` names; MD5 goes without saying.
    pub(crate) fn named(name: Option<&str>) -> Option<Self> {
        let Some(name) = name else { return Some(Self::MD5) };
        let (name, session) = match name.to_ascii_lowercase().strip_suffix("-sess") {
            Some(name) => (name.to_owned(), true),
            None => (name.to_ascii_lowercase(), false),
        };
        let hash = match name.as_str() {
            "md5" => Hash::Md5,
            "sha-256" => Hash::Sha256,
            _ => return None,
        };
        Some(Self { hash, session })
    }

    /// The hash of `texts`, with colons between them, in lower-case hexadecimal digits.
    pub(crate) fn hash(self, texts: &[&str]) -> String {
        let text = texts.join(":");
        match self.hash {
            Hash::Md5 => hex(&Md5::digest(text)),
            Hash::Sha256 => hex(&Sha256::digest(text)),
        }
    }
}

/// What the proof of a password is computed from.
#[derive(Clone, Copy)]
pub(crate) struct Proof<'a> {
    pub(crate) algorithm: Algorithm,
    pub(crate) username: &'a str,
    pub(crate) realm: &'a str,
    pub(crate) password: &'a str,
    pub(crate) nonce: &'a str,
    pub(crate) method: &'a str,
    pub(crate) uri: &'a str,
    /// Servers of RFC 2069 ask for none.
    pub(crate) quality: Option<Quality<'a>>,
    /// The nonce of the client.
    pub(crate) cnonce: &'a str,
}

/// What `qop=auth` adds: the count of requests with a nonce, in 8 hexadecimal digits.
#[derive(Clone, Copy)]
pub(crate) struct Quality<'a> {
    pub(crate) count: &'a str,
}

impl Proof<'_> {
    /// The value of `response` (§3.4.1).
    pub(crate) fn response(&self) -> String {
        let hash = |texts: &[&str]| self.algorithm.hash(texts);
        let mut secret = hash(&[self.username, self.realm, self.password]);
        if self.algorithm.session {
            secret = hash(&[&secret, self.nonce, self.cnonce]);
        }
        let request = hash(&[self.method, self.uri]);
        match self.quality {
            Some(Quality { count }) => hash(&[&secret, self.nonce, count, self.cnonce, "auth", &request]),
            None => hash(&[&secret, self.nonce, &request]),
        }
    }
}

/// A challenge or credentials (RFC 9110 §11): the name of a scheme, and its parameters.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Scheme {
    /// In lower case.
    pub(crate) name: String,
    /// Names in lower case, and values; as often as they are there.
    pub(crate) parameters: Vec<(String, String)>,
}

impl Scheme {
    /// All that `text` lists; none if it is malformed.
    pub(crate) fn parse(text: &str) -> Vec<Self> {
        parse(text).unwrap_or_default()
    }

    /// The value of a parameter, whose name is given in lower case.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Text as a quoted string (RFC 9110 §5.6.4).
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

const SPACE: [char; 2] = [' ', '\t'];

fn parse(text: &str) -> Option<Vec<Scheme>> {
    let mut schemes: Vec<Scheme> = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return Some(schemes);
        }
        let (word, after) = word(rest)?;
        rest = match after.trim_start_matches(SPACE).strip_prefix('=') {
            Some(after) => {
                let (value, after) = value(after.trim_start_matches(SPACE))?;
                schemes.last_mut()?.parameters.push((word.to_ascii_lowercase(), value));
                after
            }
            None => {
                schemes.push(Scheme { name: word.to_ascii_lowercase(), parameters: Vec::new() });
                after
            }
        };
        if !rest.is_empty() && !rest.starts_with([' ', '\t', ',']) {
            return None;
        }
    }
}

/// The word at the start, and what follows it.
fn word(text: &str) -> Option<(&str, &str)> {
    let end = text.find([' ', '\t', ',', '=', '"']).unwrap_or(text.len());
    (end > 0).then(|| text.split_at(end))
}

/// A word or a quoted string, and what follows it. Keys that stand without parameters, such as `YII==`, end here, too.
fn value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '\t', ',', '"']).unwrap_or(text.len());
        return Some((text[..end].to_owned(), &text[end..]));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            c => value.push(c),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    const MUFASA: Proof<'_> = Proof {
        algorithm: Algorithm::MD5,
        username: "Mufasa",
        realm: "http-auth@example.org",
        password: "Circle of Life",
        method: "GET",
        uri: "/dir/index.html",
        nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        quality: Some(Quality { count: "00000001" }),
        cnonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
    };

    #[test]
    fn responses_are_those_of_rfc_7616_section_3_9_1() {
        let check = |algorithm, wanted: &str| assert_eq!(Proof { algorithm, ..MUFASA }.response(), wanted);
        check(Algorithm::MD5, "8ca523f5e9506fed4657c9700eebdbec");
        check(Algorithm::SHA_256, "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    }

    #[test]
    fn servers_of_rfc_2069_ask_for_no_quality() {
        let old = Proof {
            realm: "testrealm@host.com",
            password: "CircleOfLife",
            nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            quality: None,
            ..MUFASA
        };
        // The example of RFC 2069 §2.4, as its erratum 749 corrects it.
        assert_eq!(old.response(), "1949323746fe6a43ef61f9606e7febea");
    }

    #[test]
    fn algorithms() {
        let named = |name| Algorithm::named(Some(name));
        assert_eq!((Algorithm::named(None), named("MD5")), (Some(Algorithm::MD5), Some(Algorithm::MD5)));
        assert_eq!(named("sha-256"), Some(Algorithm::SHA_256));
        assert!(named("SHA-256") > named("MD5-sess") && named("MD5-sess") != named("MD5"));
        assert_eq!((named("SHA-1"), named("token"), named("")), (None, None, None));
        let session = Proof { algorithm: named("MD5-sess").unwrap(), ..MUFASA };
        assert_ne!(session.response(), MUFASA.response());
    }

    #[test]
    fn schemes_are_read() {
        let check = |text: &str, wanted: &[(&str, &[(&str, &str)])]| {
            let read = Scheme::parse(text);
            let read: Vec<_> = read
                .iter()
                .map(|scheme| {
                    let parameters = scheme.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                    (scheme.name.as_str(), parameters.collect::<Vec<_>>())
                })
                .collect();
            let wanted: Vec<_> = wanted.iter().map(|(name, parameters)| (*name, parameters.to_vec())).collect();
            assert_eq!(read, wanted, "{text}");
        };
        check(
            r#"Digest username="Mufasa", nc=00000001,QOP = auth"#,
            &[("digest", &[("username", "Mufasa"), ("nc", "00000001"), ("qop", "auth")])],
        );
        check(
            r#"Digest realm="a \"b\", c=\\d" ,, uri="/x?a=b,c""#,
            &[("digest", &[("realm", r#"a "b", c=\d"#), ("uri", "/x?a=b,c")])],
        );
        check(
            r#"Basic realm="x", Digest nonce=n, Negotiate"#,
            &[("basic", &[("realm", "x")]), ("digest", &[("nonce", "n")]), ("negotiate", &[])],
        );
        check("", &[]);
        for malformed in
            ["a=b", r#"Digest a="b"#, r#"Digest a="b"c=d"#, r#"Digest a="b\"#, r#"Digest "a"#, "=", "Digest =b"]
        {
            check(malformed, &[]);
        }
        assert_eq!(quoted(r#"a "b" \"#), r#""a \"b\" \\""#);
    }
}
