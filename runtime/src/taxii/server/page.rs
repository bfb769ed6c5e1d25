//! Pages of a collection, and the places where they stop.

use crate::taxii::query::Query;
use crate::taxii::timestamp::TaxiiTimestamp;

/// The place of a row in its collection. Rows are read in ascending order of their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey {
    /// When the row was added to the collection.
    pub date_added: TaxiiTimestamp,
    /// Tells rows apart that were added at the same time.
    pub sequence: u64,
}

/// What `manifest` and `objects` are asked for. The server has read `query.limit` and `query.next` into the other two.
#[derive(Debug, Clone, PartialEq)]
pub struct PageRequest {
    /// Which rows.
    pub query: Query,
    /// Only rows beyond this one: where the page before stopped.
    pub after: Option<RowKey>,
    /// At most this many rows; above 0.
    pub limit: usize,
}

/// A value and its place in the collection.
#[derive(Debug, Clone, PartialEq)]
pub struct Record<T> {
    /// The place.
    pub key: RowKey,
    /// What is there.
    pub value: T,
}

/// The answer to a [`PageRequest`].
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// In ascending order of their keys.
    pub records: Vec<Record<T>>,
    /// Whether more rows answer the request.
    pub more: bool,
}
