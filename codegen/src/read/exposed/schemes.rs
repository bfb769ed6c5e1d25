//! What `Authorization` holds, wherever that stands: a scheme, and a credential behind it.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use regex::Regex;

use super::carriers;
use super::shapes::{Found, is_placeholder};

const BASIC: &str = "credentials of Basic";
const BEARER: &str = "token of Bearer";

/// The schemes of RFC 7617 §2 and RFC 6750 §2.1, the latter with what is long enough to be no word.
#[expect(clippy::expect_used, reason = "a constant, which a test compiles")]
static SCHEMES: LazyLock<Regex> = LazyLock::new(|| {
    let schemes = r"(?i:\bbasic) +(?P<pair>[A-Za-z0-9+/]{8,}={0,2})|(?i:\bbearer) +(?P<token>[A-Za-z0-9._~+/-]{20,}=*)";
    Regex::new(schemes).expect("the schemes are expressions")
});

/// Base64, with padding or without it.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The secrets behind schemes in a text, in order; the scheme is no part of them.
pub(super) fn secrets(text: &str) -> Vec<Found> {
    let found = SCHEMES.captures_iter(text).filter_map(|captures| {
        let (value, what) = match (captures.name("pair"), captures.name("token")) {
            (Some(pair), _) => (Some(pair).filter(|pair| is_pair(pair.as_str())), BASIC),
            (_, token) => (token.filter(|token| carriers::credential(token.as_str()).is_some()), BEARER),
        };
        Some(Found { at: value?.range(), what })
    });
    found.collect()
}

/// Whether a text is a name and a password as `Basic` sends them, and neither stands for others.
fn is_pair(text: &str) -> bool {
    const NONE: [&str; 4] = ["", "pass", "password", "token"];
    let decoded = BASE64.decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let Some((name, password)) = decoded.as_deref().and_then(|decoded| decoded.split_once(':')) else { return false };
    let is_none = NONE.contains(&password) || carriers::is_secret(password) || is_placeholder(password);
    !is_none && ![name, password].iter().any(|text| text.contains("{{") || text.contains(char::is_control))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Put together here so that no scanner takes it for a real one.
    const PAIR: [&str; 2] = ["YWRtaW46", "aHVudGVyMng="];

    #[test]
    fn secrets_stand_behind_schemes() {
        let (pair, token) = (PAIR.concat(), ["k7Qz2Rw9Lm4Xv8Tn", "1Yb6Hc3Jd5Gf0Ps"].concat());
        let check = |text: String, expected: &[(&str, &str)]| {
            let found: Vec<_> = secrets(&text).into_iter().map(|found| (found.what, &text[found.at])).collect();
            assert_eq!(found, expected, "{text}");
        };
        check(format!("Basic {pair}"), &[(BASIC, &pair)]);
        check(format!("Bearer {token}"), &[(BEARER, &token)]);
        let unpadded = pair.trim_end_matches('=');
        check(format!("a basic  {unpadded}, BEARER {token}."), &[(BASIC, unpadded), (BEARER, &format!("{token}."))]);
        for text in [
            "Basic authentication",
            "Basic information",
            "Basic dXNlcjpwYXNzd29yZA==", // user:password
            "Basic {{CREDENTIALS}}",
            "Bearer authentication-of-the-service",
            "Bearer {{SHOP_TOKEN_OF_THE_SHOP}}",
            "Bearer xxxxxxxxxxxxxxxxxxxxxxxx",
        ] {
            check(text.to_owned(), &[]);
        }
    }
}
