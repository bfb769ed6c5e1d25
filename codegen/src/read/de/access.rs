//! The inside of collections, as serde asks for it.

use std::borrow::Cow;
use std::slice::Iter;

use serde::de::value::StrDeserializer;
use serde::de::{DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor};

use super::error::{Error, Problem};
use super::value::{Role, Value};
use crate::read::yaml::{Content, Key, Node, Scalar};
use crate::source::Place;

/// The same value again and again, until it can be read or is lost.
pub(super) struct Attempts<'r, 'de>(pub(super) Value<'r, 'de>);

impl<'de> SeqAccess<'de> for Attempts<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        match self.0.settle(seed.deserialize(self.0)) {
            Err(Error::Lost) => {
                self.0.remember_lost();
                Ok(None)
            }
            other => other.map(Some),
        }
    }
}

/// The items of a list.
pub(super) struct Items<'r, 'de> {
    pub(super) list: Value<'r, 'de>,
    pub(super) items: Iter<'de, Node<'de>>,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        self.items.next().map(|node| seed.deserialize(self.list.item(node))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The keys and values of a mapping with free keys.
pub(super) struct Pairs<'r, 'de> {
    pub(super) mapping: Value<'r, 'de>,
    pub(super) entries: Iter<'de, (Key<'de>, Node<'de>)>,
    pub(super) value: Option<Value<'r, 'de>>,
}

impl<'de> MapAccess<'de> for Pairs<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let Some((key, node)) = self.entries.next() else { return Ok(None) };
        self.value = Some(self.mapping.field(key, node));
        seed.deserialize(self.mapping.field(key, key.as_node())).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.value.take().ok_or(Error::Lost)?)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

impl<'de> Value<'_, 'de> {
    pub(super) fn structure<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if !matches!(self.node.content, Content::Mapping(_)) && !self.node.is_null() {
            return Err(self.report_type("a mapping"));
        }
        let mut access = Fields::new(self, fields);
        match visitor.visit_map(&mut access) {
            Err(Error::Raised(Problem::Missing(key))) => Err(self.report_missing(key, fields)),
            Err(Error::Raised(Problem::Duplicate(key))) => Err(access.leave_out_duplicate(key)),
            Ok(read) => self.check_value().map(|()| read),
            other => other,
        }
    }
}

/// The fields of a struct, without those that are known to be bad.
pub(super) struct Fields<'r, 'de> {
    mapping: Value<'r, 'de>,
    fields: &'static [&'static str],
    entries: Iter<'de, (Key<'de>, Node<'de>)>,
    current: Option<&'de (Key<'de>, Node<'de>)>,
}

impl<'r, 'de> Fields<'r, 'de> {
    pub(super) fn new(mapping: Value<'r, 'de>, fields: &'static [&'static str]) -> Self {
        Self { mapping, fields, entries: mapping.node.entries().iter(), current: None }
    }

    /// Leaves out the key that was about to be read: another of its names came first.
    pub(super) fn leave_out_duplicate(&self, key: &str) -> Error {
        if let Some((name, node)) = self.current {
            self.mapping.reader.leave_out(node);
            self.mapping.report_duplicate(name, key);
        }
        Error::Retry
    }
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        let (mapping, reader) = (self.mapping, self.mapping.reader);
        self.current = self.entries.find(|(key, node)| !mapping.hidden.contains(&key.text()) && !reader.is_bad(node));
        let Some((key, _)) = self.current else { return Ok(None) };
        let name: StrDeserializer<'_, Error> = key.text().into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let (key, node) = self.current.ok_or(Error::Lost)?;
        let value = Value { known: self.fields, ..self.mapping.field(key, node) };
        if key.text() == "namespace" {
            value.check_name("namespace");
        }
        value.settle(seed.deserialize(value)).map_err(|error| match error {
            // What says who may call is read as a whole or not at all.
            Error::Lost if !self.mapping.guards => {
                value.reader.leave_out(node);
                Error::Retry
            }
            other => other,
        })
    }
}

/// Names and definitions: of a list of mappings with `name`, or of a mapping.
pub(super) struct NamedEntries<'r, 'de> {
    collection: Value<'r, 'de>,
    items: Iter<'de, Node<'de>>,
    entries: Iter<'de, (Key<'de>, Node<'de>)>,
    definition: Option<Value<'r, 'de>>,
}

/// What stands where a name should.
static NOTHING: Node<'static> = Node {
    place: Place { file: 0, line: 0, column: 0, span: 0..0 },
    content: Content::Scalar(Scalar { text: Cow::Borrowed(""), plain: true, said: false }),
};

impl<'r, 'de> NamedEntries<'r, 'de> {
    pub(super) fn new(collection: Value<'r, 'de>) -> Self {
        // Looked at once: each of many names would look at all.
        let entries = if collection.report_dashless() { &[] } else { collection.node.entries() };
        Self { collection, items: collection.node.items().iter(), entries: entries.iter(), definition: None }
    }

    /// The next name and what it stands for. Some documents write `id` for `name`.
    fn next(&mut self) -> Option<(Value<'r, 'de>, Value<'r, 'de>)> {
        if let Some((key, node)) = self.entries.next() {
            let repeated = node.get("name").and_then(Node::text) == Some(key.text());
            let hidden = [if repeated { "name" } else { "" }, ""];
            return Some((
                self.collection.field(key, key.as_node()),
                Value { hidden, ..self.collection.field(key, node) },
            ));
        }
        let item = self.collection.item(self.items.next()?);
        let named = ["name", "id"].into_iter().find_map(|key| Some((key, item.node.get(key)?)));
        let Role::Item(list) = item.role else { return None };
        let name = |node| Value { node, role: Role::Name(list, item.node), ..item };
        Some(match named {
            Some((key, node)) => {
                if key != "name" {
                    item.report_name(key);
                }
                (name(node), Value { hidden: [key, ""], ..item })
            }
            None => (name(&NOTHING), item),
        })
    }
}

impl<'de> MapAccess<'de> for NamedEntries<'_, 'de> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        while let Some((name, definition)) = self.next() {
            if definition.node.text().is_some() && !definition.node.is_null() {
                definition.report_type("a mapping");
                continue;
            }
            if let Role::Field(list, _) = self.collection.role {
                name.check_name(list.text());
            }
            self.definition = Some(definition);
            return seed.deserialize(name).map(Some);
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.definition.take().ok_or(Error::Lost)?)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len() + self.entries.len())
    }
}

/// File, line, column, start and end, then the value itself.
pub(super) struct Parts<'r, 'de> {
    value: Value<'r, 'de>,
    numbers: std::array::IntoIter<usize, 5>,
}

impl<'r, 'de> Parts<'r, 'de> {
    pub(super) fn new(value: Value<'r, 'de>) -> Self {
        let Place { file, line, column, span } = value.place().clone();
        Self { value, numbers: [file, line, column, span.start, span.end].into_iter() }
    }
}

impl<'de> SeqAccess<'de> for Parts<'_, 'de> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        match self.numbers.next() {
            Some(number) => seed.deserialize(number.into_deserializer()).map(Some),
            None => seed.deserialize(self.value).map(Some),
        }
    }
}

/// The variant of an enum and what it holds.
pub(super) struct Variant<'r, 'de> {
    pub(super) name: StrDeserializer<'static, Error>,
    pub(super) content: Value<'r, 'de>,
}

impl<'r, 'de> EnumAccess<'de> for Variant<'r, 'de> {
    type Error = Error;
    type Variant = Value<'r, 'de>;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self::Variant), Error> {
        Ok((seed.deserialize(self.name)?, self.content))
    }
}

impl<'de> VariantAccess<'de> for Value<'_, 'de> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Error> {
        serde::de::Deserializer::deserialize_seq(self, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        self.structure(fields, visitor)
    }
}
