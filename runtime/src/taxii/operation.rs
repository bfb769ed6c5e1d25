//! The operations of TAXII, and their paths.

/// What can be read: the endpoints of sections 4.1 to 5.4 of TAXII 2.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Information about the server.
    Discovery,
    /// Information about an API root.
    ApiRoot,
    /// All collections of an API root.
    Collections,
    /// One collection.
    Collection,
    /// What is known about the objects of a collection.
    Manifest,
    /// The objects of a collection.
    Objects,
}

impl Operation {
    /// All of them.
    pub const ALL: &[Self] =
        &[Self::Discovery, Self::ApiRoot, Self::Collections, Self::Collection, Self::Manifest, Self::Objects];

    /// How descriptions call it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::ApiRoot => "api_root",
            Self::Collections => "collections",
            Self::Collection => "collection",
            Self::Manifest => "manifest",
            Self::Objects => "objects",
        }
    }

    /// The path below the API root; nothing for discovery, which has none.
    pub(super) const fn path(self) -> &'static str {
        match self {
            Self::Discovery | Self::ApiRoot => "",
            Self::Collections => "/collections",
            Self::Collection => "/collections/{collection}",
            Self::Manifest => "/collections/{collection}/manifest",
            Self::Objects => "/collections/{collection}/objects",
        }
    }
}
