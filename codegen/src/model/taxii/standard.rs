//! What the standard says of its resources. The runtime has types of them; `tests/tests/taxii_words.rs` compares both.

use crate::model::Type::{self, Array, Boolean, Integer, String};

/// The media type of the standard (§1.6.8), to the byte: some servers compare no further.
pub const MEDIA_TYPE: &str = "application/taxii+json;version=2.1";

/// A property that the standard gives a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standard {
    /// Its name on the wire.
    pub name: &'static str,
    /// Its type: the same name has the same type everywhere.
    pub ty: Type,
    /// Whether a server must give it.
    pub required: bool,
}

/// §4.1.
pub(super) const DISCOVERY: &[Standard] = &[
    required("title", String),
    optional("description", String),
    optional("contact", String),
    optional("default", String),
    optional("api_roots", Array),
];

/// §4.2.
pub(super) const API_ROOT: &[Standard] = &[
    required("title", String),
    optional("description", String),
    required("versions", Array),
    required("max_content_length", Integer),
];

/// §5.2.
pub(super) const COLLECTION: &[Standard] = &[
    required("id", String),
    required("title", String),
    optional("description", String),
    optional("alias", String),
    required("can_read", Boolean),
    required("can_write", Boolean),
    optional("media_types", Array),
];

/// §5.3. `media_types` is a spelling that real servers have.
pub(super) const MANIFEST_RECORD: &[Standard] = &[
    required("id", String),
    required("date_added", String),
    required("version", String),
    optional("media_type", String),
    optional("media_types", Array),
];

const fn required(name: &'static str, ty: Type) -> Standard {
    Standard { name, ty, required: true }
}

const fn optional(name: &'static str, ty: Type) -> Standard {
    Standard { name, ty, required: false }
}
