//! `info`: what the capability is.

use serde::Deserialize;

use super::reasons::{ForCatalogues, ForPeople};
use super::{Idle, Spanned};
use crate::source::Place;

/// What the capability is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct Info {
    /// Its title.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Its version, as written.
    pub version: Option<Spanned<String>>,
    /// Where `name` stands for the title, a key that the language does not have here.
    pub respelled: Option<Place>,
}

#[derive(Deserialize)]
struct Written {
    label: Option<String>,
    display: Option<String>,
    title: Option<String>,
    name: Option<Spanned<String>>,
    description: Option<String>,
    version: Option<Spanned<String>>,
    #[serde(default, rename = "tags")]
    _tags: Idle<ForCatalogues>,
    #[serde(default, rename = "created")]
    _created: Idle<ForCatalogues>,
    #[serde(default, rename = "modified")]
    _modified: Idle<ForCatalogues>,
    #[serde(default, rename = "related")]
    _related: Idle<ForCatalogues>,
    #[serde(default, rename = "stakeholders")]
    _stakeholders: Idle<ForPeople>,
    #[serde(default, rename = "personas")]
    _personas: Idle<ForPeople>,
}

impl From<Written> for Info {
    /// The title has four names.
    fn from(written: Written) -> Self {
        let title = written.label.or(written.display).or(written.title);
        let name = written.name.filter(|_| title.is_none());
        Self {
            respelled: name.as_ref().map(|name| name.place.clone()),
            title: title.or(name.map(|name| name.value)),
            description: written.description,
            version: written.version,
        }
    }
}
