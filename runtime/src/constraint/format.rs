//! Formats of texts and numbers (JSON Schema Validation, draft 2020-12, §7.3; OpenAPI for those of numbers).

use std::net::{Ipv4Addr, Ipv6Addr};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A format that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Byte,
    #[cfg(feature = "dates")]
    Date,
    #[cfg(feature = "dates")]
    DateTime,
    Email,
    Hostname,
    Int32,
    Ipv4,
    Ipv6,
    #[cfg(feature = "dates")]
    Time,
    Uri,
    Uuid,
}

impl Format {
    /// The format called `name` of values of a type; none if it tells readers something, and binds no value.
    pub(super) fn named(name: &str, kind: &str) -> Option<Self> {
        Some(match (name, kind) {
            ("int32", "integer" | "number" | "") => Self::Int32,
            (_, kind) if !matches!(kind, "string" | "") => return None,
            ("byte", _) => Self::Byte,
            #[cfg(feature = "dates")]
            ("date", _) => Self::Date,
            #[cfg(feature = "dates")]
            ("date-time", _) => Self::DateTime,
            #[cfg(feature = "dates")]
            ("time", _) => Self::Time,
            ("email", _) => Self::Email,
            ("hostname", _) => Self::Hostname,
            ("ipv4", _) => Self::Ipv4,
            ("ipv6", _) => Self::Ipv6,
            ("uri", _) => Self::Uri,
            ("uuid", _) => Self::Uuid,
            _ => return None,
        })
    }

    /// What a number must be, if it is something else.
    pub(super) fn fault_of_number(self, number: f64) -> Option<String> {
        let fits = self != Self::Int32 || (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number);
        (!fits).then(|| format!("from {} to {}", i32::MIN, i32::MAX))
    }

    /// What a text must be, if it is something else.
    pub(super) fn fault_of_text(self, text: &str) -> Option<String> {
        let (fits, wanted) = match self {
            Self::Int32 => return None,
            Self::Byte => (STANDARD.decode(text).is_ok(), "base64"),
            #[cfg(feature = "dates")]
            Self::Date => (is_date(text), "a date such as 2024-05-31"),
            #[cfg(feature = "dates")]
            Self::DateTime => (is_instant(text), "a time such as 2024-05-31T09:30:00Z"),
            #[cfg(feature = "dates")]
            Self::Time => (is_time(text), "a time of the day such as 09:30:00Z"),
            Self::Email => (is_email(text), "an e-mail address"),
            Self::Hostname => (is_hostname(text), "the name of a host"),
            Self::Ipv4 => (text.parse::<Ipv4Addr>().is_ok(), "an IPv4 address"),
            Self::Ipv6 => (text.parse::<Ipv6Addr>().is_ok(), "an IPv6 address"),
            Self::Uri => (is_uri(text), "a URI such as https://example.com"),
            Self::Uuid => (is_uuid(text), "a UUID"),
        };
        (!fits).then(|| wanted.to_owned())
    }
}

/// RFC 3339, `full-date`: the reader takes more.
#[cfg(feature = "dates")]
fn is_date(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// RFC 3339, `date-time`: the reader takes a space and a zone in brackets, too.
#[cfg(feature = "dates")]
fn is_instant(text: &str) -> bool {
    !text.contains([' ', '[']) && text.parse::<jiff::Timestamp>().is_ok()
}

/// RFC 3339, `full-time`: that of any day.
#[cfg(feature = "dates")]
fn is_time(text: &str) -> bool {
    is_instant(&format!("2000-01-01T{text}"))
}

/// One `@` with something on both sides; what else an address may be, its host decides (RFC 5321 §2.3.11).
fn is_email(text: &str) -> bool {
    let has_no_space = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    has_no_space && text.rsplit_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
}

/// RFC 1123 §2.1.
fn is_hostname(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= 253 && text.split('.').all(is_label)
}

/// A scheme, a colon, and what RFC 3986 lets follow them.
fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(is_scheme)
        && !rest.is_empty()
        && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte))
}

/// RFC 9562 §4.
fn is_uuid(text: &str) -> bool {
    let lengths = text.split('-').map(str::len);
    lengths.eq([8, 4, 4, 4, 12]) && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_of_their_formats() {
        let check = |name: &str, good: &[&str], bad: &[&str]| {
            let fits = |text: &str| Format::named(name, "string").is_none_or(|it| it.fault_of_text(text).is_none());
            good.iter().for_each(|text| assert!(fits(text), "{name}: {text}"));
            bad.iter().for_each(|text| assert!(!fits(text), "{name}: {text}"));
        };
        #[cfg(feature = "dates")]
        {
            check("date", &["2024-02-29"], &["2023-02-29", "2024-5-1", "today", "2024-05-31T09:30:00Z", ""]);
            let instants = ["2024-05-31T09:30:00Z", "2024-05-31T09:30:00.5+02:00"];
            check("date-time", &instants, &["2024-05-31", "2024-05-31T09:30:00", "2024-05-31 09:30:00Z", "x"]);
            check("time", &["09:30:00Z", "09:30:00+02:00"], &["25:00:00Z", "09:30", "noon"]);
        }
        check("email", &["a@b.test", "\"a@b\"@c.test"], &["a", "@b", "a@", "a b@c.test"]);
        check("hostname", &["a.test", "localhost"], &["", "a..b", "-a", "a_b", "a b"]);
        check("ipv4", &["10.0.0.1"], &["10.0.0", "256.0.0.1", "::1"]);
        check("ipv6", &["::1", "2001:db8::1"], &["10.0.0.1", "::g"]);
        check("uri", &["https://a.test/x?y=%20#z", "urn:isbn:1"], &["a.test", "https:", ":x", "https://a b"]);
        check("uuid", &["123e4567-e89b-12d3-a456-426614174000"], &["123e4567", "123e4567-e89b-12d3-a456-42661417400g"]);
        check("byte", &["YQ==", ""], &["a", "YQ"]);
        check("password", &["anything"], &[]);
    }

    #[test]
    fn numbers_are_of_their_formats() {
        let check = |name: &str, kind: &str, number: f64, fits: bool| {
            let fault = Format::named(name, kind).and_then(|format| format.fault_of_number(number));
            assert_eq!(fault.is_none(), fits, "{name} {kind} {number}");
        };
        check("int32", "integer", 2_147_483_647.0, true);
        check("int32", "integer", 2_147_483_648.0, false);
        check("int64", "integer", 2_147_483_648.0, true);
        check("double", "number", 1e300, true);
        check("uuid", "integer", 1.0, true);
    }
}
