//! One page, and the place to go on from.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::taxii::envelope::Envelope;
use crate::taxii::query::Query;
use crate::taxii::timestamp::TaxiiTimestamp;

/// A page as it was answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Page<T> {
    /// The objects or records, and whether more follow.
    pub body: Envelope<T>,
    /// When the first of them was added to the collection, if the server says so.
    pub date_added_first: Option<TaxiiTimestamp>,
    /// When the last of them was added to the collection, if the server says so.
    pub date_added_last: Option<TaxiiTimestamp>,
    pub(super) resume: ResumeToken,
}

/// Where a walk over pages has arrived: the filters, and the last date added. Can be stored, as JSON for one.
///
/// A feed is followed by asking again, from the token of the last page of the time before. Objects that share the
/// date of that page's last object and came later are then passed over: the standard leaves servers to avoid that.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ResumeToken(pub(super) Query);

impl<T> Page<T> {
    /// Asks for what comes after this page, now or later.
    ///
    /// Where the server gives no dates it asks for the next page if there is one, else for everything once more.
    pub fn resume_token(&self) -> &ResumeToken {
        &self.resume
    }
}

impl Page<Box<RawValue>> {
    pub(super) fn read<T: DeserializeOwned>(self) -> Result<Page<T>> {
        Ok(Page {
            body: self.body.try_map(|text| read(&text))?,
            date_added_first: self.date_added_first,
            date_added_last: self.date_added_last,
            resume: self.resume,
        })
    }
}

/// Reads one object or record of a page.
pub(super) fn read<T: DeserializeOwned>(text: &RawValue) -> Result<T> {
    serde_json::from_str(text.get()).map_err(|error| Error::decode("an object of the page", error))
}
