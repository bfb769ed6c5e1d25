//! Reads a store from JSON.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::memory::{Added, MemoryStore, Root, Shelf};
use crate::error::{ConfigError, Result};
use crate::taxii::media;
use crate::taxii::stix::StixObject;
use crate::taxii::timestamp::TaxiiTimestamp;
use crate::taxii::types::{ApiRoot, Collection, Discovery, ManifestRecord};

const DISCOVERY: &str = "/discovery";
const DATE_ADDED: &str = "_date_added";

impl MemoryStore {
    /// Reads a file in the form of [`from_json`](Self::from_json).
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) if the file can't be read, or says where it is at fault.
    pub fn load(path: impl AsRef<Path>) -> Result<Self> {
        let path = path.as_ref();
        let text = std::fs::read_to_string(path).map_err(|error| invalid(&path.display().to_string(), error))?;
        Self::from_json(&text)
    }

    /// Reads the form in which medallion keeps its data: an object with the discovery resource as `/discovery`, and
    /// each API root under its name as `{"information": …, "collections": [{…, "objects": […], "manifest": […]}]}`.
    /// `api_roots` of discovery is not looked at, of `default` only the name at its end.
    ///
    /// An object without a record in the manifest was added at its `_date_added`, which is never shown, else at the time
    /// of its version, else in 1970.
    ///
    /// # Errors
    /// [`Error::Config`](crate::Error::Config) says where the text is at fault.
    pub fn from_json(json: &str) -> Result<Self> {
        let mut parts: BTreeMap<String, Box<RawValue>> = read("file", json)?;
        let discovery = parts.remove(DISCOVERY).ok_or_else(|| invalid("file", format!("`{DISCOVERY}` is missing")))?;
        let discovery = read(DISCOVERY, discovery.get())?;
        let roots = parts.into_iter().map(|(name, root)| Ok((name.clone(), read_root(&name, root.get())?)));
        Self::assemble(discovery, roots.collect::<Result<_>>()?)
    }

    /// Puts the roots into discovery.
    pub(super) fn assemble(discovery: Discovery, roots: BTreeMap<String, Root>) -> Result<Self> {
        if let Some(name) = roots.keys().find(|name| name.is_empty() || name.contains('/')) {
            return Err(invalid(
                "file",
                format!("the name of an API root must be one segment of a path, not {name:?}"),
            )
            .into());
        }
        let default = discovery.default.as_deref().and_then(|url| url.trim_end_matches('/').rsplit('/').next());
        let default = default.filter(|name| roots.contains_key(*name)).map(str::to_owned);
        let discovery = Discovery { default, api_roots: roots.keys().cloned().collect(), ..discovery };
        Ok(Self { discovery, roots })
    }
}

impl Root {
    /// Sorts the collections by id: their order must not change from request to request.
    pub(super) fn new(information: ApiRoot, mut shelves: Vec<Shelf>) -> Self {
        shelves.sort_by(|a, b| a.collection.id.cmp(&b.collection.id));
        Self { information, shelves }
    }
}

#[derive(Deserialize)]
struct RootText {
    information: ApiRoot,
    #[serde(default)]
    collections: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Contents {
    #[serde(default)]
    objects: Vec<StixObject>,
    #[serde(default)]
    manifest: Vec<ManifestRecord>,
}

fn read_root(name: &str, json: &str) -> Result<Root> {
    let RootText { information, collections } = read(name, json)?;
    let shelves = collections.iter().enumerate().map(|(index, collection)| {
        let place = format!("collection {index} of {name}");
        let Contents { objects, manifest } = read(&place, collection.get())?;
        let mut collection: Collection = read(&place, collection.get())?;
        ["objects", "manifest"].iter().for_each(|name| drop(collection.extra.shift_remove(*name)));
        shelf(collection, objects, manifest).map_err(|reason| invalid(&place, reason).into())
    });
    Ok(Root::new(information, shelves.collect::<Result<_>>()?))
}

/// A collection with `objects`, each added when `manifest` says.
pub(super) fn shelf(
    collection: Collection,
    objects: Vec<StixObject>,
    manifest: Vec<ManifestRecord>,
) -> Result<Shelf, String> {
    let mut records: HashMap<String, Vec<ManifestRecord>> = HashMap::new();
    manifest.into_iter().for_each(|record| records.entry(record.id.clone()).or_default().push(record));
    let added = objects.into_iter().enumerate().map(|(index, mut object)| {
        if object.id().is_empty() || object.type_name().is_empty() {
            return Err(format!("object {index} lacks `id` or `type`"));
        }
        let record = records.get_mut(object.id()).and_then(|records| take(records, &object));
        let private = take_date_added(&mut object);
        let stated = record.as_ref().map(|record| record.date_added).or(private);
        let version = object.version().and_then(|version| version.parse().ok());
        let date_added = stated.or(version).unwrap_or(TaxiiTimestamp::EPOCH);
        Ok(Added { date_added, record, object })
    });
    Ok(Shelf::new(collection, added.collect::<Result<_, _>>()?))
}

/// The record of `object`: one with its version, and with its STIX version if the media type says so.
fn take(records: &mut Vec<ManifestRecord>, object: &StixObject) -> Option<ManifestRecord> {
    let instant = |text: &str| text.parse::<TaxiiTimestamp>().ok();
    let same_version = |record: &ManifestRecord| {
        object.version().is_none_or(|version| version == record.version || instant(version) == instant(&record.version))
    };
    let same_spec = |record: &ManifestRecord| {
        let media_type = record.media_type.as_deref().and_then(|text| text.parse::<media::MediaType>().ok());
        media_type.is_some_and(|media_type| media_type.parameter("version") == Some(object.spec_version()))
    };
    let exact = records.iter().position(|record| same_version(record) && same_spec(record));
    let place = exact.or_else(|| records.iter().position(same_version))?;
    Some(records.remove(place))
}

/// medallion keeps the time of arrival in objects that have no version. Only then are they changed: others keep their text.
fn take_date_added(object: &mut StixObject) -> Option<TaxiiTimestamp> {
    object.get(DATE_ADDED)?;
    object.as_map_mut().shift_remove(DATE_ADDED)?.as_str()?.parse().ok()
}

pub(super) fn read<T: DeserializeOwned>(place: &str, json: &str) -> Result<T> {
    serde_json::from_str(json).map_err(|error| invalid(place, error).into())
}

fn invalid(place: &str, reason: impl fmt::Display) -> ConfigError {
    ConfigError::invalid("the data", format!("can't be used: {place}: {reason}"))
}
