//! Where a URL leads, as far as it is written out.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::resolve::text::host::is_host;
use crate::resolve::text::template::{self, Piece};

/// Where a URL leads, as far as it is written out.
pub(crate) struct Destination {
    /// Whether anybody on the way can listen.
    pub(crate) is_open: bool,
    /// Without port.
    pub(crate) host: String,
}

/// None where the scheme, and all that follows, is in a variable.
pub(crate) fn destination(url: &str) -> Option<Destination> {
    let (host, _) = parts(url)?;
    let is_written = template::parse(host).iter().any(|piece| matches!(piece, Piece::Text(_)));
    let is_open = url.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("http://"));
    is_written.then(|| Destination { is_open, host: host.to_owned() })
}

/// Why nothing can be reached at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It holds a blank.
    Blank,
    /// Its host is none.
    Host,
    /// Its host is an address of IPv6 without brackets.
    Ipv6,
    /// Its port is none.
    Port,
    /// Three slashes stand where the host does.
    Slashes,
}

/// What is wrong with a URL, whose variables are taken for what fits there. What has no host is another matter, and so is
/// what stands for one in examples.
pub(crate) fn fault(url: &str) -> Option<Fault> {
    // A port alone: what has no scheme may be anything else.
    let alone = if url.starts_with(':') { Some(("", authority(url))) } else { None };
    let (host, port) = parts(url).or(alone)?;
    let (_, rest) = url.split_once("://").unwrap_or_default();
    if rest.starts_with('/') {
        return Some(Fault::Slashes);
    }
    if authority(rest).parse::<Ipv6Addr>().is_ok() {
        return Some(Fault::Ipv6);
    }
    if !is_port(&filled(port, "1")) || host.contains(':') && !host.starts_with('[') {
        return Some(Fault::Port);
    }
    if host.contains('<') || host.is_empty() {
        return None;
    }
    if has_blank(url) {
        return Some(Fault::Blank);
    }
    (!is_host(&filled(host, "a"))).then_some(Fault::Host)
}

/// Whether what stands behind a host is a port, with its colon, or nothing.
fn is_port(text: &str) -> bool {
    let digits = text.strip_prefix(':').unwrap_or(text);
    let is_number = digits.chars().all(|c| c.is_ascii_digit()) && digits.parse::<u16>().is_ok_and(|port| port > 0);
    digits.is_empty() || is_number
}

/// Whether a blank stands in a text, outside of its variables.
fn has_blank(text: &str) -> bool {
    template::parse(text).iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(char::is_whitespace)))
}

/// The host of a URL of HTTP, and the port behind it, with its colon; none where the scheme, and all that follows, is in a
/// variable.
fn parts(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("//")?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http:" | "https:" | "") && !scheme.ends_with("}:") {
        return None;
    }
    let authority = authority(rest);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, authority)| authority);
    let port = authority.rfind(':').filter(|at| !authority[*at..].contains(']'));
    Some(authority.split_at(port.unwrap_or(authority.len())))
}

/// A text with something in the place of its variables.
fn filled(text: &str, value: &str) -> String {
    let pieces = template::parse(text).into_iter();
    pieces.map(|piece| if let Piece::Text(text) = piece { text } else { value.to_owned() }).collect()
}

/// What stands between the scheme of a URL and its path; `rest` is what follows the scheme.
pub(crate) fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Whether a host is taken for this machine, in notes and warnings.
pub(crate) fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_address = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    matches!(host.as_str(), "localhost" | "[::1]" | "0.0.0.0")
        || host.ends_with(".localhost")
        || is_address && host.starts_with("127.")
}

/// Whether an authority is this machine for certain, as the runtime has it: no resolver is asked.
pub(crate) fn is_surely_loopback(authority: &str) -> bool {
    let host = authority.rsplit_once(':').filter(|(_, port)| port.chars().all(|c| c.is_ascii_digit()));
    let host = host.map_or(authority, |(host, _)| host);
    host == "localhost" || host == "[::1]" || host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback())
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

fn is_yours(label: &str) -> bool {
    let rest = label.strip_prefix("your").map(|rest| rest.split(['-', '_']).next().unwrap_or_default());
    rest.is_some_and(|rest| rest.is_empty() || YOURS.contains(&rest))
}

/// What follows `your` in names that readers are to replace. Other names may well begin with it.
const YOURS: [&str; 19] = [
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_authority_is_this_machine_for_certain_or_not() {
        let certain = ["localhost", "localhost:8080", "127.0.0.1", "127.9.9.9:80", "[::1]", "[::1]:80"];
        let other = ["", "localhost.", "a.localhost", "0.0.0.0", "127.0.0.1.test", "[::2]", "localhost:x", "[::1"];
        certain.iter().for_each(|authority| assert!(is_surely_loopback(authority), "{authority}"));
        other.iter().for_each(|authority| assert!(!is_surely_loopback(authority), "{authority}"));
    }

    #[test]
    fn hosts_are_told_apart() {
        let rows = [
            ("http://localhost:8080", "localhost open loopback"),
            ("https://127.0.0.1/x", "127.0.0.1 loopback"),
            ("http://[::1]:80", "[::1] open loopback"),
            ("HTTP://api.acme.test", "api.acme.test open"),
            ("https://api.Example.com/v1", "api.Example.com placeholder"),
            ("https://shop.example", "shop.example"),
            ("https://your-domain.atlassian.test", "your-domain.atlassian.test placeholder"),
            ("https://yourcompany.test", "yourcompany.test placeholder"),
            ("https://yourmembership.test", "yourmembership.test"),
            ("https://<host>/x", "<host> placeholder"),
            ("https://eu.shop.test, https://us.shop.test", "eu.shop.test, https placeholder"),
            ("https://[2001:db8::1]/x", "[2001:db8::1]"),
            ("http://{{HOST}}:{port}/x", "-"),
            ("https://{{site}}.example.com", "{{site}}.example.com placeholder"),
            ("{{scheme}}://localhost", "localhost loopback"),
            ("{{BASE}}/http://x", "-"),
            ("//api.acme.test", "api.acme.test"),
            ("{{BASE}}/x", "-"),
            ("", "-"),
        ];
        for (url, expected) in rows {
            let Some(Destination { is_open, host }) = destination(url) else {
                assert_eq!(expected, "-", "{url}");
                continue;
            };
            let mut told = host.clone();
            let facts = [("open", is_open), ("loopback", is_loopback(&host)), ("placeholder", is_placeholder(&host))];
            facts.iter().filter(|(_, holds)| *holds).for_each(|(fact, _)| told = format!("{told} {fact}"));
            assert_eq!(told, expected, "{url}");
        }
    }

    #[test]
    fn addresses_that_lead_nowhere_are_found() {
        let check = |url: &str, expected: Option<Fault>| {
            assert_eq!(fault(url), expected, "{url}");
        };
        for url in [
            "https://a.test:65536",
            "https://a.test:0",
            "https://a.test:x1",
            "http://[::1]:99999/x",
            "https://{{HOST}}:70000",
            "https://example.com:70000",
            "https://a.test:80:80",
            "https://:99999",
            ":99999",
            ":0/v1",
        ] {
            check(url, Some(Fault::Port));
        }
        let long = format!("https://{}.io", "a".repeat(64));
        for url in
            ["https://a..b", "https://{{HOST}}..b", "https://.a", "https://xn--", "https://256.1.1.1", "http://[::g]"]
        {
            check(url, Some(Fault::Host));
        }
        for url in ["https://-acme.io", "//acme-.io/v1", &long, "https://a%20b.test", "https://*.acme.io"] {
            check(url, Some(Fault::Host));
        }
        for url in ["https://api acme.io", "https://api.acme.io /v1", "https://a.test/a b", "https://{{HOST}}\tx/v1"] {
            check(url, Some(Fault::Blank));
        }
        for url in ["https://::1/v1", "http://2001:db8::1", "https://::1"] {
            check(url, Some(Fault::Ipv6));
        }
        for url in ["https:///", "https:///v1", "http:////a.test"] {
            check(url, Some(Fault::Slashes));
        }
        for url in [
            "https://a.test:65535/x",
            "https://a.test.",
            "https://{{tenant}}.a.test:{port}/v1",
            "https://{region}-api.a.test",
            "https://münchen.test",
            "http://localhost",
            "http://[2001:db8::1]:80",
            "https://a_b.test",
            "https://{{HOST}}:{{PORT}}",
            "https://<host>/x",
            "https://<your host>/x",
            "{{BASE}}:70000",
            "https://{{ HOST }}/v1",
            "https://a.test:",
            "https://",
            "https://:8080",
            "//host",
            "/v1",
            "/a b",
            "",
            "${X}",
            "${X}/v1",
            "https://${X}:${Y}",
        ] {
            check(url, None);
        }
    }
}
