//! What a collection holds.

use std::sync::Arc;

use crate::taxii::server::RowKey;
use crate::taxii::stix::StixObject;
use crate::taxii::timestamp::TaxiiTimestamp;
use crate::taxii::types::ManifestRecord;
use crate::value::Object;

/// One version of one object in a collection. Cheap to clone.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Its place in the collection.
    pub key: RowKey,
    /// The version as the object writes it, or one that the store chose for it.
    pub version: String,
    /// `version` as an instant, for comparison; the time of arrival where it is none.
    pub(super) instant: TaxiiTimestamp,
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
