//! A JSON value of which some parts are known.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::model::{Target, Type};
use crate::resolve::naftiko::sample::step::PathStep;

/// The most items of a list, and of all lists in each other: a path that picks a later one finds nothing.
const MOST_ITEMS: usize = 16;
/// The text of a sample, and the name of a member that may have any.
pub(crate) const TEXT: &str = "sample";

/// What is known of the answer of each operation.
#[derive(Default)]
pub(crate) struct Sketches(pub(crate) BTreeMap<Target, Sketch>);

/// What is known of a value.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) enum Sketch {
    /// Only that it is there.
    #[default]
    Unknown,
    /// It is this text, number or boolean.
    Scalar(Value),
    /// It is a list of so many such items.
    List { item: Box<Sketch>, length: usize },
    /// It is an object with these members.
    Object(Vec<(String, Sketch)>),
}

impl Sketch {
    /// What stands at a place; none if the value is known to be something else than what leads there.
    pub(crate) fn at(&mut self, steps: &[PathStep]) -> Option<&mut Self> {
        match steps {
            [] => Some(self),
            [PathStep::Collected, PathStep::Item(_), rest @ ..] => self.at(rest),
            [PathStep::Collected, ..] => None, // a list that no answer holds: it is made of what is found
            [PathStep::Key(key), rest @ ..] => self.member(key)?.at(rest),
            [PathStep::Item(index), rest @ ..] => self.item(*index)?.at(rest),
        }
    }

    /// What is known to stand at a place.
    pub(crate) fn get(&self, steps: &[PathStep]) -> Option<&Self> {
        match (steps, self) {
            ([], known) => Some(known),
            ([PathStep::Collected, PathStep::Item(_), rest @ ..], known) => known.get(rest),
            ([PathStep::Key(key), rest @ ..], Self::Object(members)) => {
                members.iter().find(|(name, _)| name == key)?.1.get(rest)
            }
            ([PathStep::Item(_), rest @ ..], Self::List { item, .. }) => item.get(rest),
            ([PathStep::Item(_), rest @ ..], Self::Object(members)) => members.first()?.1.get(rest),
            _ => None,
        }
    }

    fn member(&mut self, key: &str) -> Option<&mut Self> {
        self.be(Type::Object);
        let Self::Object(members) = self else { return None };
        let at = members.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            members.push((key.to_owned(), Self::Unknown));
            members.len() - 1
        });
        Some(&mut members[at].1)
    }

    fn item(&mut self, index: usize) -> Option<&mut Self> {
        self.be(Type::Array);
        match self {
            Self::List { item, length } => {
                *length = (*length).max(index + 1).min(MOST_ITEMS);
                Some(item)
            }
            // `*` finds the members of an object as well.
            Self::Object(members) => members.first_mut().map(|(_, member)| member),
            Self::Unknown | Self::Scalar(_) => None,
        }
    }

    /// It is of this type, unless it is known to be of another. Whether that is news.
    pub(crate) fn be(&mut self, ty: Type) -> bool {
        let wanted = match ty {
            Type::String => return self.hold(&Value::from(TEXT)),
            Type::Integer => return self.hold(&Value::from(1)),
            Type::Number => return self.hold(&Value::from(1.5)),
            Type::Boolean => return self.hold(&Value::from(true)),
            Type::Any => return false,
            Type::Object => Self::Object(Vec::new()),
            Type::Array => Self::List { item: Box::default(), length: 1 },
        };
        let is_news = *self == Self::Unknown;
        if is_news {
            *self = wanted;
        }
        is_news
    }

    /// It is this scalar, unless what is known can't be. A text may become a number, and a number an integer: whoever reads
    /// the former takes the latter. Whether that is news.
    pub(crate) fn hold(&mut self, value: &Value) -> bool {
        let is_news = match self {
            Self::Unknown => true,
            Self::Scalar(known) => firmness(value) > firmness(known) && (known.is_string() || value.is_number()),
            Self::List { .. } | Self::Object(_) => false,
        };
        if is_news {
            *self = Self::Scalar(value.clone());
        }
        is_news
    }

    /// The value, with lists of `least` items or more.
    pub(crate) fn render(&self, least: usize) -> Value {
        self.copies(least, MOST_ITEMS)
    }

    fn copies(&self, least: usize, most: usize) -> Value {
        match self {
            Self::Unknown => Value::from(TEXT),
            Self::Scalar(value) => value.clone(),
            Self::List { item, length } => {
                let length = (*length).max(least).min(most);
                vec![item.copies(least, most / length); length].into()
            }
            Self::Object(members) => {
                members.iter().map(|(name, member)| (name.clone(), member.copies(least, most))).collect()
            }
        }
    }
}

/// How little of a value can be changed without somebody missing it.
fn firmness(value: &Value) -> u8 {
    match value {
        Value::String(text) if text == TEXT => 0,
        Value::Number(number) if number.as_f64() == Some(1.5) => 1,
        _ => 2,
    }
}
