//! What a plain scalar means in YAML 1.1, where that is another value than in YAML 1.2.

use super::scalar::{Core, resolve};

/// What YAML 1.1 reads (§10.2 of YAML 1.1, types `bool`, `int` and `float`).
#[derive(Debug, Clone, PartialEq, Eq)]
enum Older {
    Truth(bool),
    Whole(i128),
    /// A number with a point, its digits without underscores.
    Fraction(String),
    Text,
    /// What isn't looked at: dates, exponents, numbers beyond all.
    Unknown,
}

/// What YAML 1.1 makes of a plain text, in words; none where YAML 1.2 makes the same of it.
///
/// `y` and `n` are truths by the letter of YAML 1.1 and texts to those who read it: they are left alone.
pub(crate) fn other_reading(text: &str) -> Option<String> {
    let (older, newer) = (older(text), resolve(text));
    let whole = match newer {
        Core::Int(number) => Some(i128::from(number)),
        Core::UInt(number) => Some(i128::from(number)),
        _ => None,
    };
    match older {
        Older::Truth(truth) => Some(truth.to_string()),
        Older::Whole(number) if whole != Some(number) && !matches!(newer, Core::Float(_)) => Some(number.to_string()),
        Older::Fraction(digits) if newer == Core::Text => Some(digits),
        Older::Text if whole.is_some() => Some("a text".to_owned()),
        _ => None,
    }
}

fn older(text: &str) -> Older {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Older::Truth(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Older::Truth(false),
        _ => {}
    }
    let (is_negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    match magnitude(digits) {
        Older::Whole(number) if is_negative => Older::Whole(-number),
        Older::Fraction(digits) if is_negative => Older::Fraction(format!("-{digits}")),
        other => other,
    }
}

/// A number without its sign.
fn magnitude(text: &str) -> Older {
    let only = |text: &str, is_digit: fn(char) -> bool| {
        text.starts_with(is_digit) && text.chars().all(|c| c == '_' || is_digit(c))
    };
    let digits = text.replace('_', "");
    let whole = |digits: &str, radix| i128::from_str_radix(digits, radix).map_or(Older::Unknown, Older::Whole);
    if let Some(binary) = text.strip_prefix("0b").filter(|rest| only(rest, |c| matches!(c, '0' | '1'))) {
        return whole(&binary.replace('_', ""), 2);
    }
    if let Some(hexadecimal) = text.strip_prefix("0x").filter(|rest| only(rest, |c| c.is_ascii_hexdigit())) {
        return whole(&hexadecimal.replace('_', ""), 16);
    }
    if only(text, |c| matches!(c, '0'..='7')) && text.starts_with('0') {
        return whole(&digits, 8);
    }
    if only(text, |c| c.is_ascii_digit()) {
        return if text.starts_with('0') { Older::Text } else { whole(&digits, 10) };
    }
    if let Some(sixties) = sexagesimal(text) {
        return sixties;
    }
    let is_fraction = |(before, after): (&str, &str)| {
        let is_digits = |text: &str| text.is_empty() || only(text, |c| c.is_ascii_digit());
        is_digits(before) && is_digits(after) && !(before.is_empty() && after.is_empty())
    };
    if text.split_once('.').is_some_and(is_fraction) {
        return Older::Fraction(digits);
    }
    let is_octal_of_today = text.strip_prefix("0o").is_some_and(|rest| only(rest, |c| matches!(c, '0'..='7')));
    if is_octal_of_today { Older::Text } else { Older::Unknown }
}

/// A number in base 60, such as `10:30`.
fn sexagesimal(text: &str) -> Option<Older> {
    let mut parts = text.split(':');
    let first = parts.next().filter(|first| first.starts_with(|c| matches!(c, '1'..='9')))?;
    let mut number: i128 = first.replace('_', "").parse().ok()?;
    let mut is_alone = true;
    for part in parts {
        let is_digits = matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
        let digit: i128 = part.parse().ok().filter(|digit| is_digits && *digit < 60)?;
        number = number.checked_mul(60)?.checked_add(digit)?;
        is_alone = false;
    }
    (!is_alone).then_some(Older::Whole(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_numbers_that_differ_are_known() {
        let rows = [
            ("yes", "true"),
            ("No", "false"),
            ("on", "true"),
            ("OFF", "false"),
            ("010", "8"),
            ("-010", "-8"),
            ("0o10", "a text"),
            ("08", "a text"),
            ("0b11", "3"),
            ("1_000", "1000"),
            ("-1_000", "-1000"),
            ("1_000.5", "1000.5"),
            ("10:30", "630"),
            ("190:20:30", "685230"),
        ];
        for (text, expected) in rows {
            assert_eq!(other_reading(text).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_both_read_alike_is_left_alone() {
        let rows =
            ["", "~", "true", "False", "y", "n", "0", "00", "007", "7", "-7", "+7", "1.5", ".5", "1.", "0x1F", "1e3"];
        let texts = [
            "text",
            "1.0.0",
            "2015-02-01",
            "00:30",
            "10:75",
            "a:1",
            "no way",
            "_1",
            "0xg",
            "0b2",
            "18446744073709551615",
        ];
        let large = ["99999999999999999999", "999999999999999999999999999999999999999999", "-", "+", ".", ".inf"];
        for text in rows.into_iter().chain(texts).chain(large) {
            assert_eq!(other_reading(text), None, "{text}");
        }
    }
}
