//! Addresses that requests are sent to, and names that a server listens on.

use ::url::{Host, Url};

use crate::diagnostic::{Code, Sink, nearest};
use crate::read::Spanned;
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
    match url::fault(text) {
        Some(Fault::Port) => fault("has a port that is none", "write a port from 1 to 65535, or leave it out"),
        Some(Fault::Host) => fault("has a host that can't be one", "write the host as in `https://api.example.com`"),
        None => {}
    }
    let rest = text.split_once("//").map_or(text, |(_, rest)| rest);
    if path::dots(path::PathParts::of(rest).path).is_some() {
        fault("has `.` or `..` in its path, which stands for another path", "write the path out that is meant");
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
    if !is_host(text) {
        let message = format!("no server can listen on `{}`", text.escape_debug());
        let help =
            "write a host name or an IP address alone, such as `localhost` or `0.0.0.0`; the port stands in `port`";
        sink.report(Code::UNKNOWN_VALUE, &address.place, message).help(help);
    }
}

fn is_host(text: &str) -> bool {
    let is_ipv6 = text.contains(':') && !text.starts_with('[');
    let host = if is_ipv6 { format!("[{text}]") } else { text.to_owned() };
    let is_plain = !text.contains(|c: char| c.is_control() || c.is_whitespace() || "/?#@\\".contains(c));
    // Without a port of its own, and with nothing but the host.
    let url = is_plain.then(|| Url::parse(&format!("http://{host}:1/")).ok()).flatten();
    match url.as_ref().and_then(Url::host) {
        Some(Host::Domain(name)) => url::is_name(name),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_listens_on_a_host_alone() {
        let check = |text: &str, expected: bool| assert_eq!(is_host(text), expected, "{text}");
        for text in ["localhost", "0.0.0.0", "::", "::1", "[::1]", "api.shop.test", "my_host", "shop.test."] {
            check(text, true);
        }
        for text in [
            "",
            "local host",
            "http://localhost",
            "localhost:80",
            "127.0.0.1:80",
            "[::1]:80",
            "a..b",
            "256.1.1.1",
            "[::g]",
            "{{HOST}}",
            "me@shop.test",
            "shop.test/x",
            "xn--",
            "*",
        ] {
            check(text, false);
        }
    }
}
