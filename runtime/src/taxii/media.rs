//! Media types of TAXII and STIX, and how they are compared: spaces, case and the order of parameters don't count.

use std::fmt;
use std::str::FromStr;

/// What requests accept and answers are, to the byte: some servers and clients compare no further.
pub const TAXII: &str = "application/taxii+json;version=2.1";
/// STIX 2.1 content, as collections and manifests name it.
pub const STIX: &str = "application/stix+json;version=2.1";

const TAXII_NAME: &str = "application/taxii+json";

/// A media type, or a media range of an `Accept` header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaType {
    /// Type and subtype in lower case: `application/taxii+json`, `*/*`.
    pub name: String,
    /// Names in lower case and values without quotes, sorted by name.
    pub parameters: Vec<(String, String)>,
}

impl MediaType {
    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether this is TAXII 2.1, or TAXII without a version.
    pub fn is_taxii(&self) -> bool {
        self.name == TAXII_NAME && self.parameter("version").is_none_or(|version| version == "2.1")
    }

    /// Whether the name says that the content is JSON of some kind.
    pub fn is_json(&self) -> bool {
        self.name.ends_with("/json") || self.name.ends_with("+json")
    }
}

/// The media types of a comma-separated list; what is none is left out.
pub fn list(header: &str) -> impl Iterator<Item = MediaType> {
    split(header, ',').filter_map(|item| item.parse().ok())
}

/// The text has no `type/subtype`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a media type like {TAXII}")]
pub struct MediaTypeError;

impl FromStr for MediaType {
    type Err = MediaTypeError;

    fn from_str(text: &str) -> Result<Self, MediaTypeError> {
        let mut parts = split(text, ';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let well_formed = name.split_once('/').is_some_and(|(kind, sub)| is_token(kind) && is_token(sub));
        if !well_formed {
            return Err(MediaTypeError);
        }
        let mut parameters: Vec<_> = parts.filter_map(|part| part.split_once('=')).map(parameter).collect();
        parameters.sort();
        Ok(Self { name, parameters })
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.parameters.iter().try_for_each(|(name, value)| match is_token(value) {
            true => write!(f, ";{name}={value}"),
            false => write!(f, ";{name}=\"{value}\""),
        })
    }
}

fn parameter((name, value): (&str, &str)) -> (String, String) {
    let value = value.trim();
    let quoted = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    (name.trim().to_ascii_lowercase(), quoted.unwrap_or(value).to_string())
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// Splits where no quotes are open.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == separator && !quoted
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn spelling_does_not_count() {
        let exact: MediaType = TAXII.parse().unwrap();
        for text in [
            "application/taxii+json; version=2.1",
            " Application/TAXII+json ;Version=\"2.1\" ",
            "application/taxii+json;version = 2.1",
        ] {
            assert_eq!(text.parse::<MediaType>().unwrap(), exact, "{text}");
        }
        assert_eq!(exact.to_string(), TAXII);
        assert_eq!("a/b;x=\"1, 2; 3\"".parse::<MediaType>().unwrap().parameter("x"), Some("1, 2; 3"));
        for text in ["", "json", "application/", "/json", "appli cation/json"] {
            assert_eq!(text.parse::<MediaType>(), Err(MediaTypeError), "{text}");
        }
    }
}
