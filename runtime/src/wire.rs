//! How texts and bytes are written into URLs, and into what is signed.

#[cfg(any(feature = "aws", feature = "client", feature = "oauth1"))]
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};

/// All but the unreserved characters of RFC 3986 §2.3.
#[cfg(any(feature = "aws", feature = "client", feature = "oauth1"))]
pub(crate) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A text of which only the unreserved characters stay as they are.
#[cfg(any(feature = "aws", feature = "client", feature = "oauth1"))]
pub(crate) fn percent_encode(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, RESERVED)
}

/// Bytes in lower-case hexadecimal digits.
#[cfg(any(feature = "aws", feature = "digest"))]
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
