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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
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
    #[serde(alias = "form")]
    FormUrlEncoded,
    /// `multipart/form-data`
    #[serde(alias = "multipart")]
    MultipartForm,
    /// Bytes as they are; not in the language, but in documents.
    #[serde(alias = "octet-stream")]
    Binary,
}
