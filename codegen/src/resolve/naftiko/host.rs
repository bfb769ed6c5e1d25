//! Hosts that are worth a word: this machine, stand-ins for real ones, and those that are reached without encryption.

use super::Context;
use super::auth::has_key_in_base;
use crate::diagnostic::Code;
use crate::model::Auth;
use crate::read::naftiko::{self as doc, Spanned};
use crate::resolve::template::{self, Piece};

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

/// Says what is worth knowing of where an upstream is; `env` replaces its base URL.
pub(super) fn note(context: &mut Context<'_>, document: &doc::Upstream, env: &str, auth: &Auth) {
    let base_uri = &document.base_uri;
    let Some(Address { is_open, host }) = address(base_uri.trim()) else { return };
    let place = context.within(&base_uri.place, &host);
    if is_loopback(&host) {
        let message = format!("`{host}` is the machine that the crate runs on");
        let help = format!("set {env} at start-up where the upstream runs elsewhere, as from within a container");
        context.sink.report(Code::LOCAL_HOST, &place, message).help(help);
        return;
    }
    if is_placeholder(&host) {
        let message = format!("`{host}` seems to stand for a host of your own");
        let help = format!("write its name, or set {env} at start-up");
        context.sink.report(Code::PLACEHOLDER_HOST, &place, message).help(help);
    }
    if is_open && (sends_secret(auth) || has_key_in_base(document)) {
        warn_of_secret(context, base_uri);
    } else if is_open {
        let message = format!("`{host}` is called without encryption: others may read and change what is sent");
        let report = context.sink.report(Code::PLAIN_HTTP, &base_uri.place, message);
        report.help("write `https://` if the upstream answers there");
    }
}

/// Warns of a URL that a secret is sent to and that others can listen to.
pub(super) fn warn_of_secret(context: &mut Context<'_>, url: &Spanned<String>) {
    let Some(Address { is_open: true, host }) = address(url.trim()) else { return };
    if !is_loopback(&host) {
        let message = format!("a secret is sent to `{host}` without encryption: others may read it");
        let report = context.sink.report(Code::UNENCRYPTED_SECRET, &url.place, message);
        report.help("write `https://`; where there is none, let a proxy on the same machine encrypt");
    }
}

/// Whether requests hold a secret as it is; signatures only prove that there is one.
fn sends_secret(auth: &Auth) -> bool {
    match auth {
        Auth::None | Auth::Digest { .. } | Auth::Aws(_) | Auth::OAuth1(_) => false,
        Auth::Header { .. }
        | Auth::Query { .. }
        | Auth::Cookie { .. }
        | Auth::Body { .. }
        | Auth::Bearer { .. }
        | Auth::Basic { .. }
        | Auth::OAuth2(_) => true,
        Auth::All(all) => all.iter().any(sends_secret),
    }
}

/// Where a URL leads, as far as it is written out.
struct Address {
    /// Whether anybody on the way can listen.
    is_open: bool,
    /// Without port.
    host: String,
}

/// None where the scheme, and all that follows, is in a variable.
fn address(url: &str) -> Option<Address> {
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
pub(super) fn authority(rest: &str) -> &str {
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let is_address = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    matches!(host.as_str(), "localhost" | "[::1]" | "0.0.0.0")
        || host.ends_with(".localhost")
        || is_address && host.starts_with("127.")
}

/// `example.com` and its like, `your-domain.…`, `<host>`, and what can be no host.
fn is_placeholder(host: &str) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

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
            let Some(Address { is_open, host }) = address(url) else {
                assert_eq!(expected, "-", "{url}");
                continue;
            };
            let mut told = host.clone();
            let facts = [("open", is_open), ("loopback", is_loopback(&host)), ("placeholder", is_placeholder(&host))];
            facts.iter().filter(|(_, holds)| *holds).for_each(|(fact, _)| told = format!("{told} {fact}"));
            assert_eq!(told, expected, "{url}");
        }
    }
}
