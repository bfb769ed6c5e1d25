//! References to other files.

use serde::Deserialize;

use super::reasons::Undocumented;
use super::{Idle, Named, Spanned, Unread};

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

/// A group of reusable flows.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Aggregate {
    /// The left part of every `ref`.
    pub namespace: Option<Spanned<String>>,
    /// What it is called where it is imported from, if that is something else: references say so.
    #[serde(skip)]
    pub former: Option<String>,
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
