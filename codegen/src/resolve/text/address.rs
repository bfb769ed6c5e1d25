//! Addresses that requests are sent to, and names that a server listens on.

use std::borrow::Cow;
use std::net::Ipv6Addr;

use crate::diagnostic::{Code, Sink, nearest};
use crate::read::Spanned;
use crate::resolve::text::host::is_host;
use crate::resolve::text::path;
use crate::resolve::text::url::{self, Fault};

/// Reports a URL that no request can reach, as far as it is written out. `key` is what it stands under, `text` what is made of
/// it. What only stands for a host is another matter.
pub(crate) fn check(sink: &mut Sink, key: &str, written: &Spanned<String>, text: &str) {
    check_scheme(sink, key, written, text);
    let mut fault = |what: &str, help: &str| {
        sink.report(Code::UNKNOWN_VALUE, &written.place, format!("`{key}` {what}")).help(help);
    };
    if written.value.contains(char::is_control) {
        return fault("holds a line break or another control character", "write the URL on one line");
    }
    let rest = text.split_once("//").map_or(text, |(_, rest)| rest);
    if path::dots(path::PathParts::of(rest).path).is_some() {
        fault("has `.` or `..` in its path, which stands for another path", "write the path out that is meant");
    }
    if let Some(fault) = url::fault(text) {
        report(sink, key, written, fault);
    }
}

/// Reports why nothing can be reached at a URL.
pub(crate) fn report(sink: &mut Sink, key: &str, written: &Spanned<String>, fault: Fault) {
    let (what, help) = match fault {
        Fault::Blank => ("holds a blank", "remove it; in a path, `%20` stands for one"),
        Fault::Host => ("has a host that can't be one", "write the host as in `https://api.example.com`"),
        Fault::Ipv6 => ("has an IPv6 address without brackets", "write it as in `https://[::1]`"),
        Fault::Port => ("has a port that is none", "write a port from 1 to 65535, or leave it out"),
        Fault::Slashes => ("has no host: a third slash stands there", "write the host as in `https://api.example.com`"),
    };
    let report = sink.report(Code::UNKNOWN_VALUE, &written.place, format!("`{key}` {what}"));
    match mended(written.trim(), fault) {
        Some(meant) => drop(report.help(format!("write `{key}: {meant}`")).write(&written.place, &meant)),
        None => drop(report.help(help)),
    }
}

/// The URL without the fault, where there is only one that may be meant.
fn mended(url: &str, fault: Fault) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    match fault {
        Fault::Ipv6 => {
            let host = url::authority(rest);
            Some(format!("{scheme}://[{host}]{}", &rest[host.len()..]))
        }
        Fault::Slashes => meant(url).filter(|meant| url::fault(meant).is_none()),
        Fault::Blank | Fault::Host | Fault::Port => None,
    }
}

fn check_scheme(sink: &mut Sink, key: &str, written: &Spanned<String>, text: &str) {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    let known = match scheme {
        Some(scheme) => matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") || scheme.contains('{'),
        None => text.starts_with(['{', '$']),
    };
    if !known {
        let found = scheme.map_or_else(|| "no scheme".to_owned(), |scheme| format!("scheme `{scheme}`"));
        let message = format!("`{key}` has {found}; only http and https can be called");
        let report = sink.report(Code::UNSUPPORTED_SCHEME, &written.place, message);
        if let Some(meant) = meant(text) {
            report.help(format!("write `{key}: {meant}`")).write(&written.place, &meant);
            return;
        }
        report.help(match (scheme, key) {
            (None, _) => "begin it with `https://`",
            (Some(_), "baseUri") => "give the address of an HTTP API, `https://…`, or remove this part of `consumes`",
            (Some(_), _) => "give an address that begins with `https://`",
        });
    }
}

/// What an address whose scheme is misspelt, or followed by too few slashes, should be.
pub(crate) fn meant(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once(':')?;
    let meant = match scheme.to_ascii_lowercase().as_str() {
        "http" => "http",
        "https" => "https",
        other => nearest(other, ["https", "http"]).filter(|_| rest.starts_with("//"))?,
    };
    let rest = rest.trim_start_matches('/');
    (!rest.is_empty()).then(|| format!("{meant}://{rest}"))
}

/// Reports what no server can listen on: neither a name of the DNS nor an address of IPv4 or IPv6, in brackets or without.
pub(crate) fn check_listening(sink: &mut Sink, address: &Spanned<String>) {
    let text = address.trim();
    if !is_host(&bracketed(text)) {
        let message = format!("no server can listen on `{}`", text.escape_debug());
        let help =
            "write a host name or an IP address alone, such as `localhost` or `0.0.0.0`; the port stands in `port`";
        sink.report(Code::UNKNOWN_VALUE, &address.place, message).help(help);
    }
}

/// As it stands in URLs: IPv6 in brackets.
fn bracketed(address: &str) -> Cow<'_, str> {
    let is_ipv6 = address.parse::<Ipv6Addr>().is_ok();
    if is_ipv6 { Cow::Owned(format!("[{address}]")) } else { Cow::Borrowed(address) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_server_listens_on_a_host_alone() {
        let check = |text: &str, expected: bool| assert_eq!(is_host(&bracketed(text)), expected, "{text}");
        for text in ["localhost", "0.0.0.0", "::", "::1", "[::1]", "api.shop.test"] {
            check(text, true);
        }
        for text in ["", "my host", "http://127.0.0.1", "127.0.0.1:80", "256.1.1.1", "[::1]:80", "[::g]", "{{HOST}}"] {
            check(text, false);
        }
    }

    #[test]
    fn what_is_meant_is_offered_where_it_is_clear() {
        let check = |url: &str, expected: Option<&str>| {
            let fault = url::fault(url).unwrap();
            assert_eq!(mended(url, fault).as_deref(), expected, "{url}");
        };
        check("https://::1/v1", Some("https://[::1]/v1"));
        check("https:///api.acme.io/v1", Some("https://api.acme.io/v1"));
        check("https:///", None);
        check("https://api acme.io", None);
    }
}
