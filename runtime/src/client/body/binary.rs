//! Bytes, which callers write as text.

use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::percent_decode_str;

const ANY_BYTES: &str = "application/octet-stream";
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// Media type and bytes of base64, in either alphabet, or of a `data:` URL (RFC 2397), which can hold plain text; else what
/// is wrong.
pub(in crate::client) fn read(text: &str) -> Result<(String, Vec<u8>), &'static str> {
    let is_url = text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    let Some(url) = text.get(5..).filter(|_| is_url) else {
        return Ok((ANY_BYTES.to_owned(), decode(text)?));
    };
    let (about, data) =
        url.split_once(',').ok_or("must have a comma before the data, such as data:text/plain,hello")?;
    let (media_type, is_base64) = match about.strip_suffix(";base64") {
        Some(media_type) => (media_type, true),
        None => (about, false),
    };
    let data: Vec<u8> = percent_decode_str(data).collect();
    let bytes = if is_base64 { decode(&String::from_utf8_lossy(&data))? } else { data };
    let media_type = match media_type {
        "" => "text/plain;charset=US-ASCII".to_owned(),
        parameters if parameters.starts_with(';') => format!("text/plain{parameters}"),
        media_type => media_type.to_owned(),
    };
    Ok((media_type, bytes))
}

fn decode(text: &str) -> Result<Vec<u8>, &'static str> {
    let text: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let alphabet = if text.contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
    let decoded = GeneralPurpose::new(alphabet, LENIENT).decode(text);
    decoded.map_err(|_| "must be base64, or a data: URL such as data:text/plain,hello")
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn bytes_are_written_as_text() {
        let check = |text: &str, media_type: &str, bytes: &[u8]| {
            assert_eq!(read(text), Ok((media_type.to_owned(), bytes.to_vec())), "{text}");
        };
        check("", "application/octet-stream", b"");
        check("aGk/", "application/octet-stream", b"hi?");
        check("aGk_", "application/octet-stream", b"hi?");
        check("aG\r\nk", "application/octet-stream", b"hi");
        check("aGk=", "application/octet-stream", b"hi");
        check("data:,a%20b", "text/plain;charset=US-ASCII", b"a b");
        check("data:;charset=utf-8,%C3%A9", "text/plain;charset=utf-8", "é".as_bytes());
        check("DATA:image/png;base64,iVA=", "image/png", b"\x89P");
        for text in ["hello!", "a", "data:text/plain", "data:;base64,!", "é"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
