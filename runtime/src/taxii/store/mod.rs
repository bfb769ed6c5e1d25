//! Where objects are kept. An [`ObjectStore`] is all that a TAXII server needs: [`StoreService`] does the rest.

mod examples;
mod load;
mod memory;
mod select;
mod service;
#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]
mod tests;

use std::sync::Arc;

use super::server::{Caller, PageRequest, RowKey};
use super::{ApiRoot, Collection, Discovery, ManifestRecord, StixObject, TaxiiTimestamp};
use crate::{Object, Result};

pub use memory::MemoryStore;
pub use select::select;
pub use service::StoreService;

/// Collections of STIX objects. What differs from caller to caller is decided here: what a store doesn't show, a caller
/// can't find.
pub trait ObjectStore: Send + Sync + 'static {
    /// What the server says of itself. `api_roots` and `default` hold names of API roots; the server makes URLs of them.
    ///
    /// # Errors
    /// When the store fails.
    fn discovery(&self, caller: &Caller) -> impl Future<Output = Result<Discovery>> + Send;

    /// The API root `root`, if there is one.
    ///
    /// # Errors
    /// When the store fails.
    fn api_root(&self, caller: &Caller, root: &str) -> impl Future<Output = Result<Option<ApiRoot>>> + Send;

    /// The collections of `root` in an order that doesn't change; none if there is no such API root.
    ///
    /// # Errors
    /// When the store fails.
    fn collections(&self, caller: &Caller, root: &str) -> impl Future<Output = Result<Vec<Collection>>> + Send;

    /// The collection of `root` whose id is `key`, or else whose alias it is.
    ///
    /// # Errors
    /// When the store fails.
    fn collection(
        &self,
        caller: &Caller,
        root: &str,
        key: &str,
    ) -> impl Future<Output = Result<Option<Collection>>> + Send {
        async move {
            let collections = self.collections(caller, root).await?;
            let alias = |collection: &&Collection| collection.alias.as_deref() == Some(key);
            let found = collections.iter().find(|collection| collection.id == key);
            Ok(found.or_else(|| collections.iter().find(alias)).cloned())
        }
    }

    /// The rows of the collection with the id `collection` that [`select`] would choose for `wanted.query`, beyond
    /// `wanted.after`, ascending by key, and at most `wanted.limit` of them. Not to be asked for one that can't be read.
    ///
    /// Keys must rise with every row added, also beyond equal times: a reader that stopped at one must not miss any.
    ///
    /// # Errors
    /// When the store fails.
    fn scan(&self, root: &str, collection: &str, wanted: &PageRequest)
    -> impl Future<Output = Result<Vec<Row>>> + Send;
}

/// One version of one object in a collection. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its place in the collection.
    pub key: RowKey,
    /// The version as the object writes it, or one that the store chose for it.
    pub version: String,
    /// `version` as an instant, for comparison; the time of arrival where it is none.
    instant: TaxiiTimestamp,
    /// The media type in which the object can be had, for the manifest.
    pub media_type: String,
    /// What the manifest has beyond the standard.
    pub extra: Object,
    /// The object.
    pub object: Arc<StixObject>,
}

impl Row {
    /// The version is that of the object, else the time at which it was added.
    pub fn new(key: RowKey, object: StixObject) -> Self {
        let version = object.version().map_or_else(|| key.date_added.to_string(), str::to_owned);
        let media_type = format!("application/stix+json;version={}", object.spec_version());
        let instant = version.parse().unwrap_or(key.date_added);
        Self { key, version, media_type, extra: Object::new(), object: Arc::new(object), instant }
    }

    /// Takes version, media type and further properties from what a manifest says of the object.
    pub fn described_by(self, record: ManifestRecord) -> Self {
        let instant = record.version.parse().unwrap_or(self.key.date_added);
        let media_type = record.media_type.unwrap_or(self.media_type);
        Self { version: record.version, media_type, extra: record.extra, instant, ..self }
    }
}
