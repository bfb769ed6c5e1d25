//! What a body is, by its headers.

use http::HeaderMap;
use http::header::CONTENT_TYPE;

/// The media type of forms.
#[cfg(any(feature = "client", feature = "mock"))]
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// The media type of a body without its parameters, in lower case (RFC 9110 §8.3.1); empty if there is none.
pub(crate) fn essence(headers: &HeaderMap) -> String {
    let Some(value) = headers.get(CONTENT_TYPE) else { return String::new() };
    let text = String::from_utf8_lossy(value.as_bytes());
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn parameters_and_case_do_not_count() {
        let check = |value: &'static str, wanted: &str| {
            let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(value))]);
            assert_eq!(essence(&headers), wanted);
        };
        check("Application/X-WWW-Form-Urlencoded ; charset=utf-8", "application/x-www-form-urlencoded");
        check(" text/plain", "text/plain");
        check("", "");
        assert_eq!(essence(&HeaderMap::new()), "");
    }
}
