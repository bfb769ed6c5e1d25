//! What was given for one input, read as the type that is wanted.

use crate::value::{self, BOUNDED, Number, Value};
use serde::de::value::SeqDeserializer;
use serde::de::{Deserializer, IgnoredAny, IntoDeserializer, Visitor};

use super::fault::Fault;
use crate::excerpt::{NAME, VALUE, excerpt, quoted};
use crate::values::raw::Raw;

/// What was given for one input, or for one item of it.
#[derive(Debug, Clone)]
pub(super) enum Given<'a> {
    Text(&'a str),
    Json(&'a Value),
    Either(&'a str),
    Several(Vec<Given<'a>>),
}

impl<'a> From<&'a Raw> for Given<'a> {
    fn from(raw: &'a Raw) -> Self {
        match raw {
            Raw::Text(text) => Self::Text(text),
            Raw::Json(value) => Self::Json(value),
            Raw::Either(text) => Self::Either(text),
        }
    }
}

impl<'a> Given<'a> {
    /// Makes a list of what is there and `other`.
    pub(super) fn add(&mut self, other: Self) {
        match self {
            Self::Several(items) => items.push(other),
            first => *first = Self::Several(vec![first.clone(), other]),
        }
    }

    fn as_text(&self) -> Option<&'a str> {
        match self {
            Self::Text(text) | Self::Either(text) => Some(text),
            Self::Json(value) => value.as_str(),
            Self::Several(_) => None,
        }
    }

    fn integer(&self) -> Result<i128, Fault> {
        let number = match (self.as_text(), self) {
            (Some(text), _) => text.parse().ok(),
            (None, Self::Json(Value::Number(number))) => number.as_i128().or_else(|| whole(number.as_f64()?)),
            _ => None,
        };
        number.ok_or_else(|| self.not(if self.is_whole() { BOUNDED } else { "an integer" }))
    }

    /// Whether it is written as an integer, of any length.
    fn is_whole(&self) -> bool {
        let is_whole = |text: &str| text.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_digit());
        match self {
            Self::Text(text) | Self::Either(text) => !text.is_empty() && is_whole(text),
            Self::Json(Value::Number(number)) => is_whole(&number.to_string()),
            Self::Json(_) | Self::Several(_) => false,
        }
    }

    /// The number in the digits that it is written with, if a double can be it.
    fn written_number(&self) -> Result<Number, Fault> {
        let number = match (self.as_text(), self) {
            (Some(text), _) => Number::loose(text),
            (None, Self::Json(Value::Number(number))) => Some(number.clone()),
            _ => None,
        };
        let number = number.ok_or_else(|| self.not("a number"))?;
        match number.as_f64() {
            Some(_) => Ok(number),
            None => Err(self.not("a number of at most 1.7976931348623157e308")),
        }
    }

    fn number(&self) -> Result<f64, Fault> {
        let number = match (self.as_text(), self) {
            (Some(text), _) => text.parse().ok(),
            (None, Self::Json(value)) => value.as_f64(),
            _ => None,
        };
        number.filter(|number: &f64| number.is_finite()).ok_or_else(|| self.not("a number"))
    }

    fn items(self) -> Result<Vec<Self>, Fault> {
        match self {
            Self::Several(items) => Ok(items),
            Self::Json(Value::Array(items)) => Ok(items.iter().map(Self::Json).collect()),
            Self::Text(_) => Ok(vec![self]),
            Self::Json(_) | Self::Either(_) => Err(self.not("a list")),
        }
    }

    /// The fault of a value that isn't `wanted`.
    fn not(&self, wanted: &str) -> Fault {
        let found = match self {
            Self::Several(_) => return Fault::new("must be given once"),
            Self::Text(text) | Self::Either(text) => quoted(text),
            Self::Json(Value::String(text)) => quoted(text),
            Self::Json(Value::Array(_)) => "a list".to_owned(),
            Self::Json(Value::Object(_)) => "an object".to_owned(),
            Self::Json(scalar) => excerpt(&scalar.to_string(), VALUE).into_owned(),
        };
        Fault::new(format!("must be {wanted}, not {found}"))
    }
}

/// `number` as an integer, if a double can't have rounded it on its way here.
fn whole(number: f64) -> Option<i128> {
    const EXACT: f64 = 9_007_199_254_740_992.0; // 2^53
    (number.fract() == 0.0 && number.abs() <= EXACT).then_some(number as i128)
}

impl<'de> IntoDeserializer<'de, Fault> for Given<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

/// Reads integers of every width; the visitor refuses what doesn't fit its own.
macro_rules! integers {
    ($($method:ident)*) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
            let number = self.integer()?;
            match (i64::try_from(number), u64::try_from(number)) {
                (Ok(signed), _) => visitor.visit_i64(signed),
                (_, Ok(unsigned)) => visitor.visit_u64(unsigned),
                _ => Err(self.not(BOUNDED)),
            }
        })*
    };
}

impl<'de> Deserializer<'de> for Given<'de> {
    type Error = Fault;

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
    }

    /// Where any type will do, a text that is a JSON object or list is one; all else, numbers too, is text.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Text(text) if text.starts_with(['{', '[']) && is_json(text) => from_json(text, visitor),
            Self::Either(text) if is_json(text) => from_json(text, visitor),
            Self::Text(text) | Self::Either(text) => visitor.visit_borrowed_str(text),
            Self::Json(value) => value.into_deserializer().deserialize_any(visitor).map_err(misfit),
            Self::Several(_) => self.deserialize_seq(visitor),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let truth = match (self.as_text(), &self) {
            (Some(text), _) => truth(text),
            (None, Self::Json(Value::Bool(truth))) => Some(*truth),
            _ => None,
        };
        visitor.visit_bool(truth.ok_or_else(|| self.not("true or false"))?)
    }

    /// Of what may be JSON, a string is what it holds.
    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Self::Either(text) = self
            && text.starts_with('"')
            && is_json(text)
        {
            return from_json(text, visitor);
        }
        visitor.visit_borrowed_str(self.as_text().ok_or_else(|| self.not("a string"))?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Json(Value::Null) => visitor.visit_none(), // an item of a list: elsewhere null is absent
            given => visitor.visit_some(given),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Fault> {
        match (name, &self) {
            (value::NUMBER, _) => visitor.visit_str(&self.written_number()?.to_string()),
            (value::RAW, Self::Json(Value::Number(number))) => number.visit_written(visitor),
            (value::RAW, Self::Either(text)) if is_json(text) => {
                serde_json::Deserializer::from_str(text).deserialize_newtype_struct(name, visitor).map_err(misfit)
            }
            (value::RAW, _) => self.deserialize_any(visitor),
            _ => visitor.visit_newtype_struct(self),
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if let Self::Either(text) = self
            && text.starts_with('[')
            && is_json(text)
        {
            return from_json(text, visitor);
        }
        visitor.visit_seq(SeqDeserializer::new(self.items()?.into_iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self {
            Self::Json(value @ Value::Object(_)) => value.into_deserializer().deserialize_map(visitor).map_err(misfit),
            Self::Text(text) | Self::Either(text) if text.trim_start().starts_with('{') && is_json(text) => {
                from_json(text, visitor)
            }
            Self::Text(_) | Self::Either(_) => Err(self.not("a JSON object")),
            _ => Err(self.not("an object")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let text = self.as_text().ok_or_else(|| self.not("a string"))?;
        visitor.visit_enum(IntoDeserializer::<Fault>::into_deserializer(text))
    }

    serde::forward_to_deserialize_any! {
        char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// `True` is what Python writes.
fn truth(text: &str) -> Option<bool> {
    ["false", "true"].iter().position(|word| text.eq_ignore_ascii_case(word)).map(|index| index == 1)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn from_json<'de, V: Visitor<'de>>(text: &'de str, visitor: V) -> Result<V::Value, Fault> {
    serde_json::Deserializer::from_str(text).deserialize_any(visitor).map_err(misfit)
}

/// What serde_json says of a nested value.
fn misfit(error: serde_json::Error) -> Fault {
    Fault::new(format!("does not fit: {}", excerpt(&error.to_string(), NAME)))
}
