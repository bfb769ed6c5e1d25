//! Names of HTTP headers.

use crate::diagnostic::{Code, Sink};
use crate::source::Place;

/// Reports a name that no request can carry (RFC 9110 §5.1): every call would fail.
pub(crate) fn check(sink: &mut Sink, name: &str, place: &Place) {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        let message = format!("`{}` is no name for a header", name.escape_debug());
        sink.report(Code::UNKNOWN_VALUE, place, message).help("use letters, digits and hyphens, as in `X-Request-Id`");
    }
}
