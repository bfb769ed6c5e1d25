//! `info`: what the capability is.

use serde::Deserialize;

use super::{List, Spanned, Unread};

/// What the capability is.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(from = "Written")]
pub struct Info {
    /// Its title.
    pub title: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// Words to find it by.
    pub tags: List<Spanned<String>>,
    /// Its version, not the language's.
    pub version: Option<Spanned<String>>,
}

#[derive(Deserialize)]
struct Written {
    label: Option<String>,
    display: Option<String>,
    title: Option<String>,
    name: Option<String>,
    description: Option<String>,
    #[serde(default)]
    tags: List<Spanned<String>>,
    version: Option<Spanned<String>>,
    #[serde(default, rename = "created")]
    _created: Unread,
    #[serde(default, rename = "modified")]
    _modified: Unread,
    #[serde(default, rename = "stakeholders")]
    _stakeholders: Unread,
    #[serde(default, rename = "personas")]
    _personas: Unread,
    #[serde(default, rename = "related")]
    _related: Unread,
}

impl From<Written> for Info {
    /// The title has four names.
    fn from(written: Written) -> Self {
        Self {
            title: written.label.or(written.display).or(written.title).or(written.name),
            description: written.description,
            tags: written.tags,
            version: written.version,
        }
    }
}
