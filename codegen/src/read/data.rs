//! Free-form values: literals, body templates, constants.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::collection::{List, Map};
use super::spanned::Spanned;

/// The struct name by which [`super::de`] knows that a text may be told from one that is said to be a text.
pub(super) const DATA: &str = "$data";

/// A value of any shape; scalars are typed by YAML 1.2's core schema, texts keep their places.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number; its span holds the spelling.
    Number(Number),
    /// A text, which may hold templates.
    Text(String),
    /// A text that `!!str` says to be one: it refers to nothing, whatever it looks like.
    Said(String),
    /// A sequence.
    List(List<Spanned<Data>>),
    /// A mapping.
    Map(Map<Spanned<Data>>),
}

impl Data {
    /// The text, if it is one that may refer to something.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The same value as JSON.
    pub fn to_json(&self) -> serde_json::Value {
        match self {
            Self::Null => serde_json::Value::Null,
            Self::Bool(value) => (*value).into(),
            Self::Number(number) => number.clone().into(),
            Self::Text(text) | Self::Said(text) => text.as_str().into(),
            Self::List(items) => items.iter().map(|item| item.to_json()).collect(),
            Self::Map(entries) => entries.iter().map(|(key, value)| (key.value.clone(), value.to_json())).collect(),
        }
    }
}

impl<'de> Deserialize<'de> for Data {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(DATA, Anything)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Data;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_unit<E>(self) -> Result<Data, E> {
        Ok(Data::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Data, E> {
        Ok(Data::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Data, E> {
        Ok(Data::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Data, E> {
        Ok(Data::Number(value.into()))
    }

    /// JSON has no infinity and no NaN; they stay text.
    fn visit_f64<E>(self, value: f64) -> Result<Data, E> {
        Ok(Number::from_f64(value).map_or_else(|| Data::Text(value.to_string()), Data::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Data, E> {
        Ok(Data::Text(text.to_owned()))
    }

    /// A text that is said to be one. Variables are filled in every text.
    fn visit_bytes<E>(self, text: &[u8]) -> Result<Data, E> {
        let text = String::from_utf8_lossy(text).into_owned();
        Ok(if text.contains("{{") { Data::Text(text) } else { Data::Said(text) })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Data, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Data, A::Error> {
        List::deserialize(serde::de::value::SeqAccessDeserializer::new(items)).map(Data::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<Data, A::Error> {
        Map::deserialize(serde::de::value::MapAccessDeserializer::new(entries)).map(Data::Map)
    }
}
