//! The resources of TAXII 2.1 (§3 to §5), each with what a server adds in `extra`.
//!
//! A description that declares more properties of a resource has a type of its own generated for `extra`.

use serde::{Deserialize, Serialize};

use super::lenient;
use super::timestamp::TaxiiTimestamp;
use crate::value::Object;

/// What a server is, and its API roots (§4.1).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Discovery<E = Object> {
    /// A name for people.
    pub title: String,
    /// A description for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whom to ask about the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The URL of the API root to use unless one knows better; one of `api_roots`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<String>,
    /// The URLs of the API roots; absolute, or absolute paths.
    #[serde(default, deserialize_with = "lenient::texts", skip_serializing_if = "Vec::is_empty")]
    pub api_roots: Vec<String>,
    /// Further properties.
    #[serde(flatten)]
    pub extra: E,
}

/// What an API root is (§4.2).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ApiRoot<E = Object> {
    /// A name for people.
    pub title: String,
    /// A description for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The TAXII versions spoken, as media types.
    #[serde(default, deserialize_with = "lenient::texts")]
    pub versions: Vec<String>,
    /// The largest body of a request that is taken, in bytes.
    pub max_content_length: u64,
    /// Further properties.
    #[serde(flatten)]
    pub extra: E,
}

/// The collections of an API root (§5.1).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound(deserialize = "C: Deserialize<'de>"))]
pub struct Collections<C = Collection> {
    /// The collections in a stable order.
    #[serde(default = "Vec::new", deserialize_with = "lenient::nullable", skip_serializing_if = "Vec::is_empty")]
    pub collections: Vec<C>,
    /// Further properties.
    #[serde(flatten)]
    pub extra: Object,
}

/// One collection (§5.2).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Collection<E = Object> {
    /// The identifier. The standard wants a UUID; not every server complies.
    pub id: String,
    /// A name for people.
    pub title: String,
    /// A description for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A name that can stand for the identifier in paths; unique in the API root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Whether the caller may read objects.
    pub can_read: bool,
    /// Whether the caller may add objects.
    pub can_write: bool,
    /// The media types of the objects; none given means `application/stix+json`.
    #[serde(default, deserialize_with = "lenient::texts", skip_serializing_if = "Vec::is_empty")]
    pub media_types: Vec<String>,
    /// Further properties.
    #[serde(flatten)]
    pub extra: E,
}

/// One version of one object in a manifest (§5.3).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ManifestRecord<E = Object> {
    /// The identifier of the object.
    pub id: String,
    /// When this version was added to the collection.
    pub date_added: TaxiiTimestamp,
    /// The version as its server writes it: never to be reformatted.
    pub version: String,
    /// The media type in which the object can be had. Also read from `media_types`, and from a list.
    #[serde(
        default,
        alias = "media_types",
        deserialize_with = "lenient::first_text",
        skip_serializing_if = "Option::is_none"
    )]
    pub media_type: Option<String>,
    /// Further properties.
    #[serde(flatten)]
    pub extra: E,
}

/// What a server says of a failure (§3.6).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// A short text for people. Required, yet not every server gives it: then it is empty.
    #[serde(default)]
    pub title: String,
    /// A longer text for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Names this very failure.
    #[serde(default, deserialize_with = "lenient::text_or_number", skip_serializing_if = "Option::is_none")]
    pub error_id: Option<String>,
    /// Names this kind of failure.
    #[serde(default, deserialize_with = "lenient::text_or_number", skip_serializing_if = "Option::is_none")]
    pub error_code: Option<String>,
    /// The HTTP status, as text.
    #[serde(default, deserialize_with = "lenient::text_or_number", skip_serializing_if = "Option::is_none")]
    pub http_status: Option<String>,
    /// Where to read more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_details: Option<String>,
    /// What the server adds for programs.
    #[serde(default, deserialize_with = "lenient::nullable", skip_serializing_if = "Object::is_empty")]
    pub details: Object,
    /// Further properties.
    #[serde(flatten)]
    pub extra: Object,
}

impl<C> Default for Collections<C> {
    fn default() -> Self {
        Self { collections: Vec::new(), extra: Object::new() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde::de::DeserializeOwned;

    use super::*;
    use crate::taxii::envelope::{Envelope, Manifest};

    fn check<T: Serialize + DeserializeOwned>(read: &str, written: &str) {
        let value: T = serde_json::from_str(read).unwrap();
        assert_eq!(serde_json::to_string(&value).unwrap(), written);
    }

    fn same<T: Serialize + DeserializeOwned>(text: &str) {
        check::<T>(text, text);
    }

    #[test]
    fn unknown_properties_are_kept() {
        same::<Discovery>(r#"{"title":"t","default":"/r/","api_roots":["/r/"],"x_note":{"b":1,"a":[2]}}"#);
        same::<ApiRoot>(
            r#"{"title":"t","versions":["application/taxii+json;version=2.1"],"max_content_length":100,"x_a":1}"#,
        );
        same::<Collections>(r#"{"x_a":1}"#);
        same::<Collection>(r#"{"id":"1","title":"t","can_read":true,"can_write":false,"type":"Organization"}"#);
        same::<ErrorBody>(r#"{"title":"t","http_status":"404","details":{"a":1},"x_a":1}"#);
        same::<Manifest>(
            r#"{"more":false,"objects":[{"id":"a--1","date_added":"2021-12-13T20:37:44.000000Z","version":"2021-12-13T20:37:44.000Z"}]}"#,
        );
        same::<Envelope>("{}");
    }

    #[test]
    fn quirks_are_read() {
        check::<ManifestRecord>(
            r#"{"id":"a","date_added":" 2021-12-13T20:37:44Z","version":"v","media_types":"application/taxii+json;version=2.1"}"#,
            r#"{"id":"a","date_added":"2021-12-13T20:37:44.000000Z","version":"v","media_type":"application/taxii+json;version=2.1"}"#,
        );
        check::<ManifestRecord>(
            r#"{"id":"a","date_added":"2021-12-13T20:37:44Z","version":"v","media_type":["m","n"]}"#,
            r#"{"id":"a","date_added":"2021-12-13T20:37:44.000000Z","version":"v","media_type":"m"}"#,
        );
        check::<ErrorBody>(r#"{"http_status":404,"name":"n"}"#, r#"{"title":"","http_status":"404","name":"n"}"#);
        check::<Envelope>(r#"{"more":null,"objects":null,"next":10}"#, r#"{"next":"10"}"#);
        check::<Collections>(r#"{"collections":[]}"#, "{}");
        check::<Collection>(
            r#"{"id":"1","title":"t","description":null,"can_read":true,"can_write":true,"media_types":null}"#,
            r#"{"id":"1","title":"t","can_read":true,"can_write":true}"#,
        );
    }

    #[test]
    fn a_description_can_declare_more_properties() {
        #[derive(Serialize, Deserialize)]
        struct Fields {
            #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
            kind: Option<String>,
            #[serde(flatten)]
            extra: Object,
        }
        let text = r#"{"id":"1","title":"t","can_read":true,"can_write":false,"type":"Source","x_a":1}"#;
        same::<Collection<Fields>>(text);
        assert_eq!(serde_json::from_str::<Collection<Fields>>(text).unwrap().extra.kind.as_deref(), Some("Source"));
    }
}
