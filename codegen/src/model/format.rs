//! Formats of answers.

/// What an operation answers with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the language")]
pub enum Format {
    #[default]
    Json,
    Xml,
    Csv,
    Tsv,
    Psv,
    Yaml,
    Text,
    Binary(Binary),
}

/// What is known of an answer of bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binary {
    /// Its media type, whatever the upstream says.
    pub media_type: Option<String>,
    /// How many bytes it may have, unless that is for the runtime to say.
    pub max_bytes: Option<u64>,
}

impl Format {
    /// Whether values can be picked from answers that are not JSON.
    pub fn is_foreign(&self) -> bool {
        matches!(self, Self::Xml | Self::Csv | Self::Tsv | Self::Psv | Self::Yaml)
    }
}
