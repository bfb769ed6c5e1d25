//! Where an API is.

use url::{ParseError, Url};

use crate::wire;

/// The longest label of a name, and the longest name (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;
const LONGEST_NAME: usize = 253;

/// Reads and checks a base URL; the error completes a sentence, and quotes nothing of it.
pub(crate) fn base_url(text: &str) -> Result<Url, &'static str> {
    let url = url(text)?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not hold a username or password");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("must not hold a query or fragment");
    }
    // A server given as `https://host` where the document writes `https://{server}` would call the host `https`.
    if url.path().trim_end_matches('/').contains("//") {
        return Err("holds `//` after the host; is the scheme given twice?");
    }
    Ok(url)
}

/// Reads a URL of HTTP that leads to a host. `Url` alone is as patient as a browser: it takes `https:///host` and `https:host`,
/// and leaves out line breaks.
pub(super) fn url(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).map_err(reason)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("must start with http:// or https://");
    }
    if text.contains(|c: char| c.is_whitespace() || c.is_control() || c == '\\') {
        return Err("holds a blank, a line break or a backslash");
    }
    match text.split_once("://") {
        None => return Err("must start with http:// or https://"),
        Some((_, rest)) if rest.starts_with('/') => return Err("has no host"),
        Some(_) => {}
    }
    if url.port() == Some(0) {
        return Err("has a port that is none");
    }
    if url.domain().is_some_and(|name| !is_name(name)) {
        return Err("has a host that can't be one");
    }
    Ok(url)
}

fn reason(error: ParseError) -> &'static str {
    match error {
        ParseError::InvalidPort => "has a port that is none",
        ParseError::EmptyHost => "has no host",
        ParseError::IdnaError
        | ParseError::InvalidIpv4Address
        | ParseError::InvalidIpv6Address
        | ParseError::InvalidDomainCharacter => "has a host that can't be one",
        _ => "is not a URL",
    }
}

/// Whether the DNS can have a name (RFC 1035 §2.3.1, RFC 1123 §2.1), underscores aside: the rule of the compiler.
fn is_name(host: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let is_label = |label: &str| {
        let is_long = label.is_empty() || label.len() > LONGEST_LABEL;
        !is_long && label.chars().all(is_part) && !label.starts_with('-') && !label.ends_with('-')
    };
    let name = host.strip_suffix('.').unwrap_or(host);
    name.len() <= LONGEST_NAME && name.split('.').all(is_label)
}

/// Whether a URL leads to this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    url.host_str().is_some_and(wire::is_loopback)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// What the compiler takes in documents in the same way.
    const TABLE: &str = include_str!("../../../tests/tables/hosts.json");

    #[test]
    fn a_base_url_has_a_host() {
        let rows: Vec<(String, bool)> = serde_json::from_str(TABLE).unwrap();
        for (host, expected) in rows {
            assert_eq!(base_url(&format!("https://{host}/v1")).is_ok(), expected, "{host}");
        }
    }

    #[test]
    fn a_base_url_is_checked() {
        let check = |url: &str, reason: &str| assert_eq!(base_url(url).unwrap_err(), reason, "{url}");
        check("", "is not a URL");
        check("tanium.example", "is not a URL");
        check("ftp://tanium.example", "must start with http:// or https://");
        check("https://", "has no host");
        check(":99999", "is not a URL");
        check("https://a.test:99999", "has a port that is none");
        check("https://a.test:0", "has a port that is none");
        check("https://:8080", "has no host");
        check("https://::1/v1", "has no host");
        check("https:///v1", "has no host");
        check("https:///", "has no host");
        check("https:a.test", "must start with http:// or https://");
        check("//a.test", "is not a URL");
        check("${X}", "is not a URL");
        check("https://api acme.io", "has a host that can't be one");
        check("https://-acme.io", "has a host that can't be one");
        for url in ["https://a.test/a b", "https://a\n.test", "https://a.test\\v1", "https://a.test/\t"] {
            check(url, "holds a blank, a line break or a backslash");
        }
        check("https://me:s3cret@-acme.io", "has a host that can't be one");
        check("https://me:s3cret@tanium.example", "must not hold a username or password");
        check("https://tanium.example?a=b", "must not hold a query or fragment");
        check("https://tanium.example/#a", "must not hold a query or fragment");
        check("https://https://tanium.example", "holds `//` after the host; is the scheme given twice?");
        assert!(base_url("HTTPS://a.test:443").is_ok());
        assert_eq!(base_url("http://tanium.example/api//").unwrap().as_str(), "http://tanium.example/api//");
    }

    #[test]
    fn this_machine_has_many_names() {
        let check = |url: &str, wanted| assert_eq!(is_loopback(&Url::parse(url).unwrap()), wanted, "{url}");
        for url in ["http://localhost", "http://LOCALHOST:1", "http://127.8.8.8/a", "http://[::1]:8080"] {
            check(url, true);
        }
        for url in ["http://localhost.evil.test", "http://10.0.0.1", "http://[::2]", "data:text/plain,localhost"] {
            check(url, false);
        }
    }
}
