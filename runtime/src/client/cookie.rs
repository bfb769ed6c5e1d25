//! Cookies that a request carries (RFC 6265 §4.2).

use std::fmt::Display;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What no cookie can hold, and `%`.
const ESCAPED: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'%').add(b',').add(b';').add(b'\\');

/// Whether a cookie can have that name: a token.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && !b"()<>@,;:\\\"/[]?={}".contains(&byte))
}

/// Whether a cookie can have that value as it stands.
pub(super) fn is_value(value: &str) -> bool {
    value.bytes().all(is_octet)
}

/// Appends a pair after those that are there. What no cookie can hold, and `%`, is percent-encoded, as servers expect.
pub(super) fn push(cookies: &mut String, name: &str, value: &str) {
    push_as_is(cookies, name, utf8_percent_encode(value, ESCAPED));
}

/// Appends a pair whose value is one already.
pub(super) fn push_as_is(cookies: &mut String, name: &str, value: impl Display) {
    let separator = if cookies.is_empty() { "" } else { "; " };
    cookies.push_str(&format!("{separator}{name}={value}"));
}

fn is_octet(byte: u8) -> bool {
    byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded_where_they_must() {
        let mut cookies = String::new();
        push(&mut cookies, "a", "x=y/z");
        push(&mut cookies, "b", "1; é%");
        assert_eq!(cookies, "a=x=y/z; b=1%3B%20%C3%A9%25");
        assert!(is_name("JSESSIONID") && !is_name("a b") && !is_name("") && !is_name("a=b"));
        assert!(is_value("a%3Db==") && !is_value("a;b") && !is_value("a b"));
    }
}
