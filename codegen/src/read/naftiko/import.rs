//! References to other files.

use std::ops::Deref;

use serde::{Deserialize, Deserializer};

use super::reasons::Undocumented;
use super::{Idle, List, Named, Spanned, Unread};
use crate::source::Place;

/// An entry that stands in another file, in any of its spellings.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Import {
    /// The file, relative to this one.
    #[serde(alias = "location", alias = "ref", alias = "url")]
    pub from: Option<Spanned<String>>,
    /// The namespace wanted there.
    pub import: Option<Spanned<String>>,
    /// An OpenAPI document to import.
    pub openapi: Option<Spanned<String>>,
    /// The namespace it gets here.
    #[serde(rename = "as", alias = "namespace")]
    pub alias: Option<Spanned<String>>,
    /// Documentation.
    #[serde(default)]
    _description: Idle<Undocumented>,
    /// What it imports says so itself.
    #[serde(default)]
    _type: Unread,
    /// The namespace wanted there, as some documents write it.
    pub name: Option<Spanned<String>>,
}

impl Import {
    /// Everything that a file has.
    pub(crate) fn of(file: Spanned<String>) -> Self {
        Self {
            from: Some(file),
            import: None,
            openapi: None,
            alias: None,
            _description: Idle::default(),
            _type: Unread,
            name: None,
        }
    }
}

/// One entry of an `imports` section, which the language does not have and some documents do.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "$shape")]
pub enum LooseImport {
    /// A file.
    #[serde(rename = "text")]
    File(Spanned<String>),
    /// More than that.
    #[serde(rename = "mapping")]
    Entry(Box<Import>),
}

/// Variables with values from outside.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "$has")]
pub enum Binding {
    /// Written out.
    #[serde(rename = "keys")]
    Bind(Bind),
    /// In another file.
    #[serde(rename = "import|from")]
    Import(Box<Import>),
}

/// Variables of one source.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Bind {
    /// Its name.
    pub namespace: Spanned<String>,
    /// A file with the values; the process environment if absent.
    pub location: Option<Spanned<String>>,
    /// Variable to key in the source.
    #[serde(default)]
    pub keys: super::Map<Spanned<String>>,
    /// What it is for.
    #[serde(default)]
    _description: Idle<Undocumented>,
}

/// Reusable flows.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "$has")]
pub enum Aggregation {
    /// Written out.
    #[serde(rename = "functions|flows")]
    Aggregate(Aggregate),
    /// In another file.
    #[serde(rename = "import|from")]
    Import(Box<Import>),
}

/// The section `aggregates`: a list, or a mapping by namespace.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Aggregates(List<Aggregation>);

#[derive(Deserialize)]
#[serde(rename = "$shape")]
enum WrittenAggregates {
    #[serde(rename = "list")]
    List(List<Aggregation>),
    #[serde(rename = "mapping")]
    Mapping(Named<Aggregation>),
}

impl Deref for Aggregates {
    type Target = [Aggregation];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl FromIterator<Aggregation> for Aggregates {
    fn from_iter<I: IntoIterator<Item = Aggregation>>(aggregates: I) -> Self {
        Self(aggregates.into_iter().collect())
    }
}

impl<'de> Deserialize<'de> for Aggregates {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::<WrittenAggregates>::deserialize(deserializer)? {
            None => Self::default(),
            Some(WrittenAggregates::List(list)) => Self(list),
            Some(WrittenAggregates::Mapping(entries)) => {
                entries.into_iter().map(|entry| entry.definition.value.called(entry.name)).collect()
            }
        })
    }
}

impl Aggregation {
    /// It under a key, which is its namespace here.
    fn called(self, key: Spanned<String>) -> Self {
        match self {
            Self::Aggregate(aggregate) => {
                let differs = aggregate.namespace.filter(|namespace| namespace.value != key.value);
                let unread = differs.map(|namespace| namespace.place);
                Self::Aggregate(Aggregate { namespace: Some(key), unread, ..aggregate })
            }
            Self::Import(import) => Self::Import(Box::new(Import { alias: Some(key), ..*import })),
        }
    }
}

/// A group of reusable flows.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Aggregate {
    /// The left part of every `ref`.
    pub namespace: Option<Spanned<String>>,
    /// What it is called where it is imported from, if that is something else: references say so.
    #[serde(skip)]
    pub former: Option<String>,
    /// A `namespace` below a key that says another one.
    #[serde(skip)]
    pub unread: Option<Place>,
    /// Title.
    #[serde(default, alias = "display")]
    _label: Idle<Undocumented>,
    /// The flows.
    #[serde(default, alias = "functions")]
    pub flows: Named<super::work::Flow>,
    /// Documentation.
    #[serde(default)]
    _description: Idle<Undocumented>,
}
