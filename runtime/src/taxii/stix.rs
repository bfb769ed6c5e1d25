//! STIX objects as they are: open maps.

use std::borrow::Cow;

use crate::value::Value;
use serde::de::value::MapDeserializer;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

use super::timestamp::TaxiiTimestamp;
use crate::value::Object;

/// A STIX object, cyber observable, relationship, marking definition, or whatever a server holds.
///
/// Nothing is demanded of it but that it is a JSON object. An object that is read and written without a change keeps
/// its text: order, spaces, and numbers like `2.50`. Equality is that of JSON: neither order nor text counts.
///
/// It is read from JSON text only; other formats of serde can't give the text.
#[derive(Debug, Clone)]
pub struct StixObject {
    map: Object,
    /// The text that `map` was read from, until it is changed.
    text: Option<Box<RawValue>>,
}

impl StixObject {
    /// The property `name`.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.map.get(name)
    }

    /// `id`, or an empty text.
    pub fn id(&self) -> &str {
        self.text_of("id").unwrap_or_default()
    }

    /// `type`, or an empty text.
    pub fn type_name(&self) -> &str {
        self.text_of("type").unwrap_or_default()
    }

    /// The STIX version: what the object says, else `2.1` if it has neither `created` nor `modified` as cyber
    /// observables of 2.1 do, else `2.0`, where the property did not exist.
    pub fn spec_version(&self) -> &str {
        let dated = self.map.contains_key("created") || self.map.contains_key("modified");
        self.text_of("spec_version").unwrap_or(if dated { "2.0" } else { "2.1" })
    }

    /// The version of the object in TAXII's sense (§3.4.1), as written but for spaces around it: `modified`, else
    /// `created`. Without either the server chooses one.
    pub fn version(&self) -> Option<&str> {
        self.text_of("modified").or_else(|| self.text_of("created")).map(str::trim)
    }

    /// When the object was created, if it says so in a form that can be read.
    pub fn created(&self) -> Option<TaxiiTimestamp> {
        self.text_of("created")?.parse().ok()
    }

    /// When the object was modified last, if it says so in a form that can be read.
    pub fn modified(&self) -> Option<TaxiiTimestamp> {
        self.text_of("modified")?.parse().ok()
    }

    /// The object as a type of your own.
    ///
    /// # Errors
    /// What `T` says of the object.
    pub fn view<'a, T: Deserialize<'a>>(&'a self) -> serde_json::Result<T> {
        match &self.text {
            Some(text) => serde_json::from_str(text.get()),
            None => T::deserialize(MapDeserializer::new(self.map.iter().map(|(name, value)| (name.as_str(), value)))),
        }
    }

    /// The object as JSON text; the text that it was read from if nothing has changed.
    pub fn json(&self) -> Cow<'_, str> {
        match &self.text {
            Some(text) => Cow::Borrowed(text.get()),
            None => Cow::Owned(Value::from(self.map.clone()).to_string()),
        }
    }

    /// All properties in order.
    pub fn as_map(&self) -> &Object {
        &self.map
    }

    /// All properties, to change them: from here on the object is printed anew.
    pub fn as_map_mut(&mut self) -> &mut Object {
        self.text = None;
        &mut self.map
    }

    /// All properties.
    pub fn into_map(self) -> Object {
        self.map
    }

    fn text_of(&self, name: &str) -> Option<&str> {
        self.map.get(name)?.as_str()
    }
}

impl PartialEq for StixObject {
    fn eq(&self, other: &Self) -> bool {
        self.map == other.map
    }
}

impl From<Object> for StixObject {
    fn from(map: Object) -> Self {
        Self { map, text: None }
    }
}

/// Fails unless the text is a JSON object.
impl TryFrom<Box<RawValue>> for StixObject {
    type Error = serde_json::Error;

    fn try_from(text: Box<RawValue>) -> serde_json::Result<Self> {
        Ok(Self { map: serde_json::from_str(text.get())?, text: Some(text) })
    }
}

impl Serialize for StixObject {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.text {
            Some(text) => text.serialize(serializer),
            None => self.map.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for StixObject {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::<RawValue>::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::taxii::envelope::Envelope;

    const ODD: &str = r#"{"type":"x-thing",  "x_score":2.50,"id":"x-thing--1","big":123456789012345678901234567890}"#;

    #[test]
    fn an_object_survives_a_round_trip() {
        let page = format!(r#"{{"objects":[{ODD}],"x_note":1,"more":true,"next":"10"}}"#);
        let page: Envelope = serde_json::from_str(&page).unwrap();
        assert_eq!(page.extra["x_note"], 1);
        let written = serde_json::to_string(&page).unwrap();
        assert_eq!(written, format!(r#"{{"more":true,"next":"10","objects":[{ODD}],"x_note":1}}"#));
    }

    #[test]
    fn a_changed_object_keeps_its_order() {
        let mut object: StixObject = serde_json::from_str(r#"{"z":1, "type":"t", "a":2}"#).unwrap();
        object.as_map_mut().insert("b".into(), Value::Null);
        assert_eq!(object.json(), r#"{"z":1,"type":"t","a":2,"b":null}"#);
        assert_eq!(serde_json::to_string(&object).unwrap(), object.json());
    }

    #[test]
    fn an_object_is_viewed_as_a_type_before_and_after_a_change() {
        #[derive(Debug, Deserialize)]
        struct Scored {
            id: String,
            x_score: f64,
        }
        let mut object: StixObject = serde_json::from_str(ODD).unwrap();
        assert!(object.as_map().contains_key("big"));
        let check = |object: &StixObject, score: f64| {
            let viewed: Scored = object.view().unwrap();
            assert_eq!((viewed.id.as_str(), viewed.x_score), ("x-thing--1", score));
        };
        check(&object, 2.5);
        object.as_map_mut().insert("x_score".into(), 3.into());
        check(&object, 3.0);
        object.as_map_mut().shift_remove("id");
        assert!(object.view::<Scored>().is_err());
        assert!(!object.into_map().contains_key("id"));
    }

    #[test]
    fn text_and_order_do_not_count_for_equality() {
        let [one, other]: [StixObject; 2] = serde_json::from_str(r#"[{"a":2.5,"b":1},{"b":1, "a":2.50}]"#).unwrap();
        assert_eq!(one, other);
    }

    #[test]
    fn only_objects_are_objects() {
        for text in ["5", "[]", "null", "\"x\""] {
            assert!(serde_json::from_str::<StixObject>(text).is_err(), "{text}");
        }
        assert_eq!(serde_json::from_str::<StixObject>("{}").unwrap().id(), "");
    }

    #[test]
    fn versions() {
        for (text, version, spec) in [
            (r#"{"created":"2018-09-18T17:46:56.000Z "}"#, Some("2018-09-18T17:46:56.000Z"), "2.0"),
            (
                r#"{"created":"2018-09-18T17:46:56Z","modified":"2021-12-13T20:37:44.5Z"}"#,
                Some("2021-12-13T20:37:44.5Z"),
                "2.0",
            ),
            (r#"{"created":"2018-09-18T17:46:56Z","spec_version":"2.1"}"#, Some("2018-09-18T17:46:56Z"), "2.1"),
            (r#"{"type":"ipv4-addr","value":"198.51.100.3"}"#, None, "2.1"),
        ] {
            let object: StixObject = serde_json::from_str(text).unwrap();
            assert_eq!((object.version(), object.spec_version()), (version, spec), "{text}");
        }
    }
}
