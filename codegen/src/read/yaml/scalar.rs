//! What a plain scalar means: YAML 1.2's core schema.

/// The meaning of a scalar, for those who ask. Names never do: `n`, `1.0.0` and `2015-02-01` are text wherever text is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Core {
    /// Empty, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A whole number beyond `i64`.
    UInt(u64),
    /// Any other number.
    Float(f64),
    /// Everything else, and everything in quotes.
    Text,
}

/// What the text would mean without quotes.
pub(crate) fn resolve(text: &str) -> Core {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Core::Null,
        "true" | "True" | "TRUE" => Core::Bool(true),
        "false" | "False" | "FALSE" => Core::Bool(false),
        _ => number(text).unwrap_or(Core::Text),
    }
}

fn number(text: &str) -> Option<Core> {
    let radix = |digits: &str, radix| u64::from_str_radix(digits, radix).ok().map(whole);
    if let Some(octal) = text.strip_prefix("0o") {
        return radix(octal, 8);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x") {
        return radix(hexadecimal, 16);
    }
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Some(Core::Float(if text.starts_with('-') { f64::NEG_INFINITY } else { f64::INFINITY }));
    }
    if matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(Core::Float(f64::NAN));
    }
    // Rust's own grammar also takes `inf`, `nan` and `infinity`, which are words here.
    if !unsigned.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        || !unsigned.contains(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    text.parse()
        .map(Core::Int)
        .or_else(|_| text.parse().map(Core::UInt))
        .or_else(|_| text.parse().map(Core::Float))
        .ok()
}

fn whole(value: u64) -> Core {
    i64::try_from(value).map_or(Core::UInt(value), Core::Int)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_scalars_follow_the_core_schema() {
        let rows = [
            ("", Core::Null),
            ("~", Core::Null),
            ("true", Core::Bool(true)),
            ("FALSE", Core::Bool(false)),
            ("yes", Core::Text),
            ("n", Core::Text),
            ("12", Core::Int(12)),
            ("-7", Core::Int(-7)),
            ("+7", Core::Int(7)),
            ("010", Core::Int(10)),
            ("0o17", Core::Int(15)),
            ("0x1F", Core::Int(31)),
            ("0xg", Core::Text),
            ("1_000", Core::Text),
            ("18446744073709551615", Core::UInt(u64::MAX)),
            ("99999999999999999999", Core::Float(1e20)),
            ("1.5", Core::Float(1.5)),
            (".5", Core::Float(0.5)),
            ("1e3", Core::Float(1000.0)),
            ("-.inf", Core::Float(f64::NEG_INFINITY)),
            ("inf", Core::Text),
            ("nan", Core::Text),
            (".", Core::Text),
            ("-", Core::Text),
            ("1.0.0", Core::Text),
            ("2015-02-01", Core::Text),
        ];
        for (text, expected) in rows {
            assert_eq!(resolve(text), expected, "{text}");
        }
    }
}
