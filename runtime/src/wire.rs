//! How texts and bytes are written into URLs, and into what is signed.

#[cfg(any(feature = "client", feature = "server"))]
use std::net::IpAddr;

#[cfg(any(feature = "aws", feature = "client", feature = "oauth1", feature = "server"))]
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
#[cfg(any(feature = "aws", feature = "client", feature = "oauth1"))]
use percent_encoding::{PercentEncode, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986 §2.3.
#[cfg(any(feature = "aws", feature = "client", feature = "oauth1", feature = "server"))]
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text of which only the unreserved characters stay as they are.
#[cfg(any(feature = "aws", feature = "client", feature = "oauth1"))]
pub(crate) fn percent_encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// Whether a host is this machine: `localhost`, or an address that never leaves it. In lower case, IPv6 with or without
/// its brackets.
#[cfg(any(feature = "client", feature = "server"))]
pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

/// Bytes in lower-case hexadecimal digits.
#[cfg(feature = "digest")]
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
