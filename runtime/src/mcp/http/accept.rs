//! What a client accepts.

use http::HeaderMap;
use http::header::ACCEPT;

/// The forms of an answer that a client accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Accepted {
    /// JSON, or a stream of events where there is progress to tell.
    Both,
    /// JSON, whatever there is to tell.
    Json,
    /// Nothing that there is.
    Nothing,
}

impl Accepted {
    /// A client that doesn't say accepts both.
    pub(super) fn by(headers: &HeaderMap) -> Self {
        let accepts =
            |wanted: &[&str]| ranges(headers).any(|range| wanted.iter().any(|it| range.eq_ignore_ascii_case(it)));
        if !headers.contains_key(ACCEPT) {
            return Self::Both;
        }
        if !accepts(&["application/json", "application/*", "*/*"]) {
            return Self::Nothing;
        }
        // A range of all of `application` has always meant a client that doesn't care.
        if accepts(&["text/event-stream", "text/*", "application/*", "*/*"]) { Self::Both } else { Self::Json }
    }
}

/// The media ranges that a client accepts; nothing of those that are no text.
fn ranges(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let texts = headers.get_all(ACCEPT).iter().map(|value| value.to_str().unwrap_or_default());
    texts.flat_map(|text| text.split(',')).map(|range| range.split(';').next().unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn forms_of_answers() {
        let check = |accept: &[&str], wanted: Accepted| {
            let headers: HeaderMap = accept.iter().map(|value| (ACCEPT, value.parse().unwrap())).collect();
            assert_eq!(Accepted::by(&headers), wanted, "{accept:?}");
        };
        check(&[], Accepted::Both);
        check(&["*/*"], Accepted::Both);
        check(&["application/*"], Accepted::Both);
        check(&["application/json;q=0.9, */*;q=0.1"], Accepted::Both);
        check(&["application/json, text/event-stream"], Accepted::Both);
        check(&["text/event-stream", "Application/JSON"], Accepted::Both);
        check(&["application/json"], Accepted::Json);
        check(&["application/json;q=1", "application/json"], Accepted::Json);
        check(&["application/json, text/html"], Accepted::Json);
        check(&["text/html"], Accepted::Nothing);
        check(&["text/event-stream"], Accepted::Nothing);
        check(&[""], Accepted::Nothing);
    }
}
