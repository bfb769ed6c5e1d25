//! An answer that is to be decoded, and why it can't be.

/// The most values that a decoded answer may have: memory is bounded by it, as one byte of an answer may become a value of
/// many.
#[cfg(any(feature = "csv", feature = "xml", feature = "yaml"))]
pub(super) const MAX_VALUES: usize = 1_000_000;

/// An answer that is to be decoded.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Body<'a> {
    pub(crate) bytes: &'a [u8],
    /// What the media type says of the encoding.
    #[cfg_attr(not(feature = "charset"), expect(dead_code, reason = "only what outputs read is decoded"))]
    pub(crate) charset: Option<&'a str>,
}

/// An answer is not in the format that the document names. Quotes nothing of it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the answer of {} is no {format}: {reason} ({place})", upstream.as_deref().unwrap_or("the upstream"))]
pub struct FormatError {
    /// The namespace of the upstream, if it is known.
    pub upstream: Option<String>,
    /// The format, such as `XML`.
    pub format: &'static str,
    /// What is wrong.
    pub reason: String,
    /// Where, such as `line 3, column 7`.
    pub place: String,
}

impl FormatError {
    pub(super) fn new(format: &'static str, reason: impl Into<String>, place: impl Into<String>) -> Self {
        Self { upstream: None, format, reason: reason.into(), place: place.into() }
    }

    pub(crate) fn of(self, upstream: Option<&str>) -> Self {
        Self { upstream: upstream.map(str::to_owned), ..self }
    }
}

/// The line and column of a byte of `text`, both from 1.
#[cfg(feature = "xml")]
pub(super) fn place(text: &str, byte: usize) -> String {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("line {line}, column {column}")
}
