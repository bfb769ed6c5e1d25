//! What servers answer: resources, date headers, errors. Read leniently (the quirks are those of real servers).

use http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result, StatusError};
use crate::reply::Reply;
use crate::taxii::media::MediaType;
use crate::taxii::timestamp::TaxiiTimestamp;
use crate::taxii::types::ErrorBody;

/// Reads a resource. Its content type may be TAXII, any kind of JSON, or missing; a web page is refused by name.
pub(super) fn decode<T: DeserializeOwned>(reply: &Reply) -> Result<T> {
    let other = reply.content_type().filter(|text| !is_json(text));
    match other {
        Some(other) => Err(Error::decode("the reply", format!("it is {other}, not TAXII"))),
        None => reply.json(),
    }
}

/// The instant in a header. What can't be read counts as absent: one server sent the text of a JavaScript date.
pub(super) fn date(headers: &HeaderMap, name: &str) -> Option<TaxiiTimestamp> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

fn is_json(content_type: &str) -> bool {
    content_type.parse().is_ok_and(|media_type: MediaType| media_type.is_json())
}

impl StatusError {
    /// What a TAXII server says of the failure (§3.6); `None` if it says nothing in JSON.
    pub fn taxii(&self) -> Option<ErrorBody> {
        serde_json::from_slice(&self.body).ok()
    }
}
