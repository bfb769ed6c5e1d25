//! `next`: where a page stopped, bound to what was asked for.
//!
//! A cursor holds all there is to know, so replicas and restarts don't matter. It grants nothing: whoever changes one
//! moves within a collection that every request checks anew.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::page::RowKey;
use crate::error::InputError;
use crate::taxii::query::{Filter, Query};
use crate::taxii::timestamp::TaxiiTimestamp;

const LENGTH: usize = 24;

/// The pages of one query over one collection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Walk(u64);

impl Walk {
    /// `query` over `collection` of `root`. The limit doesn't count: callers may change it from page to page.
    pub(super) fn new(root: &str, collection: &str, query: &Query) -> Self {
        let mut query = Query { limit: None, next: None, ..query.clone() };
        query.ids.sort();
        query.types.sort();
        query.spec_versions.sort();
        let parameters = query.pairs().flat_map(|(name, value)| [name.to_owned(), value]);
        Self(fingerprint([root.to_owned(), collection.to_owned()].into_iter().chain(parameters)))
    }

    /// The text that continues beyond `key`.
    pub(super) fn cursor(self, key: RowKey) -> String {
        let numbers = [self.0, key.date_added.as_micros() as u64, key.sequence];
        URL_SAFE_NO_PAD.encode(numbers.map(u64::to_be_bytes).as_flattened())
    }

    /// Where a page stopped.
    pub(super) fn resume(self, cursor: &str) -> Result<RowKey, InputError> {
        let bytes = URL_SAFE_NO_PAD.decode(cursor).ok().filter(|bytes| bytes.len() == LENGTH);
        let [walk, micros, sequence] = bytes.map(numbers).ok_or_else(|| refused("is not one that this server gave"))?;
        if walk != self.0 {
            return Err(refused("belongs to a request with other parameters"));
        }
        let date_added = TaxiiTimestamp::from_micros(micros as i64);
        let date_added = date_added.ok_or_else(|| refused("is not one that this server gave"))?;
        Ok(RowKey { date_added, sequence })
    }
}

fn numbers(bytes: Vec<u8>) -> [u64; 3] {
    [0, 8, 16].map(|start| bytes[start..start + 8].iter().fold(0, |number, byte| number << 8 | u64::from(*byte)))
}

fn refused(reason: &str) -> InputError {
    InputError::new(Filter::Next.name(), reason)
}

/// FNV-1a, because std's hashers may differ from one build to the next. Each text ends with a byte that UTF-8 never has.
fn fingerprint(texts: impl Iterator<Item = String>) -> u64 {
    let bytes = texts.flat_map(|text| text.into_bytes().into_iter().chain([0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn walk(parameters: &[(&str, &str)]) -> Walk {
        Walk::new("root", "c1", &Query::parse(parameters.iter().copied(), Filter::ALL).unwrap())
    }

    fn key(micros: i64, sequence: u64) -> RowKey {
        RowKey { date_added: TaxiiTimestamp::from_micros(micros).unwrap(), sequence }
    }

    #[test]
    fn cursors_return() {
        let walk = walk(&[("match[type]", "indicator")]);
        for key in [key(0, 0), key(1_639_427_864_000_001, 7), key(-1, u64::MAX)] {
            let cursor = walk.cursor(key);
            assert!(cursor.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{cursor}");
            assert_eq!(walk.resume(&cursor), Ok(key));
        }
    }

    #[test]
    fn cursors_are_bound_to_filters() {
        let check = |a: &[(&str, &str)], b: &[(&str, &str)], same: bool| {
            assert_eq!(walk(b).resume(&walk(a).cursor(key(1, 1))).is_ok(), same, "{a:?} {b:?}");
        };
        check(&[], &[("limit", "5"), ("next", "x")], true);
        check(&[("match[id]", "a,b")], &[("match[id]", "b,a")], true);
        check(&[("match[version]", "last")], &[], true);
        check(&[("added_after", "2020-01-01T00:00:00Z")], &[("added_after", "2020-01-01T00:00:00.000Z")], true);
        check(&[("match[id]", "a")], &[("match[type]", "a")], false);
        check(&[], &[("match[version]", "all")], false);
        check(&[], &[("match[spec_version]", "2.1")], false);
        check(&[], &[("added_after", "2020-01-01T00:00:00Z")], false);
        let other = Walk::new("root", "c2", &Query::default());
        assert!(other.resume(&walk(&[]).cursor(key(1, 1))).is_err());
    }

    #[test]
    fn other_texts_are_refused() {
        let good = walk(&[]).cursor(key(1, 1));
        let beyond = walk(&[]).cursor(RowKey { ..key(1, 1) }).replace('A', "_");
        for cursor in ["", "10", "%%%", &good[1..], &format!("{good}="), &format!("{good}AAAA"), &beyond, "💥"] {
            assert!(walk(&[]).resume(cursor).is_err(), "{cursor}");
        }
    }
}
