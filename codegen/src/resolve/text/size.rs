//! Sizes and media types.

use crate::diagnostic::Code;
use crate::read::naftiko::Spanned;
use crate::resolve::context::Context;
use crate::source::Place;

pub(crate) fn media_type(context: &mut Context<'_>, text: &Spanned<String>) -> Option<String> {
    let essence = text.split(';').next().unwrap_or_default().trim();
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    let is_whole = essence.split_once('/').is_some_and(|(ty, subtype)| is_name(ty) && is_name(subtype));
    let is_printable = text.bytes().all(|byte| (b' '..=b'~').contains(&byte));
    if is_whole && is_printable {
        return Some(text.trim().to_owned());
    }
    unknown(context, &text.place, "this is no media type", "write `type/subtype`, such as `image/png`");
    None
}

/// Bytes of a size such as `1.5MiB`; without a unit, it is bytes.
pub(crate) fn size(context: &mut Context<'_>, text: &Spanned<String>) -> Option<u64> {
    let bytes = bytes(text.trim());
    let is_nothing = text.bytes().any(|byte| byte == b'0') && !text.bytes().any(|byte| (b'1'..=b'9').contains(&byte));
    if bytes.is_none() && is_nothing {
        let help = "write how many bytes it may have, such as `10MiB`, or leave the key out";
        unknown(context, &text.place, "no answer is as small as that", help);
    } else if bytes.is_none() {
        unknown(
            context,
            &text.place,
            "this is no size",
            "write a number and its unit, such as `10MiB`, at most `3GiB`",
        );
    }
    bytes
}

fn bytes(text: &str) -> Option<u64> {
    const UNITS: [(&str, f64); 4] = [("GiB", 1_073_741_824.0), ("MiB", 1_048_576.0), ("KiB", 1024.0), ("B", 1.0)];
    let known = UNITS.iter().find_map(|(unit, factor)| Some((text.strip_suffix(unit)?, *factor)));
    let (number, factor) = known.unwrap_or((text, 1.0));
    let is_plain = number.starts_with(|c: char| c.is_ascii_digit())
        && number.ends_with(|c: char| c.is_ascii_digit())
        && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let bytes = number.parse::<f64>().ok().filter(|_| is_plain)? * factor;
    (1.0..=3.0 * UNITS[0].1).contains(&bytes).then_some(bytes as u64)
}

fn unknown(context: &mut Context<'_>, place: &Place, message: &str, help: &str) {
    context.sink.report(Code::UNKNOWN_VALUE, place, message).help(help);
}

#[cfg(test)]
mod tests {
    use super::bytes;

    #[test]
    fn sizes() {
        for (text, expected) in [
            ("10MiB", Some(10 * 1024 * 1024)),
            ("1.5KiB", Some(1536)),
            ("512B", Some(512)),
            ("512", Some(512)),
            ("2GiB", Some(2 * 1024 * 1024 * 1024)),
            ("0", None),
            ("9GiB", None),
            ("10MB", None),
            (".5KiB", None),
            ("1e3", None),
            ("-1", None),
            ("", None),
        ] {
            assert_eq!(bytes(text), expected, "{text}");
        }
    }
}
