//! What requests carry beside method and path.

use super::{Location, Member};
use crate::json::Value;

/// A text of a request: what the document writes, settings and inputs, put together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled(pub Vec<Fill>);

/// A part of a [`Filled`] text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fill {
    /// Stands as it is.
    Text(String),
    /// The value of the setting with this environment variable.
    Setting(String),
    /// The value of the input with this index; alone, it keeps its type and may be absent or a list.
    Input(usize),
    /// A member of an input; alone, it keeps its type and may be absent or a list.
    Member(Member),
    /// A value with inputs in it, as JSON; absent if nothing is in it.
    Json(Json),
}

/// What goes into the query, a header or a cookie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Where it travels: neither path nor body.
    pub location: Location,
    /// Its value.
    pub value: Filled,
}

/// What an operation sends as body.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Nothing.
    None,
    /// JSON.
    Json(Json),
    /// The input with this index as it is: a text as it stands, anything else as JSON.
    AsGiven(usize),
    /// The input with this index as JSON, and `{}` without it.
    JsonOrEmpty(usize),
    /// Members of a JSON object, which is not sent if all of them are absent.
    Fields(Vec<(String, Json)>),
    /// A text.
    Text {
        /// What it is.
        media_type: String,
        /// How values are written into it.
        language: Language,
        /// The text.
        text: Filled,
    },
    /// The bytes of the input with this index, which callers write in base64.
    Binary(usize),
    /// The fields of a url-encoded form.
    Form(Vec<(String, Filled)>),
    /// The parts of a `multipart/form-data`.
    Multipart(Vec<FormPart>),
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Json {
    /// A number, `true`, `false` or `null`.
    Constant(Value),
    /// A string.
    Text(Filled),
    /// The input with this index, whatever its type.
    Input(usize),
    /// A value that stands without quotes in a text: a text is the JSON that it spells; `null` where it is absent.
    Unquoted(Filled),
    /// A list; items that are absent are left out.
    List(Vec<Json>),
    /// An object; members that are absent are left out.
    Object(Vec<(String, Json)>),
}

/// How values are written into a text, so that they stay values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// As they are.
    Plain,
    /// As character data.
    Xml,
    /// As strings, IRIs or literals, by their place.
    Sparql,
    /// As JSON, or as parts of its strings. What is absent is `null`.
    Json,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormPart {
    /// The field.
    pub name: String,
    /// What it holds.
    pub value: Filled,
    /// What makes it a file.
    pub file: Option<FormFile>,
}

/// What is told of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormFile {
    /// Its name; empty if it has none of its own.
    pub name: Filled,
    /// What it holds; empty if nobody says.
    pub media_type: Filled,
}

impl Filled {
    /// A text of the document.
    pub fn text(text: impl Into<String>) -> Self {
        Self(vec![Fill::Text(text.into())])
    }

    /// An input, as it is.
    pub fn input(index: usize) -> Self {
        Self(vec![Fill::Input(index)])
    }

    /// The settings in it, in order.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|part| match part {
            Fill::Setting(env) => vec![env.as_str()],
            Fill::Json(json) => json.texts().into_iter().flat_map(Self::settings).collect(),
            Fill::Text(_) | Fill::Input(_) | Fill::Member(_) => Vec::new(),
        })
    }

    /// The inputs in it, in order.
    pub fn inputs(&self) -> Vec<usize> {
        let inputs = self.0.iter().flat_map(|part| match part {
            Fill::Input(index) => vec![*index],
            Fill::Member(member) => vec![member.input],
            Fill::Json(json) => json.inputs(),
            Fill::Text(_) | Fill::Setting(_) => Vec::new(),
        });
        inputs.collect()
    }
}

impl Body {
    /// The index of the input that is the whole body, if one is.
    pub fn whole(&self) -> Option<usize> {
        match self {
            Self::Json(Json::Input(index)) | Self::AsGiven(index) | Self::JsonOrEmpty(index) => Some(*index),
            _ => None,
        }
    }

    /// All texts in it.
    pub fn texts(&self) -> Vec<&Filled> {
        match self {
            Self::None | Self::AsGiven(_) | Self::JsonOrEmpty(_) | Self::Binary(_) => Vec::new(),
            Self::Json(json) => json.texts(),
            Self::Fields(members) => members.iter().flat_map(|(_, json)| json.texts()).collect(),
            Self::Text { text, .. } => vec![text],
            Self::Form(fields) => fields.iter().map(|(_, text)| text).collect(),
            Self::Multipart(parts) => parts.iter().flat_map(FormPart::texts).collect(),
        }
    }

    /// The inputs in it; some may be there several times.
    pub fn inputs(&self) -> Vec<usize> {
        match self {
            Self::AsGiven(index) | Self::JsonOrEmpty(index) | Self::Binary(index) => vec![*index],
            Self::Json(json) => json.inputs(),
            Self::Fields(members) => members.iter().flat_map(|(_, json)| json.inputs()).collect(),
            Self::None | Self::Text { .. } | Self::Form(_) | Self::Multipart(_) => {
                self.texts().into_iter().flat_map(Filled::inputs).collect()
            }
        }
    }
}

impl Json {
    fn texts(&self) -> Vec<&Filled> {
        match self {
            Self::Constant(_) | Self::Input(_) => Vec::new(),
            Self::Text(text) | Self::Unquoted(text) => vec![text],
            Self::List(items) => items.iter().flat_map(Self::texts).collect(),
            Self::Object(members) => members.iter().flat_map(|(_, json)| json.texts()).collect(),
        }
    }

    fn inputs(&self) -> Vec<usize> {
        match self {
            Self::Constant(_) => Vec::new(),
            Self::Text(text) | Self::Unquoted(text) => text.inputs(),
            Self::Input(index) => vec![*index],
            Self::List(items) => items.iter().flat_map(Self::inputs).collect(),
            Self::Object(members) => members.iter().flat_map(|(_, json)| json.inputs()).collect(),
        }
    }
}

impl FormPart {
    fn texts(&self) -> Vec<&Filled> {
        let file = self.file.iter().flat_map(|file| [&file.name, &file.media_type]);
        std::iter::once(&self.value).chain(file).collect()
    }
}
