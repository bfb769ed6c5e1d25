//! TAXII 2.1 servers: what a description adds to the standard.

mod standard;

use super::{Auth, BaseUrl};
use crate::json::Value;

pub use standard::{MEDIA_TYPE, Standard};

/// A TAXII 2.1 server and its client.
#[derive(Debug, Clone, PartialEq)]
pub struct Taxii {
    /// Where the server is.
    pub base_url: BaseUrl,
    /// The path of the base URL, which the generated server keeps; empty or `/…` without trailing slash.
    pub base_path: String,
    /// Path of discovery below the base URL.
    pub discovery: String,
    /// Path of the API root below the base URL.
    pub api_root: String,
    /// Whether paths of the client end in a slash.
    pub trailing_slash: bool,
    /// Headers of every request, `Accept` first.
    pub headers: Vec<(String, String)>,
    /// How the client authenticates.
    pub auth: Auth,
    /// Resources with properties beyond the standard.
    pub resources: Vec<Extension>,
    /// The endpoints that exist, in document order.
    pub operations: Vec<Endpoint>,
    /// What a mock loads, each `{"operation": "objects", "request": {…}, "response": {…}}`.
    pub examples: Vec<Value>,
}

/// The resources that a description can extend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words of the standard")]
pub enum Resource {
    Discovery,
    ApiRoot,
    Collection,
    ManifestRecord,
}

/// What a server adds to a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The resource.
    pub resource: Resource,
    /// In document order; never empty.
    pub properties: Vec<Property>,
}

/// A property that a server adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Property {
    /// Its name on the wire.
    pub name: String,
    /// The field of the struct.
    pub field: String,
    /// Its type.
    pub ty: PropertyType,
    /// Whether a resource without it can't be read.
    pub required: bool,
    /// One line or paragraphs; may be empty.
    pub description: String,
}

/// The type of a property.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PropertyType {
    /// A type of JSON.
    Plain(super::Type),
    /// A text whose values are known; others may come.
    Open {
        /// The enum.
        name: String,
        /// Value on the wire and variant.
        variants: Vec<(String, String)>,
    },
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Which.
    pub operation: TaxiiOperation,
    /// One line; may be empty.
    pub summary: String,
    /// The parameters of a paged one.
    pub filters: Vec<Filter>,
    /// Name and value of the inputs of the example.
    pub example: Vec<(String, String)>,
}

/// The operations that a description can list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words of the standard")]
pub enum TaxiiOperation {
    Discovery,
    ApiRoot,
    Collections,
    Collection,
    Manifest,
    Objects,
}

/// The query parameters of the standard (§3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words of the standard")]
pub enum Filter {
    AddedAfter,
    Limit,
    Next,
    MatchId,
    MatchType,
    MatchVersion,
    MatchSpecVersion,
}

impl Resource {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Discovery, Self::ApiRoot, Self::Collection, Self::ManifestRecord];

    /// Its name in a description.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::ApiRoot => "api_root",
            Self::Collection => "collection",
            Self::ManifestRecord => "manifest_record",
        }
    }

    /// Its Rust type.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::Discovery => "Discovery",
            Self::ApiRoot => "ApiRoot",
            Self::Collection => "Collection",
            Self::ManifestRecord => "ManifestRecord",
        }
    }

    /// The struct of what a description adds to it.
    pub fn fields_name(self) -> &'static str {
        match self {
            Self::Discovery => "DiscoveryFields",
            Self::ApiRoot => "ApiRootFields",
            Self::Collection => "CollectionFields",
            Self::ManifestRecord => "ManifestRecordFields",
        }
    }

    /// Its properties in the standard, which a description can't declare again.
    pub fn standard(self) -> &'static [Standard] {
        match self {
            Self::Discovery => standard::DISCOVERY,
            Self::ApiRoot => standard::API_ROOT,
            Self::Collection => standard::COLLECTION,
            Self::ManifestRecord => standard::MANIFEST_RECORD,
        }
    }
}

impl TaxiiOperation {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Discovery, Self::ApiRoot, Self::Collections, Self::Collection, Self::Manifest, Self::Objects];

    /// Its name in a description, and the method of client and service.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::ApiRoot => "api_root",
            Self::Collections => "collections",
            Self::Collection => "collection",
            Self::Manifest => "manifest",
            Self::Objects => "objects",
        }
    }

    /// Its path below the API root, `{collection}` for the variable; nothing for discovery, which has none.
    pub fn path(self) -> &'static str {
        match self {
            Self::Discovery | Self::ApiRoot => "",
            Self::Collections => "/collections",
            Self::Collection => "/collections/{collection}",
            Self::Manifest => "/collections/{collection}/manifest",
            Self::Objects => "/collections/{collection}/objects",
        }
    }

    /// Whether its answer comes in pages.
    pub fn is_paged(self) -> bool {
        matches!(self, Self::Manifest | Self::Objects)
    }

    /// Whether it is about one collection.
    pub fn takes_collection(self) -> bool {
        matches!(self, Self::Collection | Self::Manifest | Self::Objects)
    }
}

impl Filter {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::AddedAfter,
        Self::Limit,
        Self::Next,
        Self::MatchId,
        Self::MatchType,
        Self::MatchVersion,
        Self::MatchSpecVersion,
    ];

    /// Its type in the runtime.
    pub fn type_name(self) -> &'static str {
        match self {
            Self::AddedAfter => "AddedAfter",
            Self::Limit => "Limit",
            Self::Next => "Next",
            Self::MatchId => "MatchId",
            Self::MatchType => "MatchType",
            Self::MatchVersion => "MatchVersion",
            Self::MatchSpecVersion => "MatchSpecVersion",
        }
    }

    /// Its name on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AddedAfter => "added_after",
            Self::Limit => "limit",
            Self::Next => "next",
            Self::MatchId => "match[id]",
            Self::MatchType => "match[type]",
            Self::MatchVersion => "match[version]",
            Self::MatchSpecVersion => "match[spec_version]",
        }
    }
}

impl Taxii {
    /// The path of an operation below the base URL, `{collection}` for the variable.
    pub fn path(&self, operation: TaxiiOperation) -> String {
        match operation {
            TaxiiOperation::Discovery => self.discovery.clone(),
            _ => format!("{}{}", self.api_root, operation.path()),
        }
    }

    /// The properties that a resource has beyond the standard.
    pub fn extension(&self, resource: Resource) -> Option<&Extension> {
        self.resources.iter().find(|extension| extension.resource == resource)
    }

    /// Whether the description lists an operation.
    pub fn lists(&self, operation: TaxiiOperation) -> bool {
        self.operations.iter().any(|endpoint| endpoint.operation == operation)
    }

    /// Whether any operation answers in pages.
    pub fn is_paged(&self) -> bool {
        self.operations.iter().any(|endpoint| endpoint.operation.is_paged())
    }
}
