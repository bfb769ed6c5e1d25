//! Makes a store of the examples in a description.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::load::{read, shelf};
use super::memory::{MemoryStore, Root};
use crate::error::{ConfigError, Result};
use crate::taxii::envelope::Envelope;
use crate::taxii::media;
use crate::taxii::stix::StixObject;
use crate::taxii::types::{ApiRoot, Collection, Collections, Discovery, ManifestRecord};

impl MemoryStore {
    /// Reads the examples of a description: a list of `{"operation": …, "request": {…}, "response": {…}}`. The API root
    /// is `root`. What examples show of the server, its collections and their objects is loaded; pages and manifests are
    /// not: they are worked out when they are asked for. A manifest only says when an object was added.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) says which example is at fault.
    pub fn from_examples(root: &str, json: &str) -> Result<Self> {
        let mut examples = Examples::default();
        for example in read::<Vec<Example>>("examples", json)? {
            examples.add(example)?;
        }
        examples.into_store(root)
    }
}

#[derive(Deserialize)]
struct Example {
    operation: String,
    #[serde(default)]
    request: Request,
    response: Box<RawValue>,
}

#[derive(Default, Deserialize)]
struct Request {
    #[serde(default)]
    collection: String,
}

#[derive(Default)]
struct Examples {
    discovery: Discovery,
    information: Option<ApiRoot>,
    collections: Vec<Collection>,
    objects: Vec<(String, StixObject)>,
    records: Vec<(String, ManifestRecord)>,
}

impl Examples {
    fn add(&mut self, Example { operation, request, response }: Example) -> Result<()> {
        let place = format!("the example of {operation}");
        let (json, key) = (response.get(), request.collection);
        match operation.as_str() {
            "discovery" => self.discovery = read(&place, json)?,
            "api_root" => self.information = Some(read(&place, json)?),
            "collections" => read::<Collections>(&place, json)?.collections.into_iter().for_each(|c| self.collect(c)),
            "collection" => self.collect(read(&place, json)?),
            "manifest" => {
                let page: Envelope<ManifestRecord> = read(&place, json)?;
                self.records.extend(page.objects.into_iter().map(|record| (key.clone(), record)));
            }
            "objects" => {
                let page: Envelope = read(&place, json)?;
                self.objects.extend(page.objects.into_iter().map(|object| (key.clone(), object)));
            }
            _ => {}
        }
        Ok(())
    }

    /// The list of collections and the one collection may show the same.
    fn collect(&mut self, collection: Collection) {
        if self.collections.iter().all(|known| known.id != collection.id) {
            self.collections.push(collection);
        }
    }

    fn into_store(self, root: &str) -> Result<MemoryStore> {
        let Self { discovery, information, collections, mut objects, mut records } = self;
        let mut shelves = Vec::new();
        for collection in collections {
            let mine = |key: &String| *key == collection.id || Some(key) == collection.alias.as_ref();
            let objects = objects.extract_if(.., |(key, _)| mine(key)).map(|(_, object)| object).collect();
            let records = records.extract_if(.., |(key, _)| mine(key)).map(|(_, record)| record).collect();
            let invalid = |reason| ConfigError::invalid("the examples", format!("can't be used: {reason}"));
            shelves.push(shelf(collection.clone(), objects, records).map_err(invalid)?);
        }
        if let Some((key, _)) = objects.first() {
            let reason = format!("show objects of the collection {key:?}, which no example shows");
            return Err(ConfigError::invalid("the examples", reason).into());
        }
        let information = information.unwrap_or_else(|| unnamed(root));
        MemoryStore::assemble(discovery, BTreeMap::from([(root.to_owned(), Root::new(information, shelves))]))
    }
}

/// An API root of which nothing is known but its name.
fn unnamed(root: &str) -> ApiRoot {
    ApiRoot {
        title: root.to_owned(),
        versions: vec![media::TAXII.to_owned()],
        max_content_length: 1,
        ..ApiRoot::default()
    }
}
