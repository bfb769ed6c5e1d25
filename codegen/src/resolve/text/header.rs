//! Headers of HTTP: their names and values.

use crate::diagnostic::{Code, Sink};
use crate::model::{Fill, Filled, Location};
use crate::source::Place;

/// Headers that belong to the HTTP client, whatever a document says of them.
pub(crate) const OF_THE_CLIENT: [&str; 10] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "accept-encoding",
];

/// Reports a name that no request can carry (RFC 9110 §5.1): every call would fail.
pub(crate) fn check(sink: &mut Sink, name: &str, place: &Place) {
    let token = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    if name.is_empty() || !name.chars().all(token) {
        let message = format!("`{}` is no name for a header", name.escape_debug());
        sink.report(Code::UNKNOWN_VALUE, place, message).help("use letters, digits and hyphens, as in `X-Request-Id`");
    }
}

/// Headers that say what a body is.
const OF_THE_BODY: [&str; 2] = ["content-encoding", "content-type"];

/// Reports a header that can't hold a credential: its name is none, or the message itself needs it (RFC 9112 §6, §7; RFC 9110 §8).
pub(crate) fn check_credential(sink: &mut Sink, name: &str, place: &Place) {
    check(sink, name, place);
    let lower = name.to_ascii_lowercase();
    if OF_THE_CLIENT.iter().chain(&OF_THE_BODY).any(|reserved| *reserved == lower) {
        let message = format!("`{name}` belongs to the HTTP message itself: it can't hold an API key");
        sink.report(Code::UNKNOWN_VALUE, place, message).help("use a header of the API, such as `X-Api-Key`");
    }
}

/// Reports a name that no cookie can have (RFC 6265 §4.1.1): every call would fail.
pub(crate) fn check_cookie(sink: &mut Sink, name: &str, place: &Place) {
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_graphic() && !"()<>@,;:\\\"/[]?={}".contains(c)) {
        let message = format!("`{}` is no name for a cookie", name.escape_debug());
        sink.report(Code::UNKNOWN_VALUE, place, message).help("use letters, digits and hyphens, as in `session-id`");
    }
}

/// Reports a name that no header or cookie can have, by where it travels.
pub(crate) fn check_name(sink: &mut Sink, location: Location, name: &str, place: &Place) {
    match location {
        Location::Header => check(sink, name, place),
        Location::Cookie => check_cookie(sink, name, place),
        Location::Path | Location::Query | Location::Body => {}
    }
}

/// Reports a value that no request can carry, as far as it is written out.
pub(crate) fn check_value(sink: &mut Sink, name: &str, value: &Filled, place: &Place) {
    for part in &value.0 {
        if let Fill::Text(text) = part {
            check_text(sink, name, text, place);
        }
    }
}

/// The same for a text that a header holds, or a part of it (RFC 9110 §5.5): one with a line break or another control
/// character in it.
pub(crate) fn check_text(sink: &mut Sink, name: &str, text: &str, place: &Place) {
    if text.contains(is_broken) {
        let message =
            format!("no header can hold the value of `{name}`: a line break or another control character is in it");
        sink.report(Code::UNKNOWN_VALUE, place, message).help("write it on one line; two headers are two inputs");
    }
}

/// Whether a character ends a header, or is none of one.
pub(crate) fn is_broken(c: char) -> bool {
    c.is_control() && c != '\t'
}
