//! `consumes`: the upstream APIs and their operations.

use serde::{Deserialize, Deserializer};

use super::authentication::{Authentication, Scheme};
use super::body::Body;
use super::import::Import;
use super::input::Location;
use super::keywords::keywords;
use super::output::{OfFields, OneOf, object};
use super::reasons::{ForCatalogues, Named as NamedAlready, UncheckedInput, Undocumented};
use super::word::AnswerType;
use super::{Data, Idle, Loose, Method, Named, Spanned, Unread, ValueType};

/// One entry of `consumes`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "$has")]
pub enum Consume {
    /// An HTTP API, written out.
    #[serde(rename = "baseUri|resources")]
    Upstream(Box<Upstream>),
    /// One that stands in another file.
    #[serde(rename = "import|from|ref|openapi|location")]
    Import(Box<Import>),
}

/// An HTTP API.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Upstream {
    /// Always `http`; it goes without saying.
    pub r#type: Option<UpstreamType>,
    /// The left part of every `call`.
    pub namespace: Spanned<String>,
    /// Stands before every path; may hold `{x}`, `{{x}}` and `${x}`, and may be empty.
    #[serde(deserialize_with = "or_empty")]
    pub base_uri: Spanned<String>,
    /// What it is.
    #[serde(default)]
    _description: Idle<Undocumented>,
    /// Inputs of every operation.
    #[serde(default)]
    pub input_parameters: Named<ConsumedInput>,
    /// How calls authenticate, under either key; see [`Upstream::authentication`].
    #[serde(rename = "authentication")]
    pub(super) authentication: Option<Spanned<Authentication>>,
    /// `authentication` in short.
    pub(super) auth: Option<Spanned<Authentication>>,
    /// A reverse tunnel.
    pub tunnel: Option<Spanned<Unread>>,
    /// Paths and their operations.
    #[serde(default)]
    pub resources: Loose<ConsumedResource>,
}

impl Upstream {
    /// How calls authenticate.
    pub fn authentication(&self) -> Option<&Spanned<Authentication>> {
        self.authentication.as_ref().or(self.auth.as_ref())
    }

    fn schemes(&self) -> Option<&[Scheme]> {
        self.authentication().map(|authentication| authentication.schemes.as_slice())
    }

    /// What stands under the other key, and is not read.
    pub fn unread_authentication(&self) -> Option<&Spanned<Authentication>> {
        self.auth.as_ref().filter(|_| self.authentication.is_some())
    }

    /// Whether it is called in the same way as another: all but their resources is equal.
    pub fn is_beside(&self, other: &Self) -> bool {
        let same_address = self.base_uri.trim().trim_end_matches('/') == other.base_uri.trim().trim_end_matches('/');
        same_address
            && self.schemes() == other.schemes()
            && self.input_parameters == other.input_parameters
            && self.tunnel == other.tunnel
    }

    /// Takes up the resources of another.
    pub fn append(&mut self, other: &Self) {
        self.resources.extend(other.resources.iter().cloned());
    }
}

/// A key without a value says as much as an empty text.
fn or_empty<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Spanned<String>, D::Error> {
    Spanned::<Option<String>>::deserialize(deserializer).map(|text| text.map(Option::unwrap_or_default))
}

/// What an upstream speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UpstreamType {
    /// HTTP.
    Http,
}

/// A path of an upstream. Its name carries no meaning.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumedResource {
    /// Appended to the base URI.
    pub path: Spanned<String>,
    /// Title.
    #[serde(default, alias = "display")]
    _label: Idle<Undocumented>,
    /// What it is.
    #[serde(default)]
    _description: Idle<Undocumented>,
    /// Inputs of every operation below.
    #[serde(default)]
    pub input_parameters: Named<ConsumedInput>,
    /// What can be done with it.
    #[serde(default)]
    pub operations: Named<ConsumedOperation>,
    /// Documentation.
    #[serde(default)]
    _tags: Idle<ForCatalogues>,
}

/// An HTTP call.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumedOperation {
    /// HTTP method.
    pub method: Spanned<Method>,
    /// A path of its own, which some documents have; relative to the resource's unless it begins with it.
    pub path: Option<Spanned<String>>,
    /// Title.
    #[serde(alias = "display")]
    pub label: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// What it takes.
    #[serde(default)]
    pub input_parameters: Named<ConsumedInput>,
    /// What it sends.
    pub body: Option<Spanned<Body>>,
    /// What it answers with; JSON if absent.
    pub output_raw_format: Option<Spanned<RawFormat>>,
    /// Schema file, CSS selector or heading prefix, by format.
    pub output_schema: Option<Spanned<String>>,
    /// Values picked from the answer for later steps.
    #[serde(default)]
    pub output_parameters: Loose<ConsumedOutput>,
    /// Media type of a binary answer.
    pub output_media_type: Option<Spanned<String>>,
    /// Upper limit of a binary answer, such as `10MiB`.
    pub max_binary_size: Option<Spanned<String>>,
    /// Documentation.
    #[serde(default)]
    _tags: Idle<ForCatalogues>,
    /// Documentation where a name stands beside it.
    #[serde(default)]
    _id: Idle<NamedAlready>,
}

/// A parameter of a consumed operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumedInput {
    /// Where it goes.
    pub r#in: Spanned<Location>,
    /// A fixed value or a template.
    #[serde(alias = "template")]
    pub value: Option<Spanned<Data>>,
    /// What it is; text if absent.
    pub r#type: Option<Spanned<ValueType>>,
    /// What it means.
    pub description: Option<String>,
    /// Whether it must be given; if absent, only in a path.
    pub required: Option<Spanned<bool>>,
    /// Its value if callers give none.
    pub default: Option<Spanned<Data>>,
    /// All values that it may have.
    pub r#enum: Option<Spanned<Data>>,
    /// What each item of a list must be.
    pub items: Option<Spanned<Data>>,
    /// The least number.
    pub minimum: Option<Spanned<Data>>,
    /// The greatest number.
    pub maximum: Option<Spanned<Data>>,
    /// The least number of characters.
    pub min_length: Option<Spanned<Data>>,
    /// The greatest number of characters.
    pub max_length: Option<Spanned<Data>>,
    /// What a text or number is, in a word of JSON Schema or OpenAPI.
    pub format: Option<Spanned<Data>>,
    /// A pattern, for the upstream to check.
    #[serde(default)]
    _pattern: Idle<UncheckedInput>,
}

keywords! { ConsumedInput }

/// A value picked from an answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsumedOutput {
    /// Its type, for readers.
    pub r#type: Option<Spanned<AnswerType>>,
    /// JSONPath.
    #[serde(alias = "mapping")]
    pub value: Option<Spanned<String>>,
    /// What it means.
    pub description: Option<String>,
    /// Fields of an object.
    #[serde(default)]
    pub properties: Loose<ConsumedOutput>,
    /// Elements of an array.
    pub items: Option<OneOf<ConsumedOutput>>,
}

impl OfFields for ConsumedOutput {
    fn of_fields(properties: Loose<Self>) -> Self {
        let ty = object(&properties).map(|ty| ty.map(AnswerType::Of));
        Self { r#type: ty, properties, value: None, description: None, items: None }
    }
}

/// How an answer is decoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RawFormat {
    /// JSON.
    Json,
    /// XML.
    Xml,
    /// Avro; needs a schema.
    Avro,
    /// Protocol Buffers; needs a schema.
    Protobuf,
    /// Comma-separated values.
    Csv,
    /// Tab-separated values.
    Tsv,
    /// Pipe-separated values.
    Psv,
    /// YAML.
    Yaml,
    /// HTML tables or elements.
    Html,
    /// Markdown.
    Markdown,
    /// Bytes.
    Binary,
    /// Plain text.
    Text,
}
