//! A store in memory.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::interface::ObjectStore;
use super::row::Row;
use super::select::{matches, meant};
use crate::error::Result;
use crate::taxii::query::Query;
use crate::taxii::server::{Caller, PageRequest, RowKey};
use crate::taxii::stix::StixObject;
use crate::taxii::timestamp::TaxiiTimestamp;
use crate::taxii::types::{ApiRoot, Collection, Discovery, ManifestRecord};

/// Objects in memory, loaded once: see [`load`](Self::load). What a page costs doesn't depend on how many
/// objects there are, unless the query passes most of them over.
#[derive(Debug, Clone, Default)]
pub struct MemoryStore {
    pub(super) discovery: Discovery,
    pub(super) roots: BTreeMap<String, Root>,
}

/// An API root.
#[derive(Debug, Clone)]
pub(super) struct Root {
    pub(super) information: ApiRoot,
    /// By id.
    pub(super) shelves: Vec<Shelf>,
}

/// A collection and what is in it.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    pub(super) collection: Collection,
    /// Ascending by key.
    rows: Vec<Row>,
    /// Where the versions of each object are, ascending.
    versions: HashMap<String, Vec<usize>>,
}

impl MemoryStore {
    /// The names of the API roots, and how many objects each holds, all versions counted.
    pub fn roots(&self) -> impl Iterator<Item = (&str, usize)> {
        let objects = |root: &Root| root.shelves.iter().map(|shelf| shelf.rows.len()).sum();
        self.roots.iter().map(move |(name, root)| (name.as_str(), objects(root)))
    }

    fn shelf(&self, root: &str, collection: &str) -> Option<&Shelf> {
        self.roots.get(root)?.shelves.iter().find(|shelf| shelf.collection.id == collection)
    }
}

impl ObjectStore for MemoryStore {
    async fn discovery(&self, _: &Caller) -> Result<Discovery> {
        Ok(self.discovery.clone())
    }

    async fn api_root(&self, _: &Caller, root: &str) -> Result<Option<ApiRoot>> {
        Ok(self.roots.get(root).map(|root| root.information.clone()))
    }

    async fn collections(&self, _: &Caller, root: &str) -> Result<Vec<Collection>> {
        let shelves = self.roots.get(root).into_iter().flat_map(|root| &root.shelves);
        Ok(shelves.map(|shelf| shelf.collection.clone()).collect())
    }

    async fn scan(&self, root: &str, collection: &str, wanted: &PageRequest) -> Result<Vec<Row>> {
        Ok(self.shelf(root, collection).map(|shelf| shelf.scan(wanted)).unwrap_or_default())
    }
}

impl Shelf {
    /// Times are raised where they are equal, by a microsecond: who pages by time alone must not lose what was added at
    /// the time at which a page stopped.
    pub(super) fn new(collection: Collection, mut added: Vec<Added>) -> Self {
        added.sort_by_key(|added| added.date_added);
        let mut shelf = Self { collection, rows: Vec::with_capacity(added.len()), versions: HashMap::new() };
        for added in added {
            let beyond = shelf.rows.last().map(|row| next(row.key.date_added));
            let place = shelf.rows.len();
            let date_added = beyond.map_or(added.date_added, |beyond| beyond.max(added.date_added));
            let row = Row::new(RowKey { date_added, sequence: place as u64 }, added.object);
            let row = added.record.into_iter().fold(row, Row::described_by);
            shelf.versions.entry(row.object.id().to_owned()).or_default().push(place);
            shelf.rows.push(row);
        }
        shelf
    }

    fn scan(&self, wanted: &PageRequest) -> Vec<Row> {
        let query = &wanted.query;
        let mut known = HashMap::new();
        let mut is_meant = |row: &Row| {
            let id = row.object.id();
            known.entry(id.to_owned()).or_insert_with(|| self.meant(query, id)).contains(&row.key)
        };
        let rows = self.candidates(wanted);
        rows.filter(|row| matches(query, row) && is_meant(row)).take(wanted.limit).cloned().collect()
    }

    /// The rows to look at, ascending: those of the objects asked for, or all beyond the start.
    fn candidates<'a>(&'a self, wanted: &'a PageRequest) -> Box<dyn Iterator<Item = &'a Row> + 'a> {
        let start = self.start(wanted);
        if wanted.query.ids.is_empty() {
            return Box::new(self.rows[start..].iter());
        }
        let places: BTreeSet<usize> = wanted.query.ids.iter().flat_map(|id| self.places(id)).copied().collect();
        Box::new(places.into_iter().skip_while(move |place| *place < start).map(|place| &self.rows[place]))
    }

    /// The first row beyond both `added_after` and the page before.
    fn start(&self, wanted: &PageRequest) -> usize {
        let is_passed = |row: &Row| {
            wanted.after.is_some_and(|after| row.key <= after)
                || wanted.query.added_after.is_some_and(|instant| row.key.date_added <= instant)
        };
        self.rows.partition_point(is_passed)
    }

    fn meant(&self, query: &Query, id: &str) -> Vec<RowKey> {
        let rows: Vec<&Row> = self.places(id).iter().map(|place| &self.rows[*place]).collect();
        let rows: Vec<&Row> = rows.into_iter().filter(|row| matches(query, row)).collect();
        meant(query, &rows).iter().map(|row| row.key).collect()
    }

    fn places(&self, id: &str) -> &[usize] {
        self.versions.get(id).map(Vec::as_slice).unwrap_or_default()
    }
}

/// What was added to a collection.
#[derive(Debug)]
pub(super) struct Added {
    pub(super) date_added: TaxiiTimestamp,
    /// What the manifest says of it.
    pub(super) record: Option<ManifestRecord>,
    pub(super) object: StixObject,
}

fn next(instant: TaxiiTimestamp) -> TaxiiTimestamp {
    TaxiiTimestamp::from_micros(instant.as_micros().saturating_add(1)).unwrap_or(instant)
}
