//! Free-form values: literals, body templates, constants.

use std::fmt;

use super::collection::{List, Map};
use super::spanned::Spanned;
use crate::json::{Number, Value};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// The struct name by which [`super::de`] knows that a text may be told from one that is said to be a text, and that numbers
/// are wanted as they are written.
pub(super) const DATA: &str = "$data";

/// A value of any shape; scalars are typed by YAML 1.2's core schema, texts keep their places.
#[derive(Debug, Clone, PartialEq)]
pub enum Data {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, in its digits.
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
    pub fn to_json(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) | Self::Said(text) => text.as_str().into(),
            Self::List(items) => Value::Array(items.iter().map(|item| item.to_json()).collect()),
            Self::Map(entries) => {
                Value::Object(entries.iter().map(|(key, value)| (key.value.clone(), value.to_json())).collect())
            }
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

    fn visit_str<E>(self, text: &str) -> Result<Data, E> {
        Ok(Data::Text(text.to_owned()))
    }

    /// A number as JSON writes it, for which serde has no word.
    fn visit_byte_buf<E>(self, written: Vec<u8>) -> Result<Data, E> {
        let text = String::from_utf8_lossy(&written).into_owned();
        Ok(Number::read(&text).map_or(Data::Text(text), Data::Number))
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
