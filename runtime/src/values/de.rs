//! Reads loosely typed values into typed inputs: the one place where a text becomes a number.

mod fault;
mod given;
#[cfg(test)]
mod tests;

use std::vec;

use crate::value::Value;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};

use self::fault::Fault;
use self::given::Given;
use super::raw::Raw;
use crate::error::InputError;

/// Reads `entries` into `T`.
pub(super) fn read<T: DeserializeOwned>(entries: &[(String, Raw)]) -> Result<T, InputError> {
    T::deserialize(Inputs(group(entries))).map_err(Fault::into_input_error)
}

/// All that was given for each name, in order of first arrival. `null` is absent.
fn group(entries: &[(String, Raw)]) -> Vec<(&str, Given<'_>)> {
    let mut groups: Vec<(&str, Given<'_>)> = Vec::new();
    for (name, raw) in entries.iter().filter(|(_, raw)| *raw != Raw::Json(Value::Null)) {
        match groups.iter_mut().find(|(known, _)| known == name) {
            Some((_, given)) => given.add(raw.into()),
            None => groups.push((name, raw.into())),
        }
    }
    groups
}

/// The inputs of a call as a map from names to values.
struct Inputs<'a>(Vec<(&'a str, Given<'a>)>);

impl<'de> Deserializer<'de> for Inputs<'de> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_map(InputAccess { rest: self.0.into_iter(), value: None })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct InputAccess<'a> {
    rest: vec::IntoIter<(&'a str, Given<'a>)>,
    value: Option<(&'a str, Given<'a>)>,
}

impl<'de> MapAccess<'de> for InputAccess<'de> {
    type Error = Fault;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Fault> {
        self.value = self.rest.next();
        self.value.as_ref().map(|(name, _)| seed.deserialize((*name).into_deserializer())).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Fault> {
        let (name, given) = self.value.take().ok_or_else(|| Fault::new("has no value"))?;
        seed.deserialize(given).map_err(|fault| fault.at(name))
    }
}
