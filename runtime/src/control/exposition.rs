//! What was counted, in the format that whoever asks prefers.

use http::header::ACCEPT;
use http::{HeaderMap, HeaderValue};
use prometheus_client::encoding::{prometheus_text, text};
use prometheus_client::registry::Registry;

/// A format of `/metrics`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// The Prometheus text format 0.0.4.
    Prometheus,
    /// OpenMetrics 1.0.0.
    OpenMetrics,
}

impl Format {
    /// OpenMetrics where it is asked for by its name, and not less than text is.
    pub(super) fn preferred(headers: &HeaderMap) -> Self {
        let given: Vec<&str> = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
        let quality = |media_type: &str| {
            let ranges = given.iter().flat_map(|value| value.split(','));
            ranges.filter_map(|range| quality(range, media_type)).fold(0.0, f32::max)
        };
        let wanted = quality("application/openmetrics-text");
        if wanted > 0.0 && wanted >= quality("text/plain") { Self::OpenMetrics } else { Self::Prometheus }
    }

    pub(super) fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Prometheus => prometheus_text::CONTENT_TYPE,
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
        })
    }

    /// Never fails: it is written to memory.
    pub(super) fn write(self, registry: &Registry) -> String {
        let mut written = String::new();
        let _ = match self {
            Self::Prometheus => prometheus_text::encode(&mut written, registry),
            Self::OpenMetrics => text::encode(&mut written, registry),
        };
        written
    }
}

/// The weight of a range that names this type (RFC 9110 §12.4.2).
fn quality(range: &str, media_type: &str) -> Option<f32> {
    let mut parts = range.split(';').map(str::trim);
    parts.next().filter(|name| name.eq_ignore_ascii_case(media_type))?;
    let weight = parts.find_map(|parameter| parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q=")));
    Some(weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0)))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn whoever_asks_says_which() {
        let check = |accept: Option<&str>, wanted: Format| {
            let headers = accept.map(|accept| (ACCEPT, accept.parse().unwrap())).into_iter().collect();
            assert_eq!(Format::preferred(&headers), wanted, "{accept:?}");
        };
        let prometheus = "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1";
        check(Some(prometheus), Format::OpenMetrics);
        check(Some("application/openmetrics-text"), Format::OpenMetrics);
        for accept in [
            None,
            Some("*/*"),
            Some("text/plain"),
            Some("application/openmetrics-text; q=0"),
            Some("text/plain, application/openmetrics-text;q=0.9"),
        ] {
            check(accept, Format::Prometheus);
        }
    }
}
