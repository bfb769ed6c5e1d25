//! Numbers as they are written.

use std::fmt;
use std::str::FromStr;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// The name by which serde_json knows that the text itself is wanted, as for its `RawValue`.
pub(crate) const RAW: &str = "$serde_json::private::RawValue";

/// The name by which a reader of loose values knows what is wanted.
pub(crate) const TOKEN: &str = "$capwright::Number";

/// A number of JSON (RFC 8259 §6), with the digits that it was written with: `12345678901234567890123`, `1e2` and `1.10` stay
/// what they are. However they are written, two are equal if they are the same number.
#[derive(Clone)]
pub struct Number(Repr);

#[derive(Clone)]
enum Repr {
    /// One that serde_json writes as it was read.
    Plain(serde_json::Number),
    /// Any other, as it is written.
    Written(Box<str>),
}

/// A text is no number of JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANumber;

impl Number {
    /// A finite double.
    pub fn from_f64(number: f64) -> Option<Self> {
        serde_json::Number::from_f64(number).map(|number| Self(Repr::Plain(number)))
    }

    /// The number that a text stands for which JSON would write otherwise, in its digits: `+5` and `05` are 5, `.5` is 0.5, `5.`
    /// is 5.
    pub(crate) fn loose(text: &str) -> Option<Self> {
        let (sign, unsigned) = match text.strip_prefix('-') {
            Some(unsigned) => ("-", unsigned),
            None => ("", text.strip_prefix('+').unwrap_or(text)),
        };
        let (mantissa, exponent) = unsigned.split_at(unsigned.find(['e', 'E']).unwrap_or(unsigned.len()));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        if !mantissa.starts_with(|c: char| c == '.' || c.is_ascii_digit()) || mantissa == "." {
            return None;
        }
        let whole = Some(whole.trim_start_matches('0')).filter(|whole| !whole.is_empty()).unwrap_or("0");
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{fraction}{exponent}").parse().ok()
    }

    /// A number that a document fixes.
    ///
    /// # Panics
    /// If `text` is no number of JSON, which is a mistake of the program.
    pub fn literal(text: &str) -> Self {
        #[allow(clippy::expect_used, reason = "written by the compiler of the crate, never by a user")]
        text.parse().expect("a literal is a number of JSON")
    }

    /// The value, if it is an integer of 64 bits, written without fraction and exponent.
    pub fn as_i64(&self) -> Option<i64> {
        if let Repr::Plain(number) = &self.0 { number.as_i64() } else { None }
    }

    /// The same without sign.
    pub fn as_u64(&self) -> Option<u64> {
        if let Repr::Plain(number) = &self.0 { number.as_u64() } else { None }
    }

    /// The same of 128 bits.
    pub fn as_i128(&self) -> Option<i128> {
        if let Repr::Plain(number) = &self.0 { number.as_i128() } else { None }
    }

    /// The nearest double, if there is one: none for `1e400`.
    pub fn as_f64(&self) -> Option<f64> {
        match &self.0 {
            Repr::Plain(number) => number.as_f64(),
            Repr::Written(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
        }
    }

    /// Whether it is an integer of 64 bits.
    pub fn is_i64(&self) -> bool {
        self.as_i64().is_some()
    }

    /// Whether it is one without sign.
    pub fn is_u64(&self) -> bool {
        self.as_u64().is_some()
    }

    /// Whether serde_json writes it as it was written.
    #[cfg(feature = "mcp")]
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self.0, Repr::Plain(_))
    }

    /// A number as it is written in valid JSON.
    pub(super) fn read(text: &str) -> Result<Self, NotANumber> {
        let plain = text.parse::<serde_json::Number>().ok().filter(|number| is_written(number, text));
        match plain {
            Some(number) => Ok(Self(Repr::Plain(number))),
            None => match serde_json::from_str::<&RawValue>(text) {
                Ok(_) if text.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && text.trim() == text => {
                    Ok(Self(Repr::Written(text.into())))
                }
                _ => Err(NotANumber),
            },
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Repr::Plain(one), Repr::Plain(other)) if one == other => true,
            _ => Decimal::of(&self.to_string()) == Decimal::of(&other.to_string()),
        }
    }
}

impl Eq for Number {}

/// A number without what is only a way of writing it.
#[derive(PartialEq)]
struct Decimal {
    is_negative: bool,
    /// Without zeros at either end.
    digits: String,
    /// The power of ten that the last digit stands for; as it is written if it is absurd.
    exponent: Result<i64, String>,
}

impl Decimal {
    fn of(text: &str) -> Self {
        let unsigned = text.strip_prefix('-');
        let (mantissa, exponent) =
            unsigned.unwrap_or(text).split_once(['e', 'E']).unwrap_or((unsigned.unwrap_or(text), "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = format!("{whole}{fraction}");
        let trimmed = all.trim_end_matches('0');
        let digits = trimmed.trim_start_matches('0').to_owned();
        if digits.is_empty() {
            return Self { is_negative: false, digits, exponent: Ok(0) };
        }
        let places = i64::try_from(all.len() - trimmed.len()).unwrap_or(0) - i64::try_from(fraction.len()).unwrap_or(0);
        let written = exponent.trim_start_matches('+').parse::<i64>().ok();
        let exponent = written.and_then(|it| it.checked_add(places)).ok_or_else(|| exponent.to_owned());
        Self { is_negative: unsigned.is_some(), digits, exponent }
    }
}

/// Whether serde_json writes a number in this way.
fn is_written(number: &serde_json::Number, text: &str) -> bool {
    let is_short = text.len() < 19 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_short || number.to_string() == text
}

impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        Self::read(text)
    }
}

/// 0
impl Default for Number {
    fn default() -> Self {
        0.into()
    }
}

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("is no number of JSON")
    }
}

impl std::error::Error for NotANumber {}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Repr::Plain(number) => number.fmt(f),
            Repr::Written(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Number({self})")
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Repr::Plain(number) => number.serialize(serializer),
            Repr::Written(text) => {
                let raw = RawValue::from_string(text.as_ref().to_owned()).map_err(serde::ser::Error::custom)?;
                raw.serialize(serializer)
            }
        }
    }
}

macro_rules! from_integers {
    ($($integer:ty)*) => {
        $(impl From<$integer> for Number {
            fn from(number: $integer) -> Self {
                Self(Repr::Plain(number.into()))
            }
        }

        impl PartialEq<$integer> for Number {
            fn eq(&self, other: &$integer) -> bool {
                let other = Self::from(*other);
                *self == other
            }
        })*
    };
}

from_integers! { i8 i16 i32 i64 u8 u16 u32 u64 usize isize }

impl From<serde_json::Number> for Number {
    fn from(number: serde_json::Number) -> Self {
        Self(Repr::Plain(number))
    }
}

/// What is more than serde_json holds becomes the nearest double; without any, the largest.
impl From<Number> for serde_json::Number {
    fn from(number: Number) -> Self {
        match number.0 {
            Repr::Plain(number) => number,
            Repr::Written(ref text) => text.parse().ok().unwrap_or_else(|| {
                let most = if text.starts_with('-') { f64::MIN } else { f64::MAX };
                Self::from_f64(most).unwrap_or_else(|| 0.into())
            }),
        }
    }
}

/// NaN and infinities are no numbers of JSON.
impl TryFrom<f64> for Number {
    type Error = NotANumber;

    fn try_from(number: f64) -> Result<Self, NotANumber> {
        Self::from_f64(number).ok_or(NotANumber)
    }
}
