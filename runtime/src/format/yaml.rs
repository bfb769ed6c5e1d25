//! YAML, of whose numbers all digits stay.

use std::fmt;

use crate::value::{Number, Value};
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::body::{Body, FormatError};
use super::budget::Budget;
use crate::value::Object;

pub(super) fn read(body: &Body<'_>) -> Result<Value, FormatError> {
    let mut first = Reading::new(Vec::new());
    let value = first.document(body)?;
    if first.fractions.is_empty() {
        return Ok(value);
    }
    // The library rounds fractions to doubles unless it is asked for texts, and knows what is quoted only if it isn't.
    first.fractions.reverse();
    Reading::new(first.fractions).document(body)
}

/// A document as it is read.
struct Reading {
    budget: Budget,
    /// How many values have begun.
    begun: usize,
    /// Which values are numbers beyond 128 bits or with a fraction, as found so far.
    fractions: Vec<usize>,
    /// Which of them are still to come, the last first: of these the digits are read.
    known: Vec<usize>,
}

impl Reading {
    fn new(known: Vec<usize>) -> Self {
        Self { budget: Budget::new(), begun: 0, fractions: Vec::new(), known }
    }

    fn document(&mut self, body: &Body<'_>) -> Result<Value, FormatError> {
        let mut documents = serde_yaml::Deserializer::from_slice(body.bytes);
        let Some(first) = documents.next() else { return Ok(Value::Null) };
        Bounded(self).deserialize(first).map_err(|error| {
            let place = error.location().map(|place| format!("line {}, column {}", place.line(), place.column()));
            let reason = self.budget.spent.unwrap_or("it is malformed");
            FormatError::new("YAML", reason, place.unwrap_or_else(|| "as a whole".to_owned()))
        })
    }
}

/// A value, as far as the budget allows.
struct Bounded<'a>(&'a mut Reading);

impl Bounded<'_> {
    fn take<E: Error>(&mut self, text: usize) -> Result<(), E> {
        self.0.budget.take(text).map_err(E::custom)
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.0.begun += 1;
        if self.0.known.pop_if(|next| *next == self.0.begun).is_some() {
            return deserializer.deserialize_str(Digits(self));
        }
        deserializer.deserialize_any(self)
    }
}

/// A number by its text. JSON has neither infinities nor what is no number: these stay texts.
struct Digits<'a>(Bounded<'a>);

impl Visitor<'_> for Digits<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_str<E: Error>(mut self, text: &str) -> Result<Value, E> {
        self.0.take(text.len())?;
        Ok(Number::loose(text).map_or_else(|| text.into(), Value::Number))
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(mut self, value: bool) -> Result<Value, E> {
        self.take(0)?;
        Ok(value.into())
    }

    fn visit_i64<E: Error>(mut self, value: i64) -> Result<Value, E> {
        self.take(0)?;
        Ok(value.into())
    }

    fn visit_u64<E: Error>(mut self, value: u64) -> Result<Value, E> {
        self.take(0)?;
        Ok(value.into())
    }

    fn visit_i128<E: Error>(mut self, value: i128) -> Result<Value, E> {
        self.take(0)?;
        value.to_string().parse().map(Value::Number).map_err(E::custom)
    }

    fn visit_u128<E: Error>(mut self, value: u128) -> Result<Value, E> {
        self.take(0)?;
        value.to_string().parse().map(Value::Number).map_err(E::custom)
    }

    /// The digits are read the second time.
    fn visit_f64<E: Error>(mut self, value: f64) -> Result<Value, E> {
        self.take(0)?;
        self.0.fractions.push(self.0.begun);
        Ok(value.into())
    }

    fn visit_str<E: Error>(mut self, value: &str) -> Result<Value, E> {
        self.take(value.len())?;
        Ok(value.into())
    }

    fn visit_unit<E: Error>(mut self) -> Result<Value, E> {
        self.take(0)?;
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        self.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<Value, A::Error> {
        self.take(0)?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Bounded(self.0))? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<Value, A::Error> {
        self.take(0)?;
        let mut object = Object::new();
        while let Some(Key(name)) = members.next_key()? {
            self.take::<A::Error>(name.len())?;
            object.insert(name, members.next_value_seed(Bounded(self.0))?);
        }
        Ok(Value::Object(object))
    }

    /// A value with a tag is what it is without.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        use serde::de::VariantAccess;
        let (_, variant) = data.variant::<serde::de::IgnoredAny>()?;
        variant.newtype_variant_seed(self)
    }
}

/// A key, as text whatever its type.
struct Key(String);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}
