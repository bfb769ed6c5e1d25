//! Which `Accept` headers can be served.

use http::{HeaderMap, header};

use crate::taxii::media::{self, MediaType};

/// Whether a caller that sends these headers can read TAXII 2.1: one range must be `application/taxii+json`, without
/// version or with 2.1 (§3.1). `*/*` or no header at all, which HTTP would let do, won't.
pub(super) fn accepts(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(media::list).any(|range| is_meant(&range))
}

/// `q` matters only where it excludes.
fn is_meant(range: &MediaType) -> bool {
    range.is_taxii() && range.parameter("q").is_none_or(|quality| quality.parse() != Ok(0.0))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn ranges() {
        let check = |accept: &[&str], expected: bool| {
            let mut headers = HeaderMap::new();
            for value in accept {
                headers.append(header::ACCEPT, value.parse().unwrap());
            }
            assert_eq!(accepts(&headers), expected, "{accept:?}");
        };
        check(&["application/taxii+json;version=2.1"], true);
        check(&["application/taxii+json; version=2.1"], true);
        check(&["Application/TAXII+json ; charset=utf-8 ;Version=\"2.1\""], true);
        check(&["application/taxii+json"], true);
        check(&["application/taxii+json;version=2.1;q=0.5"], true);
        check(&["text/html, application/taxii+json;version=2.1"], true);
        check(&["text/html", "application/taxii+json;version=2.1"], true);
        check(&["application/taxii+json;version=2.0"], false);
        check(&["application/taxii+json;version=2.1;q=0"], false);
        check(&["application/json"], false);
        check(&["application/json, text/plain, */*"], false);
        check(&["application/*"], false);
        check(&["application/vnd.oasis.taxii+json; version=2.0"], false);
        check(&[""], false);
        check(&[], false);
    }
}
