//! What carries secrets by its name: headers, parameters, keys of requests.

use std::ops::Range;

use super::shapes::is_placeholder;
use crate::names::folded;

/// Names of headers and parameters that are nothing but credentials, without case and punctuation.
const NAMES: [&str; 38] = [
    "accesskey",
    "accesstoken",
    "apikey",
    "apisecret",
    "apitoken",
    "appsecret",
    "authkey",
    "authorization",
    "authtoken",
    "bearertoken",
    "clientsecret",
    "consumersecret",
    "encryptionkey",
    "licensekey",
    "ocpapimsubscriptionkey",
    "passphrase",
    "passwd",
    "password",
    "privatekey",
    "privatetoken",
    "proxyauthorization",
    "pwd",
    "secret",
    "secretaccesskey",
    "secretkey",
    "secrettoken",
    "securitytoken",
    "sessiontoken",
    "signingkey",
    "signingsecret",
    "subscriptionkey",
    "userpassword",
    "webhooksecret",
    "xaccesstoken",
    "xapikey",
    "xapitoken",
    "xauthkey",
    "xauthtoken",
];
/// What else is one in the query of an address.
const IN_QUERY: [&str; 4] = ["auth", "key", "sig", "token"];
/// What stands before a credential in `Authorization` and its like (RFC 9110 §11.6.2).
const SCHEMES: [&str; 9] = ["bearer", "basic", "token", "apikey", "api-key", "key", "negotiate", "sso-key", "bot"];

/// Whether something of that name holds a credential.
pub(super) fn is_secret(name: &str) -> bool {
    let name = folded(name);
    NAMES.contains(&name.as_str())
        || name.starts_with('x')
            && ["apikey", "authtoken", "accesstoken", "apitoken", "token"].iter().any(|end| name.ends_with(end))
}

/// Whether something of that name holds a password, which may be any word.
pub(super) fn is_password(name: &str) -> bool {
    ["passphrase", "passwd", "password", "pwd", "userpassword"].contains(&folded(name).as_str())
}

/// Whether a text is a password as it stands: no template, no reference, and no word for one.
pub(super) fn is_fixed(text: &str) -> bool {
    const WORDS: [&str; 6] = ["boolean", "integer", "number", "object", "string", "value"];
    (5..=256).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_graphic() && !"{}\"'`<>()$".contains(c))
        && !WORDS.contains(&text)
        && !is_secret(text)
        && !is_reference(text)
        && !is_placeholder(text)
}

/// The credential in a text that such a name carries, without the scheme before it; none if it is not one as it stands.
pub(super) fn credential(text: &str) -> Option<Range<usize>> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let scheme = trimmed.split_once(' ').filter(|(scheme, _)| SCHEMES.contains(&scheme.to_ascii_lowercase().as_str()));
    let value = scheme.map_or(trimmed, |(_, rest)| rest.trim_start());
    let at = start + trimmed.len() - value.len()..start + trimmed.len();
    is_opaque(value).then_some(at)
}

/// The credentials in the query of an address, with the names of their parameters.
pub(super) fn in_query(text: &str) -> Vec<(&str, Range<usize>)> {
    let Some((_, query)) = text.split_once('?') else { return Vec::new() };
    if text.contains(char::is_whitespace) {
        return Vec::new();
    }
    let mut start = text.len() - query.len();
    let mut found = Vec::new();
    for pair in query.split('#').next().unwrap_or_default().split('&') {
        if let Some((name, value)) = pair.split_once('=') {
            let at = start + name.len() + 1..start + pair.len();
            let is_it = is_secret(name) || IN_QUERY.contains(&folded(name).as_str());
            found.extend((is_it && is_opaque(value)).then_some((name, at)));
        }
        start += pair.len() + 1;
    }
    found
}

/// Whether a text is a credential as it stands: no template, no reference, no word, nothing that stands for another.
fn is_opaque(text: &str) -> bool {
    const SHORTEST: usize = 8;
    const LONGEST: usize = 4096;
    let has = |is: fn(&char) -> bool| text.chars().any(|c| is(&c));
    let is_mixed = has(char::is_ascii_digit) && has(char::is_ascii_alphabetic)
        || text.len() >= 16 && has(char::is_ascii_uppercase) && has(char::is_ascii_lowercase);
    (SHORTEST..=LONGEST).contains(&text.len())
        && text.chars().all(|c| c.is_ascii_graphic() && !"{}\"'`<>()".contains(c))
        && is_mixed
        && !text.starts_with('$')
        && !text.contains("://")
        && !is_reference(text)
        && !is_placeholder(text)
}

/// Whether it names something: words with dots between them, or all in capitals as those of the environment.
fn is_reference(text: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.len() < 24
            && word.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
    };
    let is_dotted = text.contains('.') && text.split('.').all(is_word);
    let is_variable =
        text.contains('_') && text.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    is_dotted || is_variable
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_are_told_from_what_names_them() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(credential(text).map(|at| &text[at]), expected, "{text}");
        };
        check("Bearer s3cr3t-0f-th3-sh0p", Some("s3cr3t-0f-th3-sh0p"));
        check("Basic dXNlcjpwYTU1dzByZA==", Some("dXNlcjpwYTU1dzByZA=="));
        check(" k7Qz2Rw9 ", Some("k7Qz2Rw9"));
        check("Summ3r!2024", Some("Summ3r!2024"));
        for text in [
            "Bearer {{TOKEN}}",
            "{{X}}",
            "rest.apiKey2",
            "$.token1.a",
            "SHOP_API_KEY_2",
            "YOUR_API_KEY_1",
            "<token-123>",
            "xxx",
            "application/json",
            "password",
            "example-token-1",
            "short1",
            "k7Qz 2Rw9 a",
            "abc1234567",
            "",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn passwords_may_be_any_word() {
        for (text, expected) in [
            ("hunter2", true),
            ("zqmxvtnb", true),
            ("password", false),
            ("userPassword", false),
            ("string", false),
            ("{{password}}", false),
            ("login.password", false),
            ("SHOP_PASSWORD", false),
            ("your-password", false),
            ("the password of the user", false),
            ("", false),
        ] {
            assert_eq!(is_fixed(text), expected, "{text}");
        }
    }

    #[test]
    fn queries_carry_them_too() {
        let check = |text: &str, expected: &[(&str, &str)]| {
            let found: Vec<(&str, &str)> = in_query(text).into_iter().map(|(name, at)| (name, &text[at])).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("https://a.test/x?api_key=k7Qz2Rw9&b=1", &[("api_key", "k7Qz2Rw9")]);
        check("/items?limit=10&token=k7Qz2Rw9#a", &[("token", "k7Qz2Rw9")]);
        check("/items?api_key={{KEY}}&key=name&sort=k7Qz2Rw9", &[]);
        check("what is key? a=k7Qz2Rw9", &[]);
    }

    #[test]
    fn names_of_credentials_are_known_in_any_spelling() {
        for name in ["X-Api-Key", "Authorization", "api_key", "clientSecret", "X-Shop-Token", "PRIVATE-TOKEN"] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["key", "token", "nextPageToken", "x", "keyword", "secretary", "authorizationUrl"] {
            assert!(!is_secret(name), "{name}");
        }
    }
}
