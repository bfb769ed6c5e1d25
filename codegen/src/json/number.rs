//! Numbers as they are written.

use std::fmt;

/// A number in the grammar of JSON (RFC 8259 §6), with the digits that it was written with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number(String);

impl Number {
    /// A decimal number, as JSON, YAML or Rust write one: `+1`, `.5`, `007` and `1.` become what JSON allows.
    pub fn read(text: &str) -> Option<Self> {
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = unsigned.find(['e', 'E']).map_or((unsigned, ""), |at| unsigned.split_at(at));
        let (whole, fraction) = mantissa.split_once('.').map_or((mantissa, None), |(it, rest)| (it, Some(rest)));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let power = exponent.get(1..).map(|power| power.strip_prefix(['-', '+']).unwrap_or(power));
        let has_power = power.is_none_or(|power| !power.is_empty() && is_digits(power));
        let has_digits = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
        if !has_digits || !has_power || !is_digits(whole) || !fraction.is_none_or(is_digits) {
            return None;
        }
        let sign = if text.starts_with('-') { "-" } else { "" };
        let whole = match whole.trim_start_matches('0') {
            "" => "0",
            whole => whole,
        };
        let fraction = match fraction {
            None => String::new(),
            Some("") => ".0".to_owned(),
            Some(digits) => format!(".{digits}"),
        };
        Some(Self(format!("{sign}{whole}{fraction}{exponent}")))
    }

    /// The value, if it is an integer of 64 bits, written without fraction and exponent.
    pub fn as_i64(&self) -> Option<i64> {
        self.0.parse().ok()
    }

    /// The same without sign.
    pub fn as_u64(&self) -> Option<u64> {
        self.0.parse().ok()
    }

    /// Whether it is written as an integer.
    pub fn is_integer(&self) -> bool {
        !self.0.contains(['.', 'e', 'E'])
    }

    /// Whether a double holds it, be it rounded: none holds `1e400`.
    pub fn is_finite(&self) -> bool {
        self.0.parse().is_ok_and(f64::is_finite)
    }

    /// The nearest that serde_json holds; without any, the largest.
    pub fn rounded(&self) -> serde_json::Number {
        self.0.parse().ok().unwrap_or_else(|| {
            let most = if self.0.starts_with('-') { f64::MIN } else { f64::MAX };
            serde_json::Number::from_f64(most).unwrap_or_else(|| 0.into())
        })
    }

    /// The number as a literal of Rust, if it is written in the same digits by serde_json as here.
    pub fn as_literal(&self) -> Option<serde_json::Number> {
        Some(self.rounded()).filter(|number| number.to_string() == self.0)
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<i64> for Number {
    fn from(number: i64) -> Self {
        Self(number.to_string())
    }
}

impl From<serde_json::Number> for Number {
    fn from(number: serde_json::Number) -> Self {
        Self(number.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_digits() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(Number::read(text).map(|number| number.to_string()).as_deref(), expected, "{text}");
        };
        for text in ["0", "-0", "1.10", "1e2", "1E+2", "12345678901234567890123", "-0.5e-7", "1e400"] {
            check(text, Some(text));
        }
        check("+1", Some("1"));
        check(".5", Some("0.5"));
        check("-.50", Some("-0.50"));
        check("007", Some("7"));
        check("1.", Some("1.0"));
        for text in ["", "-", ".", "1e", "e5", "1.5.2", "0x1F", "1_000", "inf", "--1", "é", "1é"] {
            check(text, None);
        }
    }

    #[test]
    fn a_number_is_a_literal_of_rust_if_nothing_is_lost() {
        let check = |text: &str, expected: bool| {
            assert_eq!(Number::read(text).is_some_and(|number| number.as_literal().is_some()), expected, "{text}");
        };
        for text in ["0", "-7", "18446744073709551615", "1.5", "1.0", "-0.25"] {
            check(text, true);
        }
        for text in ["1.10", "1e2", "12345678901234567890123", "1e400", "0.50"] {
            check(text, false);
        }
    }
}
