//! A service that answers from a store.

use std::sync::Arc;

use crate::value::Value;
use serde::de::DeserializeOwned;

use super::interface::ObjectStore;
use super::row::Row;
use crate::error::{Error, Result};
use crate::taxii::server::{Authenticate, Call, Caller, Credentials, Page, PageRequest, Record, not_found};
use crate::taxii::stix::StixObject;
use crate::taxii::types::{ApiRoot, Collection, Discovery, ManifestRecord};
use crate::value::Object;

/// Answers every operation from `S`, for callers whom `A` lets in. Each method is one operation of a service.
#[derive(Debug, Clone)]
pub struct StoreService<S, A> {
    store: S,
    auth: A,
}

impl<S: ObjectStore, A: Authenticate> StoreService<S, A> {
    /// Answers from `store`, for callers whom `auth` lets in.
    pub fn new(store: S, auth: A) -> Self {
        Self { store, auth }
    }

    /// The caller with these credentials; `None` refuses them.
    ///
    /// # Errors
    /// When no decision can be made.
    pub async fn authenticate(&self, credentials: Credentials) -> Result<Option<Caller>> {
        self.auth.authenticate(credentials).await
    }

    /// What the server is, and where its API roots are.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn discovery<E: DeserializeOwned>(&self, call: Call) -> Result<Discovery<E>> {
        let Discovery { title, description, contact, default, api_roots, extra } =
            self.store.discovery(&call.caller).await?;
        Ok(Discovery {
            title,
            description,
            contact,
            default: default.map(|root| call.root_url(&root)),
            api_roots: api_roots.iter().map(|root| call.root_url(root)).collect(),
            extra: typed("discovery", extra)?,
        })
    }

    /// What the API root is.
    ///
    /// # Errors
    /// 404 if there is none with this name, and when the store fails.
    pub async fn api_root<E: DeserializeOwned>(&self, call: Call) -> Result<ApiRoot<E>> {
        let api_root = self.store.api_root(&call.caller, &call.root).await?;
        let ApiRoot { title, description, versions, max_content_length, extra } =
            api_root.ok_or_else(|| not_found("API root"))?;
        Ok(ApiRoot { title, description, versions, max_content_length, extra: typed("an API root", extra)? })
    }

    /// The collections of the API root.
    ///
    /// # Errors
    /// 404 if there is no such root, and when the store fails.
    pub async fn collections<E: DeserializeOwned>(&self, call: Call) -> Result<Vec<Collection<E>>> {
        let collections = self.store.collections(&call.caller, &call.root).await?;
        if collections.is_empty() {
            self.api_root::<Object>(call).await?;
        }
        collections.into_iter().map(typed_collection).collect()
    }

    /// The collection whose id or alias is `key`.
    ///
    /// # Errors
    /// 404 if there is none, and when the store fails.
    pub async fn collection<E: DeserializeOwned>(&self, call: Call, key: String) -> Result<Collection<E>> {
        let collection = self.store.collection(&call.caller, &call.root, &key).await?;
        typed_collection(collection.ok_or_else(|| not_found("collection"))?)
    }

    /// What is known about the objects of `collection`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn manifest<E, R: DeserializeOwned>(
        &self,
        call: Call,
        collection: Collection<E>,
        wanted: PageRequest,
    ) -> Result<Page<ManifestRecord<R>>> {
        self.page(&call.root, &collection.id, wanted, typed_record).await
    }

    /// The objects of `collection`.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn objects<E>(
        &self,
        call: Call,
        collection: Collection<E>,
        wanted: PageRequest,
    ) -> Result<Page<Arc<StixObject>>> {
        self.page(&call.root, &collection.id, wanted, |row| Ok(row.object)).await
    }

    /// One row beyond the page says whether more follow.
    async fn page<T>(
        &self,
        root: &str,
        collection: &str,
        wanted: PageRequest,
        value: fn(Row) -> Result<T>,
    ) -> Result<Page<T>> {
        let limit = wanted.limit;
        let wanted = PageRequest { limit: limit.saturating_add(1), ..wanted };
        let rows = self.store.scan(root, collection, &wanted).await?;
        let more = rows.len() > limit;
        let records = rows.into_iter().take(limit).map(|row| Ok(Record { key: row.key, value: value(row)? }));
        Ok(Page { records: records.collect::<Result<_>>()?, more })
    }
}

fn typed_collection<E: DeserializeOwned>(collection: Collection) -> Result<Collection<E>> {
    let Collection { id, title, description, alias, can_read, can_write, media_types, extra } = collection;
    let extra = typed("a collection", extra)?;
    Ok(Collection { id, title, description, alias, can_read, can_write, media_types, extra })
}

fn typed_record<R: DeserializeOwned>(row: Row) -> Result<ManifestRecord<R>> {
    Ok(ManifestRecord {
        id: row.object.id().to_owned(),
        date_added: row.key.date_added,
        version: row.version,
        media_type: Some(row.media_type),
        extra: typed("a record of a manifest", row.extra)?,
    })
}

/// What a resource has beyond the standard, as the description declares it.
fn typed<E: DeserializeOwned>(resource: &str, extra: Object) -> Result<E> {
    let extra = serde_json::from_str(&Value::Object(extra).to_string());
    extra.map_err(|error| Error::decode(format!("{resource} of the store"), error))
}
