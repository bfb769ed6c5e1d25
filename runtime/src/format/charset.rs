//! Bytes to text.

use std::borrow::Cow;

use encoding_rs::{DecoderResult, Encoding, UTF_8};

use super::body::{Body, FormatError};

/// The text: in the encoding of its byte-order mark, else that of the media type, else `declared`, else UTF-8.
pub(super) fn decode<'a>(
    format: &'static str,
    body: &Body<'a>,
    declared: Option<&str>,
) -> Result<Cow<'a, str>, FormatError> {
    let (encoding, mark) = match Encoding::for_bom(body.bytes) {
        Some(found) => found,
        None => (named(format, body.charset.or(declared))?, 0),
    };
    let bytes = &body.bytes[mark..];
    if encoding == UTF_8 {
        let fault = |error: std::str::Utf8Error| fault(format, encoding, mark + error.valid_up_to());
        return std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(fault);
    }
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(decoder.max_utf8_buffer_length_without_replacement(bytes.len()).unwrap_or(0));
    match decoder.decode_to_string_without_replacement(bytes, &mut text, true) {
        (DecoderResult::InputEmpty, _) => Ok(Cow::Owned(text)),
        (DecoderResult::Malformed(length, after), read) => {
            Err(fault(format, encoding, mark + read.saturating_sub(usize::from(length) + usize::from(after))))
        }
        (DecoderResult::OutputFull, read) => Err(fault(format, encoding, mark + read)), // the capacity is the most there can be
    }
}

/// The text as far as it is one: in the encoding of its byte-order mark, else that of the media type if it is known, else UTF-8.
#[cfg(any(feature = "cli", feature = "mcp"))]
pub(super) fn decode_lossy<'a>(body: &Body<'a>) -> Cow<'a, str> {
    let named = body.charset.and_then(|label| Encoding::for_label(label.as_bytes()));
    named.unwrap_or(UTF_8).decode(body.bytes).0
}

fn named(format: &'static str, label: Option<&str>) -> Result<&'static Encoding, FormatError> {
    let Some(label) = label else { return Ok(UTF_8) };
    Encoding::for_label(label.as_bytes())
        .ok_or_else(|| FormatError::new(format, "its charset is unknown", "as a whole"))
}

fn fault(format: &'static str, encoding: &'static Encoding, byte: usize) -> FormatError {
    FormatError::new(format, format!("it is not encoded as {}", encoding.name()), format!("byte {byte}"))
}
