//! Request bodies.

use serde::Deserialize;

use super::{Data, Spanned};

/// The body of a consumed operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "$shape")]
pub enum Body {
    /// A template, sent as it is.
    #[serde(rename = "text")]
    Raw(Spanned<String>),
    /// A typed body.
    #[serde(rename = "mapping")]
    Block(BodyBlock),
}

/// A typed body.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BodyBlock {
    /// How it is encoded; JSON if absent.
    pub r#type: Option<Spanned<BodyType>>,
    /// What it holds: a template, or a tree of them; for a multipart form a list of mappings with `name`, `value`, `filename`
    /// and `contentType`.
    pub data: Option<Spanned<Data>>,
}

/// How a body is encoded.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename = "$media", rename_all = "camelCase")]
pub enum BodyType {
    /// `application/json`
    Json,
    /// `text/plain`
    Text,
    /// `application/xml`
    Xml,
    /// `application/sparql-query`
    Sparql,
    /// `application/x-www-form-urlencoded`
    FormUrlEncoded,
    /// `multipart/form-data`
    MultipartForm,
    /// Bytes as they are; not in the language, but in documents.
    Binary,
    /// What some documents write for `formUrlEncoded`.
    Form,
    /// What some documents write for `multipartForm`.
    Multipart,
    /// What some documents write for `binary`.
    #[serde(rename = "octet-stream")]
    OctetStream,
    /// `application/yaml`; not in the language, but in documents.
    Yaml,
    /// Any other; not in the language, but in documents.
    #[serde(rename = "type/subtype")]
    Media(String),
}

impl BodyType {
    /// The usual type for one in a spelling of its own, how that is spelled, and how this one is.
    pub fn usual(&self) -> Option<(Self, &'static str, &'static str)> {
        match self {
            Self::Form => Some((Self::FormUrlEncoded, "formUrlEncoded", "form")),
            Self::Multipart => Some((Self::MultipartForm, "multipartForm", "multipart")),
            Self::OctetStream => Some((Self::Binary, "binary", "octet-stream")),
            _ => None,
        }
    }
}
