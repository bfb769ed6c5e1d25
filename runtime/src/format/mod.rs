//! Formats of answers other than JSON, read as the JSON values that outputs are picked from.
//!
//! Each is a feature of its own: `xml`, `csv` (also for other separators), `yaml`, `text` and `binary`. An answer that no
//! output is picked from keeps its bytes and is never decoded.

#[cfg(feature = "binary")]
mod binary;
mod body;
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

use std::borrow::Cow;
use std::fmt;

use crate::value::Value;

pub(crate) use self::body::Body;
pub use self::body::FormatError;
pub(crate) use self::lists::wrap;

/// How an answer is read as a value.
#[derive(Clone, Copy)]
pub struct Format {
    name: &'static str,
    read: fn(&Body<'_>) -> Result<Value, FormatError>,
}

impl Format {
    /// JSON.
    pub const JSON: Self = Self { name: "JSON", read: json };

    /// The content of the root element, as an object: attributes and elements by their names without prefix, lists of those
    /// that come several times, and text beside either under the empty name. All values are texts; `xsi:nil` is `null`.
    /// A document type is passed over, and what it refers to is never fetched; one that declares anything itself is refused.
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

    /// The media types to ask for; anything else is better than nothing, as upstreams misname what they send.
    #[cfg(feature = "client")]
    pub(crate) fn accept(&self) -> &'static str {
        match self.name {
            "XML" => "application/xml, text/xml;q=0.9, */*;q=0.5",
            "CSV" => "text/csv, */*;q=0.5",
            "TSV" => "text/tab-separated-values, */*;q=0.5",
            "YAML" => "application/yaml, application/x-yaml;q=0.9, text/yaml;q=0.9, */*;q=0.5",
            "text" => "text/plain, text/*;q=0.9, */*;q=0.5",
            "PSV" | "binary" => "*/*",
            _ => "application/json, */*;q=0.5",
        }
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

    /// Whether blanks are a value.
    #[cfg(any(feature = "mcp", feature = "project"))]
    pub(crate) fn keeps_blanks(&self) -> bool {
        matches!(self.name, "text" | "binary")
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

/// The answer as text, if it is one in its charset.
#[cfg(feature = "mcp")]
pub(crate) fn as_text<'a>(body: &Body<'a>) -> Option<Cow<'a, str>> {
    #[cfg(feature = "charset")]
    let text = charset::decode("text", body, None).ok();
    #[cfg(not(feature = "charset"))]
    let text = std::str::from_utf8(body.bytes).ok().map(Cow::Borrowed);
    text
}

/// The answer as text, as far as it is one: an error that is shown to somebody.
#[cfg(any(feature = "cli", feature = "mcp"))]
pub(crate) fn as_lossy_text<'a>(body: &Body<'a>) -> Cow<'a, str> {
    #[cfg(feature = "charset")]
    let text = charset::decode_lossy(body);
    #[cfg(not(feature = "charset"))]
    let text = String::from_utf8_lossy(body.bytes);
    text
}

/// UTF-8 without its byte-order mark.
pub(crate) fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// The charset that a media type names.
pub(crate) fn charset(media_type: &str) -> Option<&str> {
    let parameters = media_type.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, charset) = parameters.into_iter().find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(charset.trim().trim_matches('"'))
}

/// JSON in UTF-8, without mark. It is in UTF-16 where its mark, its media type or the zeros beside its first character say so (RFC 4627 §3),
/// and in another charset where the media type names one and it is no UTF-8.
#[cfg(feature = "charset")]
pub(crate) fn in_utf8<'a>(body: &Body<'a>) -> Cow<'a, [u8]> {
    let declared = match body.bytes {
        [0xfe, 0xff, ..] | [0xff, 0xfe, ..] => None,
        [0, _, ..] => Some("utf-16be"),
        [_, 0, ..] => Some("utf-16le"),
        bytes if body.charset.is_some() && std::str::from_utf8(bytes).is_err() => None,
        bytes => return Cow::Borrowed(without_mark(bytes)),
    };
    let said = Body { charset: declared.or(body.charset), ..*body };
    charset::decode("JSON", &said, None).map_or(Cow::Borrowed(body.bytes), |text| Cow::Owned(text.into_owned().into()))
}

#[cfg(not(feature = "charset"))]
pub(crate) fn in_utf8<'a>(body: &Body<'a>) -> Cow<'a, [u8]> {
    Cow::Borrowed(without_mark(body.bytes))
}

fn json(body: &Body<'_>) -> Result<Value, FormatError> {
    serde_json::from_slice(&in_utf8(body)).map_err(|error| {
        FormatError::new("JSON", "it is malformed", format!("line {}, column {}", error.line(), error.column()))
    })
}

#[cfg(feature = "text")]
fn text(body: &Body<'_>) -> Result<Value, FormatError> {
    charset::decode("text", body, None).map(|text| Value::String(text.into_owned()))
}
