//! The cookies of a request (RFC 6265 §4.2).

use std::borrow::Cow;

use http::HeaderMap;
use http::header::COOKIE;
use percent_encoding::percent_decode;

use crate::server::NotUtf8;

/// The values of the cookie `name`, in order; `Err` for one that is not UTF-8. Whatever else the headers hold is not ours
/// to judge.
///
/// Quotes around a value are no part of it, and escapes such as `%3B` stand for what no cookie can hold.
pub(super) fn cookies<'a>(
    headers: &'a HeaderMap,
    name: &'a str,
) -> impl Iterator<Item = Result<Cow<'a, str>, NotUtf8>> {
    let pairs = headers.get_all(COOKIE).into_iter().flat_map(|header| header.as_bytes().split(|byte| *byte == b';'));
    pairs.filter_map(move |pair| {
        let at = pair.iter().position(|byte| *byte == b'=')?;
        (pair[..at].trim_ascii() == name.as_bytes()).then(|| decode(pair[at + 1..].trim_ascii()))
    })
}

fn decode(value: &[u8]) -> Result<Cow<'_, str>, NotUtf8> {
    let unquoted = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\"")).unwrap_or(value);
    percent_decode(unquoted).decode_utf8().map_err(|_| NotUtf8)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_values_of_a_cookie() {
        let check = |lines: &[&[u8]], wanted: &[Result<&str, NotUtf8>]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(COOKIE, HeaderValue::from_bytes(line).unwrap());
            }
            let found: Vec<_> = cookies(&headers, "sid").collect();
            let found: Vec<_> = found.iter().map(|value| value.as_deref().map_err(|fault| *fault)).collect();
            assert_eq!(found, wanted, "{lines:?}");
        };
        check(&[], &[]);
        check(&[b"sid=a"], &[Ok("a")]);
        check(&[b"x=1; sid=a=b==; y=2"], &[Ok("a=b==")]);
        check(&[b"xsid=1;sid=a", b"sidx=2; SID=3"], &[Ok("a")]);
        check(&[b"sid=a; x=1", b"sid=b"], &[Ok("a"), Ok("b")]);
        check(&[b"sid; sid=; sid = a "], &[Ok(""), Ok("a")]);
        check(&[b"sid=\"a b\"; sid=\"; sid=\"\""], &[Ok("a b"), Ok("\""), Ok("")]);
        check(&[b"sid=1%3B%20%C3%A9%25; sid=100%"], &[Ok("1; é%"), Ok("100%")]);
        check(&[b"other=\xff; sid=\xc3\xa9"], &[Ok("é")]);
        check(&[b"sid=\xff; sid=%FF"], &[Err(NotUtf8), Err(NotUtf8)]);
    }
}
