//! Which versions of an object a query means.

use super::row::Row;
use crate::taxii::query::Query;
use crate::taxii::timestamp::TaxiiTimestamp;
use crate::taxii::versions::{VersionSelector, Versions};

/// The rows that `query` means, in the order of `rows`, which holds all rows of a collection. Paging is not applied.
///
/// Type, id and time of arrival are looked at first, then the STIX version of what remains of each object, then the
/// versions of what remains of those: the latest of what matches, not what matches of the latest.
pub fn select<'a>(query: &Query, rows: &'a [Row]) -> Vec<&'a Row> {
    let candidates: Vec<&Row> = rows.iter().filter(|row| matches(query, row)).collect();
    let mut versions = std::collections::BTreeMap::<&str, Vec<&Row>>::new();
    for row in &candidates {
        versions.entry(row.object.id()).or_default().push(row);
    }
    versions.values_mut().for_each(|rows| *rows = meant(query, rows));
    let is_meant = |row: &&Row| versions[row.object.id()].iter().any(|other| other.key == row.key);
    candidates.into_iter().filter(is_meant).collect()
}

/// Whether the type, the id and the time of arrival of `row` are wanted.
pub(super) fn matches(query: &Query, row: &Row) -> bool {
    (query.ids.is_empty() || query.ids.iter().any(|id| id == row.object.id()))
        && (query.types.is_empty() || query.types.iter().any(|name| name == row.object.type_name()))
        && query.added_after.is_none_or(|instant| row.key.date_added > instant)
}

/// The rows meant of those of one object that [`matches`] lets through.
pub(super) fn meant<'a>(query: &Query, rows: &[&'a Row]) -> Vec<&'a Row> {
    let newest = rows.iter().map(|row| number(row.object.spec_version())).max();
    let in_spec = |row: &&&Row| match query.spec_versions.as_slice() {
        [] => Some(number(row.object.spec_version())) == newest,
        wanted => wanted.iter().any(|version| version == row.object.spec_version()),
    };
    let rows: Vec<&Row> = rows.iter().filter(in_spec).copied().collect();
    let first = rows.iter().map(|row| row.instant).min();
    let last = rows.iter().map(|row| row.instant).max();
    let is = |row: &Row, instant: Option<TaxiiTimestamp>| Some(row.instant) == instant;
    let chosen = |row: &&Row| match &query.versions {
        Versions::All => true,
        Versions::Last => is(row, last),
        Versions::First => is(row, first),
        Versions::Select(selectors) => selectors.iter().any(|selector| match selector {
            VersionSelector::Last => is(row, last),
            VersionSelector::First => is(row, first),
            VersionSelector::At(version) => is(row, version.parse().ok()),
        }),
    };
    rows.into_iter().filter(chosen).collect()
}

/// `2.10` is newer than `2.9`; what is no version is older than all.
fn number(spec_version: &str) -> (u32, u32) {
    let (major, minor) = spec_version.split_once('.').unwrap_or((spec_version, "0"));
    (major.parse().unwrap_or(0), minor.parse().unwrap_or(0))
}
