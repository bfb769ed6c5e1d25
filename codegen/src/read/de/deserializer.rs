//! Serde's questions to a value. Whatever a type asks for, the answer is in its terms or a report.

use serde::de::{Deserializer, IntoDeserializer, Visitor};

use super::access::{Attempts, Items, NamedEntries, Pairs, Parts, Variant};
use super::error::Error;
use super::value::Value;
use crate::read::collection::{ATTEMPT, NAMED, UNREAD};
use crate::read::data::DATA;
use crate::read::guard::GUARD;
use crate::read::idle::IDLE;
use crate::read::spanned::SPANNED;
use crate::read::yaml::{Content, Core, resolve};

macro_rules! numbers {
    ($($method:ident $wanted:literal)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            self.number($wanted, visitor)
        }
    )*};
}

macro_rules! texts {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            visitor.visit_str(self.text("text")?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value<'_, 'de> {
    type Error = Error;

    numbers! {
        deserialize_i8 "a whole number from -128 to 127"
        deserialize_i16 "a whole number from -32768 to 32767"
        deserialize_i32 "a whole number"
        deserialize_i64 "a whole number"
        deserialize_u8 "a whole number from 0 to 255"
        deserialize_u16 "a whole number from 0 to 65535"
        deserialize_u32 "a whole number from 0 up"
        deserialize_u64 "a whole number from 0 up"
        deserialize_f32 "a number"
        deserialize_f64 "a number"
    }

    texts! {
        deserialize_char deserialize_str deserialize_string deserialize_bytes deserialize_byte_buf deserialize_identifier
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let scalar = match &self.node.content {
            Content::Scalar(scalar) => scalar,
            Content::Sequence(_) => return self.deserialize_seq(visitor),
            Content::Mapping(_) => return self.deserialize_map(visitor),
        };
        match scalar.core() {
            Core::Null => visitor.visit_unit(),
            Core::Bool(value) => visitor.visit_bool(value),
            Core::Int(number) => visitor.visit_i64(number),
            Core::UInt(number) => visitor.visit_u64(number),
            Core::Float(number) if number.is_finite() => visitor.visit_f64(number),
            Core::Float(_) | Core::Text => visitor.visit_str(&scalar.text),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match resolve(self.text("true or false")?) {
            Core::Bool(value) => visitor.visit_bool(value),
            _ => Err(self.report_type("true or false")),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.check_value()?;
        if self.node.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if let Some(why) = name.strip_prefix(IDLE) {
            if self.node.is_null() {
                self.check_value()?;
            } else {
                self.report_idle(why);
            }
            return visitor.visit_unit();
        }
        match name {
            ATTEMPT => visitor.visit_seq(Attempts(self)),
            UNREAD => self.nothing(visitor),
            DATA => match &self.node.content {
                Content::Scalar(scalar) if scalar.said => visitor.visit_bytes(scalar.text.as_bytes()),
                Content::Scalar(scalar) => {
                    self.report_reading(scalar);
                    match scalar.number() {
                        Some(number) => visitor.visit_byte_buf(number.into_bytes()),
                        None => self.deserialize_any(visitor),
                    }
                }
                _ => self.deserialize_any(visitor),
            },
            GUARD => {
                self.report_short();
                visitor.visit_newtype_struct(Self { guards: true, ..self })
            }
            NAMED if self.node.is_null() => self.nothing(visitor),
            NAMED if self.node.text().is_some() => Err(self.report_type("a list or a mapping")),
            NAMED => visitor.visit_map(NamedEntries::new(self)),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.content {
            Content::Sequence(items) => visitor.visit_seq(Items { list: self, items: items.iter() }),
            _ if self.node.is_null() => self.nothing(visitor),
            _ => Err(self.report_type("a list")),
        }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match &self.node.content {
            Content::Mapping(entries) => {
                self.check_value()?;
                visitor.visit_map(Pairs { mapping: self, entries: entries.iter(), value: None })
            }
            _ if self.node.is_null() => self.nothing(visitor),
            _ => Err(self.report_type("a mapping")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if name == SPANNED { visitor.visit_seq(Parts::new(self)) } else { self.structure(fields, visitor) }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let (variant, content) = self.variant(name, variants)?;
        visitor.visit_enum(Variant { name: variant.into_deserializer(), content })
    }

    /// Serde's derive asks for this when a key is not one of the struct's.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.report_unknown_key();
        visitor.visit_unit()
    }
}
