//! Answers that are compressed on their way (RFC 9110 §8.4): who reads one asks for gzip, who passes one on leaves it as it is
//! for callers that accept gzip.

#[cfg(feature = "client")]
use std::io::Read;

#[cfg(feature = "client")]
use bytes::Bytes;
#[cfg(feature = "client")]
use flate2::bufread::MultiGzDecoder;
#[cfg(feature = "client")]
use http::HeaderMap;
#[cfg(any(feature = "client", feature = "rest"))]
use http::HeaderValue;
#[cfg(feature = "client")]
use http::header::CONTENT_ENCODING;

/// What becomes of the answers of upstreams.
#[cfg(feature = "client")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// They are read.
    Read,
    /// They are passed on to a caller that accepts this, or doesn't say what.
    #[cfg(feature = "rest")]
    Pass(Option<HeaderValue>),
    /// The same, while they arrive: nobody on the way looks at them.
    #[cfg(feature = "rest")]
    Relay(Option<HeaderValue>),
}

#[cfg(feature = "client")]
impl Purpose {
    /// Whether whoever gets an answer reads it without gzip, asked for or not. A caller that says nothing does: whoever can
    /// undo a coding names it.
    pub(crate) fn is_plain(&self) -> bool {
        match self {
            Self::Read => true,
            #[cfg(feature = "rest")]
            Self::Pass(accepted) | Self::Relay(accepted) => !accepted.as_ref().is_some_and(accepts_gzip),
        }
    }

    /// Whether an answer with these headers goes through as it arrives.
    #[cfg(feature = "rest")]
    pub(crate) fn relays(&self, headers: &HeaderMap) -> bool {
        matches!(self, Self::Relay(_)) && !(self.is_plain() && is_gzip(headers))
    }
}

/// Whether these codings have gzip among them (RFC 9110 §12.5.3): by its name, else by `*`.
#[cfg(all(feature = "client", feature = "rest"))]
fn accepts_gzip(accepted: &HeaderValue) -> bool {
    let Ok(codings) = accepted.to_str() else { return false };
    let weighed = codings.split(',').map(|coding| {
        let (name, parameters) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = parameters.trim().strip_prefix(['q', 'Q']).and_then(|rest| rest.trim_start().strip_prefix('='));
        let is_refused = weight.is_some_and(|weight| weight.trim().parse() == Ok(0.0));
        (name.trim().to_ascii_lowercase(), !is_refused)
    });
    let weighed: Vec<(String, bool)> = weighed.collect();
    let named = |names: &[&str]| weighed.iter().find(|(name, _)| names.contains(&name.as_str()));
    named(&["gzip", "x-gzip"]).or_else(|| named(&["*"])).is_some_and(|(_, is_accepted)| *is_accepted)
}

#[cfg(feature = "client")]
tokio::task_local! {
    static PURPOSE: Purpose;
}

/// Calls upstreams to pass on what they answer to a caller who accepts this.
#[cfg(feature = "rest")]
pub(crate) async fn passing<F: Future>(accepted: Option<HeaderValue>, calls: F) -> F::Output {
    #[cfg(feature = "client")]
    return PURPOSE.scope(Purpose::Pass(accepted), calls).await;
    #[cfg(not(feature = "client"))]
    {
        drop(accepted);
        calls.await
    }
}

/// The same of calls at whose answers nobody looks: long ones are passed on while they arrive.
#[cfg(feature = "rest")]
pub(crate) async fn relaying<F: Future>(accepted: Option<HeaderValue>, calls: F) -> F::Output {
    #[cfg(feature = "client")]
    return PURPOSE.scope(Purpose::Relay(accepted), calls).await;
    #[cfg(not(feature = "client"))]
    passing(accepted, calls).await
}

/// Calls upstreams to read what they answer.
#[cfg(any(feature = "cli", feature = "mcp", feature = "project", feature = "rest"))]
pub(crate) async fn reading<F: Future>(calls: F) -> F::Output {
    #[cfg(feature = "client")]
    return PURPOSE.scope(Purpose::Read, calls).await;
    #[cfg(not(feature = "client"))]
    calls.await
}

/// What becomes of the answers of upstreams; they are read unless somebody says otherwise.
#[cfg(feature = "client")]
pub(crate) fn purpose() -> Purpose {
    PURPOSE.try_with(Clone::clone).unwrap_or(Purpose::Read)
}

/// Whether a body is compressed by gzip, and by nothing else.
#[cfg(feature = "client")]
pub(crate) fn is_gzip(headers: &HeaderMap) -> bool {
    let mut codings = headers.get_all(CONTENT_ENCODING).iter();
    let is = |coding: &HeaderValue| {
        coding.to_str().is_ok_and(|coding| matches!(coding.trim().to_ascii_lowercase().as_str(), "gzip" | "x-gzip"))
    };
    codings.next().is_some_and(is) && codings.next().is_none()
}

/// How long gzip may be that becomes `limit` bytes: what can't be made shorter gets a little longer.
#[cfg(feature = "client")]
pub(crate) fn most_compressed(limit: usize) -> usize {
    limit.saturating_add(limit / 1024).saturating_add(1024)
}

/// The first `limit` bytes of what is compressed, and what is wrong with the rest, if anything: that there is more, or that it
/// is no gzip.
#[cfg(feature = "client")]
pub(crate) fn gunzip(compressed: &[u8], limit: usize) -> (Bytes, Option<Fault>) {
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let read = MultiGzDecoder::new(compressed).take(most).read_to_end(&mut bytes);
    let fault = match read {
        _ if bytes.len() > limit => Some(Fault::TooLong),
        Ok(_) => None,
        Err(error) => Some(Fault::Malformed(error)),
    };
    bytes.truncate(limit);
    (bytes.into(), fault)
}

/// What is wrong with a compressed body.
#[cfg(feature = "client")]
#[derive(Debug)]
pub(crate) enum Fault {
    /// It has more bytes than it may have.
    TooLong,
    /// It is no gzip, or ends too early.
    Malformed(std::io::Error),
}

#[cfg(all(test, feature = "client"))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn limits_count_decoded_bytes() {
        let check = |compressed: &[u8], limit: usize, bytes: &[u8], wanted: &str| {
            let (found, fault) = gunzip(compressed, limit);
            let fault = match fault {
                None => "whole",
                Some(Fault::TooLong) => "too long",
                Some(Fault::Malformed(_)) => "malformed",
            };
            assert_eq!((&found[..], fault), (bytes, wanted));
        };
        let bomb = gzip(&vec![0; 1 << 24]);
        assert!(bomb.len() < 1 << 20);
        check(&bomb, 4, &[0; 4], "too long");
        check(&gzip(b"four"), 4, b"four", "whole");
        check(&gzip(b"fives"), 4, b"five", "too long");
        check(&[gzip(b"a"), gzip(b"b")].concat(), 4, b"ab", "whole");
        let whole = gzip(b"four");
        check(&whole[..whole.len() - 4], 4, b"four", "malformed");
        check(b"no gzip", 4, b"", "malformed");
    }

    #[cfg(feature = "rest")]
    #[test]
    fn gzip_is_for_those_who_name_it() {
        let check = |accepted: Option<&'static str>, is_plain: bool| {
            let purpose = Purpose::Pass(accepted.map(HeaderValue::from_static));
            assert_eq!(purpose.is_plain(), is_plain, "{accepted:?}");
        };
        for accepted in ["gzip", "deflate, GZip;q=0.5", "x-gzip", "*", "br, *;q=0.1", "identity;q=0, *", "gzip, *;q=0"]
        {
            check(Some(accepted), false);
        }
        for accepted in ["", "identity", "br", "gzip;q=0", "gzip; q = 0.000, *", "*;q=0"] {
            check(Some(accepted), true);
        }
        check(None, true);
        assert!(Purpose::Read.is_plain());
    }

    #[test]
    fn a_body_is_compressed_if_it_says_so() {
        let check = |codings: &[&str], wanted: bool| {
            let headers = codings.iter().map(|coding| (CONTENT_ENCODING, coding.parse().unwrap())).collect();
            assert_eq!(is_gzip(&headers), wanted, "{codings:?}");
        };
        check(&["gzip"], true);
        check(&["X-GZip "], true);
        check(&[], false);
        check(&["br"], false);
        check(&["gzip, br"], false);
        check(&["gzip", "br"], false);
    }
}
