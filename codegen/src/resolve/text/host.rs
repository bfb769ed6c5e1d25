//! Names of hosts: the one rule for upstreams, described servers, and what servers of ours listen on.

use url::{Host, Url};

/// The longest label, and the longest name (RFC 1035 §2.3.4).
const LONGEST_LABEL: usize = 63;
const LONGEST_NAME: usize = 253;

/// Whether a text is a host and nothing but it: a name of the DNS, an address of IPv4, or one of IPv6 in brackets.
pub(crate) fn is_host(text: &str) -> bool {
    let is_foreign = |c: char| c.is_control() || c.is_whitespace() || "/?#@\\%".contains(c);
    let is_ipv6 = text.starts_with('[') && text.ends_with(']');
    if text.is_empty() || text.contains(is_foreign) || text.contains(':') && !is_ipv6 {
        return false;
    }
    match Url::parse(&format!("http://{text}/")).as_ref().map(Url::host) {
        Ok(Some(Host::Domain(name))) => is_name(name),
        Ok(Some(Host::Ipv4(_) | Host::Ipv6(_))) => true,
        Ok(None) | Err(_) => false,
    }
}

/// Whether the DNS can have a name (RFC 1035 §2.3.1, RFC 1123 §2.1), underscores aside: no label is empty, but a dot at the end
/// is the root.
fn is_name(host: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
    let is_label = |label: &str| {
        let is_long = label.is_empty() || label.len() > LONGEST_LABEL;
        !is_long && label.chars().all(is_part) && !label.starts_with('-') && !label.ends_with('-')
    };
    let name = host.strip_suffix('.').unwrap_or(host);
    name.len() <= LONGEST_NAME && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// What clients take at start-up in the same way.
    const TABLE: &str = include_str!("../../../../tests/tables/hosts.json");

    #[test]
    fn a_host_is_a_name_or_an_address_alone() {
        let check = |text: &str, expected: bool| assert_eq!(is_host(text), expected, "{text}");
        let rows: Vec<(String, bool)> = serde_json::from_str(TABLE).unwrap();
        rows.iter().for_each(|(text, expected)| check(text, *expected));
        for text in
            ["127.0.0.1:80", "[::1]:80", "me@shop.test", "shop.test/x", "shop.test?x", "shop.test#x", "a%41.test"]
        {
            check(text, false);
        }
    }
}
