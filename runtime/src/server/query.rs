//! The queries of requests, decoded (URL standard §5.1).

use percent_encoding::percent_decode_str;

#[cfg(any(feature = "rest", feature = "taxii-server"))]
use crate::error::InputError;

/// A parameter is not UTF-8, or its escapes don't stand for any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotUtf8;

#[cfg(any(feature = "rest", feature = "taxii-server"))]
impl NotUtf8 {
    /// What the caller learns who gave that as `name`.
    pub(crate) fn of(self, name: &str) -> InputError {
        InputError::new(name, "must be UTF-8, percent-encoded")
    }
}

/// The parameters of a query, in order. Those whose names are not UTF-8 are left out: nothing is called so.
pub(crate) fn parameters(query: &str) -> impl Iterator<Item = (String, Result<String, NotUtf8>)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.filter_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        Some((decode(name).ok()?, decode(value)))
    })
}

fn decode(text: &str) -> Result<String, NotUtf8> {
    let spaced = text.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8();
    decoded.map(|text| text.into_owned()).map_err(|_| NotUtf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_decoded() {
        let check = |query: &str, wanted: &[(&str, Result<&str, NotUtf8>)]| {
            let found: Vec<_> = parameters(query).collect();
            let found: Vec<_> =
                found.iter().map(|(name, value)| (name.as_str(), value.as_deref().map_err(|fault| *fault))).collect();
            assert_eq!(found, wanted, "{query}");
        };
        check("", &[]);
        check("&a&&b=&=c", &[("a", Ok("")), ("b", Ok("")), ("", Ok("c"))]);
        check("a=b+c%26=d&a=%C3%A9", &[("a", Ok("b c&=d")), ("a", Ok("é"))]);
        check("a%5Bb%5D=1&a=%zz%4", &[("a[b]", Ok("1")), ("a", Ok("%zz%4"))]);
        check("a=%ff&b=1&%ff=2", &[("a", Err(NotUtf8)), ("b", Ok("1"))]);
    }
}
