//! Which `Accept` headers can be served.

use http::{HeaderMap, header};

use crate::taxii::media::{self, MediaType};

/// How strictly `Accept` is read. TAXII wants a TAXII media range in every request; HTTP would let `*/*` do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Accept {
    /// One range must be `application/taxii+json`, without version or with 2.1.
    #[default]
    Strict,
    /// `application/*`, `*/*` and no header at all do, too: some feed readers send nothing better.
    Lenient,
}

impl Accept {
    /// Whether a caller that sends these headers can read TAXII 2.1.
    pub(super) fn allows(self, headers: &HeaderMap) -> bool {
        let values: Vec<_> = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
        let header = headers.contains_key(header::ACCEPT).then(|| values.join(","));
        match self {
            Self::Strict => header.is_some_and(|ranges| media::list(&ranges).any(|range| is_meant(&range))),
            Self::Lenient => media::accepts_taxii(header.as_deref()),
        }
    }
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
        let check = |accept: &[&str], strict: bool, lenient: bool| {
            let mut headers = HeaderMap::new();
            for value in accept {
                headers.append(header::ACCEPT, value.parse().unwrap());
            }
            let allowed = [Accept::Strict.allows(&headers), Accept::Lenient.allows(&headers)];
            assert_eq!(allowed, [strict, lenient], "{accept:?}");
        };
        check(&["application/taxii+json;version=2.1"], true, true);
        check(&["application/taxii+json; version=2.1"], true, true);
        check(&["Application/TAXII+json ; charset=utf-8 ;Version=\"2.1\""], true, true);
        check(&["application/taxii+json"], true, true);
        check(&["application/taxii+json;version=2.1;q=0.5"], true, true);
        check(&["text/html, application/taxii+json;version=2.1"], true, true);
        check(&["text/html", "application/taxii+json;version=2.1"], true, true);
        check(&["application/taxii+json;version=2.0"], false, false);
        check(&["application/taxii+json;version=2.1;q=0"], false, false);
        check(&["application/json"], false, false);
        check(&["application/json, text/plain, */*"], false, true);
        check(&["application/*"], false, true);
        check(&["application/vnd.oasis.taxii+json; version=2.0"], false, false);
        check(&[""], false, false);
        check(&[], false, true);
    }
}
