//! What exposed operations and tools answer.

use std::ops::Deref;

use serde::{Deserialize, Deserializer};

use super::reasons::{Examples, UncheckedAnswer};
use super::{Data, Idle, Loose, Spanned, Unread, ValueType};
use crate::source::Place;

/// A value of an answer, or a part of one.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "WrittenOutput")]
pub struct Output {
    /// Its type.
    pub r#type: Option<Spanned<ValueType>>,
    /// JSONPath into the upstream's answer.
    pub mapping: Option<Spanned<String>>,
    /// A fixed value or a template.
    pub value: Option<Spanned<Data>>,
    /// A `const` beside what says where the value is: what answers should hold, which is not checked.
    pub unchecked_const: Option<Place>,
    /// Fields of an object.
    pub properties: Loose<Output>,
    /// Elements of an array.
    pub items: Option<OneOf<Output>>,
    /// Values of a mapping with free keys.
    pub values: Option<OneOf<Output>>,
    /// A text is cut after so many characters.
    pub max_length: Option<Spanned<usize>>,
    /// What it means.
    pub description: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct WrittenOutput {
    r#type: Option<Spanned<ValueType>>,
    mapping: Option<Spanned<String>>,
    value: Option<Spanned<Data>>,
    r#const: Option<Spanned<Data>>,
    #[serde(default)]
    properties: Loose<Output>,
    items: Option<OneOf<Output>>,
    values: Option<OneOf<Output>>,
    max_length: Option<Spanned<usize>>,
    description: Option<String>,
    #[serde(default)]
    _selector: Idle<UncheckedAnswer>,
    #[serde(default)]
    _tuple: Idle<UncheckedAnswer>,
    #[serde(default)]
    _choices: Idle<UncheckedAnswer>,
    #[serde(default)]
    _enum: Idle<UncheckedAnswer>,
    #[serde(default)]
    _required: Idle<UncheckedAnswer>,
    #[serde(default)]
    _examples: Idle<Examples>,
    #[serde(default)]
    _precision: Idle<UncheckedAnswer>,
    #[serde(default)]
    _scale: Idle<UncheckedAnswer>,
    #[serde(default)]
    _content_encoding: Idle<UncheckedAnswer>,
    #[serde(default)]
    _content_compression: Idle<UncheckedAnswer>,
    #[serde(default)]
    _content_media_type: Idle<UncheckedAnswer>,
}

impl From<WrittenOutput> for Output {
    /// `const` is alpha1's `value`, where nothing else says where the value is; a `value` that is a JSONPath is a mapping.
    fn from(written: WrittenOutput) -> Self {
        let has_source = written.value.is_some()
            || written.mapping.is_some()
            || !written.properties.is_empty()
            || written.items.is_some()
            || written.values.is_some();
        let (unchecked, constant) = if has_source { (written.r#const, None) } else { (None, written.r#const) };
        let value = written.value.or(constant);
        let (mapping, value) = match (written.mapping, value) {
            (None, Some(Spanned { value: Data::Text(path), place })) if is_path(&path) => {
                (Some(Spanned::new(path, place)), None)
            }
            other => other,
        };
        Self {
            r#type: written.r#type,
            mapping,
            value,
            unchecked_const: unchecked.map(|unchecked| unchecked.place),
            properties: written.properties,
            items: written.items,
            values: written.values,
            max_length: written.max_length,
            description: written.description,
        }
    }
}

/// Whether a text is a JSONPath rather than, say, a price.
fn is_path(text: &str) -> bool {
    let text = text.trim();
    text == "$" || text.starts_with("$.") || text.starts_with("$[")
}

/// The definition of an element: as itself, as a list of one, or as the fields of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct OneOf<T>(Box<T>);

impl<T> Deref for OneOf<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A definition that fields can stand for.
pub(super) trait OfFields: Sized {
    /// An object with these fields.
    fn of_fields(fields: Loose<Self>) -> Self;
}

impl<'de, T: Deserialize<'de> + OfFields> Deserialize<'de> for OneOf<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let definition = match WrittenElement::<T>::deserialize(deserializer)? {
            WrittenElement::Mapping(WrittenMapping::Definition(definition)) => definition,
            WrittenElement::Mapping(WrittenMapping::Fields(fields)) => T::of_fields(fields),
            WrittenElement::List(fields) if fields.len() > 1 => T::of_fields(fields),
            WrittenElement::List(list) => {
                let only = list.into_iter().next().map(|entry| entry.definition.value);
                only.ok_or_else(|| serde::de::Error::custom("this list needs an element"))?
            }
        };
        Ok(Self(Box::new(definition)))
    }
}

#[derive(Deserialize)]
#[serde(rename = "$shape")]
enum WrittenElement<T> {
    #[serde(rename = "mapping", bound(deserialize = "T: Deserialize<'de>"))]
    Mapping(WrittenMapping<T>),
    #[serde(rename = "list", bound(deserialize = "T: Deserialize<'de>"))]
    List(Loose<T>),
}

#[derive(Deserialize)]
#[serde(rename = "$has")]
enum WrittenMapping<T> {
    #[serde(rename = "type|mapping|value|const|properties|items|values|maxLength")]
    Definition(T),
    #[serde(rename = "_", bound(deserialize = "T: Deserialize<'de>"))]
    Fields(Loose<T>),
}

/// `object`, at the place of the first field.
pub(super) fn object<T>(fields: &Loose<T>) -> Option<Spanned<ValueType>> {
    fields.first().map(|field| Spanned::new(ValueType::Object, field.place().clone()))
}

impl OfFields for Output {
    fn of_fields(properties: Loose<Self>) -> Self {
        Self {
            r#type: object(&properties),
            properties,
            mapping: None,
            value: None,
            unchecked_const: None,
            items: None,
            values: None,
            max_length: None,
            description: None,
        }
    }
}

/// Documented answers by status: `responses`, or its short form `responseBinary`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// What it means.
    pub description: Option<String>,
    /// Media type to what is known of it.
    #[serde(default)]
    pub content: super::Map<MediaType>,
}

/// What is known of a media type.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct MediaType {
    /// Whether it is bytes.
    pub binary: Option<Spanned<bool>>,
    /// What is said of `responses` as a whole holds for what stands within.
    #[serde(default, rename = "schema")]
    _schema: Unread,
}

/// A binary answer in short form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseBinary {
    /// Its media type.
    pub media_type: Spanned<String>,
    /// Its status; 200 if absent.
    pub status: Option<Spanned<u16>>,
    /// What it means.
    pub description: Option<String>,
}
