//! What a TAXII server needs of whatever keeps the objects.

use crate::error::Result;
use crate::taxii::server::{Caller, PageRequest};
use crate::taxii::types::{ApiRoot, Collection, Discovery};

use super::row::Row;
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

    /// The rows of the collection with the id `collection` that [`select`](super::select()) would choose for `wanted.query`, beyond
    /// `wanted.after`, ascending by key, and at most `wanted.limit` of them. Not to be asked for one that can't be read.
    ///
    /// Keys must rise with every row added, also beyond equal times: a reader that stopped at one must not miss any.
    ///
    /// # Errors
    /// When the store fails.
    fn scan(&self, root: &str, collection: &str, wanted: &PageRequest)
    -> impl Future<Output = Result<Vec<Row>>> + Send;
}
