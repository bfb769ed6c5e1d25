//! `info`: what the capability is.

use serde::Deserialize;

use super::Idle;
use super::reasons::{ForCatalogues, ForPeople, OwnVersion};

/// What the capability is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct Info {
    /// Its title.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
}

#[derive(Deserialize)]
struct Written {
    label: Option<String>,
    display: Option<String>,
    title: Option<String>,
    name: Option<String>,
    description: Option<String>,
    #[serde(default, rename = "version")]
    _version: Idle<OwnVersion>,
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
        Self {
            title: written.label.or(written.display).or(written.title).or(written.name),
            description: written.description,
        }
    }
}
