//! Pages as they travel: of objects, and of records.

use std::fmt;
use std::marker::PhantomData;

use crate::value::Value;
use serde::de::{MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::lenient;
use super::stix::StixObject;
use super::types::ManifestRecord;
use crate::value::Object;

/// A page of a manifest (§5.3).
pub type Manifest<R = ManifestRecord> = Envelope<R>;

/// A page of objects (§3.7), or of records: [`Manifest`].
///
/// `Envelope<Box<RawValue>>` passes objects on without looking at them.
#[derive(Debug, Clone, PartialEq)]
pub struct Envelope<T = StixObject> {
    /// Whether further pages follow.
    pub more: bool,
    /// What the request for the next page gives as `next`, verbatim.
    pub next: Option<String>,
    /// The objects or records of this page.
    pub objects: Vec<T>,
    /// Further properties.
    pub extra: Object,
}

impl<T> Default for Envelope<T> {
    fn default() -> Self {
        Self { more: false, next: None, objects: Vec::new(), extra: Object::new() }
    }
}

/// One page that nothing follows.
impl<T> FromIterator<T> for Envelope<T> {
    fn from_iter<I: IntoIterator<Item = T>>(objects: I) -> Self {
        Self { objects: objects.into_iter().collect(), ..Self::default() }
    }
}

impl<T> Envelope<T> {
    /// The same page with each object turned into another.
    ///
    /// # Errors
    /// The first error of `convert`.
    pub fn try_map<U, X>(self, convert: impl FnMut(T) -> Result<U, X>) -> Result<Envelope<U>, X> {
        let objects = self.objects.into_iter().map(convert).collect::<Result<_, X>>()?;
        Ok(Envelope { more: self.more, next: self.next, objects, extra: self.extra })
    }
}

/// Empty lists are forbidden, so an empty page is `{}`; any other states `more` (§3.1).
impl<T: Serialize> Serialize for Envelope<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if self.more || !self.objects.is_empty() {
            map.serialize_entry("more", &self.more)?;
        }
        if let Some(next) = &self.next {
            map.serialize_entry("next", next)?;
        }
        if !self.objects.is_empty() {
            map.serialize_entry("objects", &self.objects)?;
        }
        self.extra.iter().try_for_each(|(name, value)| map.serialize_entry(name, value))?;
        map.end()
    }
}

/// By hand, because `#[serde(flatten)]` would reprint numbers before the objects could see their text.
impl<'de, T: Deserialize<'de>> Deserialize<'de> for Envelope<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(EnvelopeVisitor(PhantomData))
    }
}

struct EnvelopeVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for EnvelopeVisitor<T> {
    type Value = Envelope<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with `objects`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Envelope<T>, A::Error> {
        let mut page = Envelope::default();
        while let Some(name) = map.next_key::<String>()? {
            match name.as_str() {
                "more" => page.more = map.next_value::<Option<bool>>()?.unwrap_or_default(),
                "next" => page.next = map.next_value::<NextCursor>()?.0,
                "objects" => page.objects = map.next_value::<Option<Vec<T>>>()?.unwrap_or_default(),
                _ => drop(page.extra.insert(name, map.next_value::<Value>()?)),
            }
        }
        Ok(page)
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct NextCursor(#[serde(deserialize_with = "lenient::text_or_number")] Option<String>);
