//! TAXII 2.1 endpoint descriptions, as `docs/taxii-description.md` explains them. These types are the grammar.

use serde::Deserialize;

use super::collection::{List, Map, Unread};
use super::data::Data;
use super::guard::guard;
use super::spanned::Spanned;
use super::yaml::Node;
use super::{de, secrets};
use crate::diagnostic::{Code, Sink};

/// The version of the format.
const VERSION: u64 = 1;

/// A description of one TAXII server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Document {
    /// The version of the format.
    taxii: Spanned<u64>,
    /// What the server is.
    pub info: Info,
    /// Where its endpoints are.
    pub server: Server,
    /// How the client authenticates.
    #[serde(default, deserialize_with = "guard")]
    pub auth: Option<Spanned<Auth>>,
    /// Headers of every request.
    #[serde(default)]
    pub headers: Map<Spanned<String>>,
    /// Properties that the server adds to resources of the standard.
    #[serde(default)]
    pub resources: Map<Map<Property>>,
    /// The endpoints that exist.
    pub operations: Spanned<Map<Operation>>,
}

/// What the server is.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Info {
    /// Title.
    pub title: String,
    /// A paragraph.
    pub description: Option<String>,
}

/// Where the endpoints are.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Server {
    /// What the paths are appended to.
    pub base_url: Spanned<String>,
    /// Path of discovery.
    pub discovery: Option<Spanned<String>>,
    /// Path of the API root.
    pub api_root: Spanned<String>,
    /// Whether paths of the client end in a slash; they do if absent.
    pub trailing_slash: Option<bool>,
}

/// How the client authenticates: one of these.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Auth {
    /// RFC 7617.
    pub basic: Option<Basic>,
    /// RFC 6750.
    pub bearer: Option<Credential>,
    /// A header of its own.
    pub header: Option<Header>,
}

/// A user name and a password.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Basic {
    /// The user name.
    pub username: Credential,
    /// The password.
    pub password: Credential,
}

/// A header with a credential.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Header {
    /// Its name.
    pub name: Spanned<String>,
    /// Its value.
    pub value: Credential,
}

/// Where a credential comes from; its value never stands in a description.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Credential {
    /// The environment variable.
    pub env: Spanned<String>,
    /// What it is for.
    pub purpose: Option<String>,
}

/// A property that a server adds.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Property {
    /// Its type.
    pub r#type: PropertyType,
    /// Known values of a text.
    #[serde(default)]
    pub values: List<Spanned<String>>,
    /// Whether it must be there.
    #[serde(default)]
    pub required: bool,
    /// What it means.
    pub description: Option<String>,
}

/// The types of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the words of JSON")]
pub enum PropertyType {
    String,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
}

/// An endpoint.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Operation {
    /// One line.
    pub summary: Option<String>,
    /// Query parameters that exist; all of the standard's if absent.
    pub parameters: Option<List<Spanned<String>>>,
    /// One request and its answer.
    pub example: Option<Example>,
}

/// One request and its answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Example {
    /// Inputs of the request.
    #[serde(default)]
    pub request: Map<Spanned<Data>>,
    /// The answer.
    pub response: Spanned<Data>,
    /// For readers of the description.
    #[serde(default, rename = "note")]
    _note: Unread,
}

/// Reads a description. All problems go into the sink; none if nothing can be made of it.
pub fn document(root: &Node<'_>, sink: &mut Sink) -> Option<Document> {
    secrets::hide_written(root, sink);
    let document: Document = de::read(root, sink).value?;
    if document.taxii.value != VERSION {
        let message = format!("version {} of the format is not known", document.taxii.value);
        sink.report(Code::UNKNOWN_VERSION.fatal(), &document.taxii.place, message)
            .help(format!("write `taxii: {VERSION}`"));
    }
    Some(document)
}
