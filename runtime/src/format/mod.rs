//! Formats of answers other than JSON, read as the JSON values that outputs are picked from.
//!
//! Each is a feature of its own: `xml`, `csv` (also for other separators), `yaml`, `text` and `binary`. An answer that no
//! output is picked from keeps its bytes and is never decoded.

#[cfg(feature = "binary")]
mod binary;
#[cfg(any(feature = "csv", feature = "yaml"))]
mod budget;
#[cfg(feature = "charset")]
mod charset;
mod lists;
#[cfg(feature = "csv")]
mod separated;
#[cfg(all(test, feature = "csv", feature = "xml", feature = "yaml", feature = "text", feature = "binary"))]
mod tests;
#[cfg(feature = "xml")]
mod xml;
#[cfg(feature = "yaml")]
mod yaml;

#[cfg(feature = "mcp")]
use std::borrow::Cow;
use std::fmt;

pub(crate) use lists::wrap;

use crate::Value;

/// The most values that a decoded answer may have: memory is bounded by it, as one byte of an answer may become a value of
/// many.
#[cfg(any(feature = "csv", feature = "xml", feature = "yaml"))]
const MAX_VALUES: usize = 1_000_000;

/// How an answer is read as a value.
#[derive(Clone, Copy)]
pub struct Format {
    name: &'static str,
    read: fn(&Body<'_>) -> Result<Value, FormatError>,
}

/// An answer that is to be decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Body<'a> {
    pub(crate) bytes: &'a [u8],
    /// What the media type says of the encoding.
    #[cfg_attr(not(feature = "charset"), expect(dead_code, reason = "JSON and YAML are in UTF-8"))]
    pub(crate) charset: Option<&'a str>,
}

/// An answer is not in the format that the document names. Quotes nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the answer of the upstream is no {format}: {reason} ({place})")]
pub struct FormatError {
    /// The format, such as `XML`.
    pub format: &'static str,
    /// What is wrong.
    pub reason: String,
    /// Where, such as `line 3, column 7`.
    pub place: String,
}

impl Format {
    /// JSON.
    pub const JSON: Self = Self { name: "JSON", read: json };

    /// The content of the root element, as an object: attributes and elements by their names without prefix, lists of those
    /// that come several times, and text beside either under the empty name. All values are texts; `xsi:nil` is `null`.
    /// Document types and entities of their own are refused.
    #[cfg(feature = "xml")]
    pub const XML: Self = Self { name: "XML", read: xml::read };

    /// Comma-separated values: a list of objects, whose keys are the first row. All values are texts.
    #[cfg(feature = "csv")]
    pub const CSV: Self = Self { name: "CSV", read: |body| separated::read("CSV", b',', body) };

    /// The same, separated by tabs.
    #[cfg(feature = "csv")]
    pub const TSV: Self = Self { name: "TSV", read: |body| separated::read("TSV", b'\t', body) };

    /// The same, separated by `|`.
    #[cfg(feature = "csv")]
    pub const PSV: Self = Self { name: "PSV", read: |body| separated::read("PSV", b'|', body) };

    /// The first document of a YAML stream. Keys become texts.
    #[cfg(feature = "yaml")]
    pub const YAML: Self = Self { name: "YAML", read: yaml::read };

    /// One text.
    #[cfg(feature = "text")]
    pub const TEXT: Self = Self { name: "text", read: text };

    /// Bytes: as a value, their base64.
    #[cfg(feature = "binary")]
    pub const BINARY: Self = Self { name: "binary", read: binary::read };

    /// What errors call it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The value that an answer holds.
    pub(crate) fn read(&self, body: &Body<'_>) -> Result<Value, FormatError> {
        (self.read)(body)
    }

    /// Whether answers are text, whatever their media type.
    #[cfg(feature = "mcp")]
    pub(crate) fn is_text(&self) -> bool {
        self.name != Self::JSON.name && !self.is_binary()
    }

    /// Whether answers are bytes, whatever their media type.
    #[cfg(any(feature = "client", feature = "mcp"))]
    pub(crate) fn is_binary(&self) -> bool {
        self.name == "binary"
    }
}

impl Default for Format {
    fn default() -> Self {
        Self::JSON
    }
}

impl fmt::Debug for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Format({})", self.name)
    }
}

#[cfg(feature = "mcp")]
impl<'a> Body<'a> {
    /// As text, if it is one in its charset.
    pub(crate) fn text(&self) -> Option<Cow<'a, str>> {
        #[cfg(feature = "charset")]
        let text = charset::decode("text", self, None).ok();
        #[cfg(not(feature = "charset"))]
        let text = std::str::from_utf8(self.bytes).ok().map(Cow::Borrowed);
        text
    }
}

/// The charset that a media type names.
pub(crate) fn charset(media_type: &str) -> Option<&str> {
    let parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, charset) = parameters.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(charset.trim().trim_matches('"'))
}

fn json(body: &Body<'_>) -> Result<Value, FormatError> {
    serde_json::from_slice(body.bytes).map_err(|error| FormatError {
        format: "JSON",
        reason: "it is malformed".to_owned(),
        place: format!("line {}, column {}", error.line(), error.column()),
    })
}

#[cfg(feature = "text")]
fn text(body: &Body<'_>) -> Result<Value, FormatError> {
    charset::decode("text", body, None).map(|text| Value::String(text.into_owned()))
}

/// The line and column of a byte of `text`, both from 1.
#[cfg(feature = "xml")]
fn place(text: &str, byte: usize) -> String {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}")
}
