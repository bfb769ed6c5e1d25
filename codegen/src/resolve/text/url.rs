//! Where a URL leads, as far as it is written out.

use crate::resolve::text::template::{self, Piece};

/// Where a URL leads, as far as it is written out.
pub(crate) struct Address {
    /// Whether anybody on the way can listen.
    pub(crate) is_open: bool,
    /// Without port.
    pub(crate) host: String,
}

/// None where the scheme, and all that follows, is in a variable.
pub(crate) fn address(url: &str) -> Option<Address> {
    let (scheme, rest) = url.split_once("//")?;
    let scheme = scheme.to_ascii_lowercase();
    if !matches!(scheme.as_str(), "http:" | "https:" | "") && !scheme.ends_with("}:") {
        return None;
    }
    let authority = authority(rest);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, authority)| authority);
    let port = authority.rfind(':').filter(|at| !authority[*at..].contains(']'));
    let host = port.map_or(authority, |at| &authority[..at]);
    let is_written = template::parse(host).iter().any(|piece| matches!(piece, Piece::Text(_)));
    is_written.then(|| Address { is_open: scheme == "http:", host: host.to_owned() })
}

/// What stands between the scheme of a URL and its path; `rest` is what follows the scheme.
pub(crate) fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

pub(crate) fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_address = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    matches!(host.as_str(), "localhost" | "[::1]" | "0.0.0.0")
        || host.ends_with(".localhost")
        || is_address && host.starts_with("127.")
}

/// `example.com` and its like, `your-domain.…`, `<host>`, and what can be no host.
pub(crate) fn is_placeholder(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_ipv6 = host.starts_with('[') && host.ends_with(']') && host.contains(':');
    let labels: Vec<&str> = host.split('.').collect();
    let has_domain = labels.iter().rev().skip(1).any(|label| *label == "example");
    has_domain
        || labels.iter().any(|label| is_yours(label))
        || host.contains(['<', '>', '[', ']', ' ', ',']) && !is_ipv6
}

pub(crate) fn is_yours(label: &str) -> bool {
    let rest = label.strip_prefix("your").map(|rest| rest.split(['-', '_']).next().unwrap_or_default());
    rest.is_some_and(|rest| rest.is_empty() || YOURS.contains(&rest))
}

/// What follows `your` in names that readers are to replace. Other names may well begin with it.
pub(crate) const YOURS: [&str; 19] = [
    "account",
    "api",
    "app",
    "company",
    "domain",
    "host",
    "instance",
    "name",
    "org",
    "organisation",
    "organization",
    "project",
    "server",
    "site",
    "store",
    "subdomain",
    "team",
    "tenant",
    "workspace",
];
