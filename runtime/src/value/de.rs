//! Values from deserializers, and as one.

use std::fmt;

use serde::Serialize;
use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::number::{RAW, TOKEN as NUMBER};
use super::parse::parse;
use super::{Number, Object, Value};

/// From JSON, numbers keep their digits; from anything else, they are what it says.
impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(RAW, Anything)
    }
}

impl Value {
    /// What a value of any type is as JSON.
    ///
    /// # Errors
    /// If it has no such form, as a map whose keys are no texts.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Result<Self, serde_json::Error> {
        parse(&serde_json::to_string(value)?)
    }
}

struct Anything;

impl<'de> Visitor<'de> for Anything {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Object::new();
        while let Some(name) = map.next_key::<String>()? {
            if name == RAW && members.is_empty() {
                return parse(&map.next_value::<String>()?).map_err(A::Error::custom);
            }
            members.insert(name, map.next_value()?);
        }
        Ok(Value::Object(members))
    }
}

/// A value to be read as any type, strictly: no text is a number.
impl<'de> IntoDeserializer<'de, serde_json::Error> for &'de Value {
    type Deserializer = Strict<'de>;

    fn into_deserializer(self) -> Strict<'de> {
        Strict(self)
    }
}

/// What deserializes a value.
#[derive(Debug, Clone, Copy)]
pub struct Strict<'a>(&'a Value);

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = serde_json::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => number.visit(visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(items) => visitor.visit_seq(SeqDeserializer::new(items.iter())),
            Value::Object(members) => {
                visitor.visit_map(MapDeserializer::new(members.iter().map(|(name, value)| (name.as_str(), value))))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Self::Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::Number(number) if name == RAW => number.visit_written(visitor),
            _ if name == RAW => self.deserialize_any(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Self::Error> {
        match self.0 {
            Value::String(text) => visitor.visit_enum(text.as_str().into_deserializer()),
            Value::Object(members) => visitor.visit_enum(serde::de::value::MapAccessDeserializer::new(
                MapDeserializer::new(members.iter().map(|(name, value)| (name.as_str(), value))),
            )),
            other => Err(Self::Error::custom(format_args!("expected a variant, not {}", other.kind()))),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct seq tuple tuple_struct map struct identifier ignored_any
    }
}

impl Number {
    /// As a number of Rust.
    fn visit<'de, V: Visitor<'de>, E: Error>(&self, visitor: V) -> Result<V::Value, E> {
        if let Some(number) = self.as_i64() {
            return visitor.visit_i64(number);
        }
        if let Some(number) = self.as_u64() {
            return visitor.visit_u64(number);
        }
        match self.as_f64() {
            Some(number) => visitor.visit_f64(number),
            None => Err(E::custom("number out of range")),
        }
    }

    /// As it is written, for a visitor that wants the text of JSON.
    pub(crate) fn visit_written<'de, V: Visitor<'de>, E: Error>(&self, visitor: V) -> Result<V::Value, E> {
        let text = self.to_string();
        let pair = std::iter::once((RAW, StrDeserializer::<E>::new(&text)));
        visitor.visit_map(MapDeserializer::new(pair))
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct(NUMBER, Written)
    }
}

struct Written;

impl<'de> Visitor<'de> for Written {
    type Value = Number;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Number, D::Error> {
        match Value::deserialize(deserializer)? {
            Value::Number(number) => Ok(number),
            other => Err(D::Error::custom(format_args!("must be a number, not {}", other.kind()))),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Number, E> {
        Number::read(text).map_err(E::custom)
    }
}
