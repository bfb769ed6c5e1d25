//! Instants on the wire: read leniently, written exactly.

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An instant. Read from RFC 3339 with any number of fraction digits up to nine and stray spaces around it;
/// written in UTC with exactly six digits, as TAXII wants (§1.4.3) and some servers insist on.
///
/// What is finer than a microsecond is cut: it could not be written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaxiiTimestamp {
    micros: i64,
}

impl TaxiiTimestamp {
    /// 1970-01-01T00:00:00Z.
    pub const EPOCH: Self = Self { micros: 0 };

    /// This many microseconds after 1970-01-01T00:00:00Z; `None` beyond the years -9999 to 9999.
    pub fn from_micros(micros: i64) -> Option<Self> {
        Timestamp::from_microsecond(micros).ok().map(|_| Self { micros })
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn as_micros(self) -> i64 {
        self.micros
    }

    /// The present time of the machine.
    pub fn now() -> Self {
        Self::from(Timestamp::now())
    }
}

/// The text is not an instant in the form of RFC 3339.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a timestamp like 2021-12-13T20:37:44.000000Z")]
pub struct TimestampError;

impl FromStr for TaxiiTimestamp {
    type Err = TimestampError;

    fn from_str(text: &str) -> Result<Self, TimestampError> {
        text.trim().parse::<Timestamp>().map(Self::from).map_err(|_| TimestampError)
    }
}

/// Cuts what is finer than a microsecond.
impl From<Timestamp> for TaxiiTimestamp {
    fn from(instant: Timestamp) -> Self {
        Self { micros: instant.as_nanosecond().div_euclid(1000) as i64 }
    }
}

impl fmt::Display for TaxiiTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let instant = Timestamp::from_microsecond(self.micros).map_err(|_| fmt::Error)?;
        write!(f, "{instant:.6}")
    }
}

impl fmt::Debug for TaxiiTimestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for TaxiiTimestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TaxiiTimestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn reads_leniently_and_writes_six_digits() {
        for (text, written) in [
            ("2021-12-13T20:37:44Z", "2021-12-13T20:37:44.000000Z"),
            ("2021-12-13T20:37:44.5Z", "2021-12-13T20:37:44.500000Z"),
            ("2021-12-13T20:37:44.000Z", "2021-12-13T20:37:44.000000Z"),
            ("2021-12-13T20:37:44.123456Z", "2021-12-13T20:37:44.123456Z"),
            ("2021-12-13T20:37:44.123456789Z", "2021-12-13T20:37:44.123456Z"),
            ("1969-12-31T23:59:59.123456789Z", "1969-12-31T23:59:59.123456Z"),
            (" 2018-09-18T17:46:56.000Z ", "2018-09-18T17:46:56.000000Z"),
            ("2018-09-18t17:46:56z", "2018-09-18T17:46:56.000000Z"),
            ("2018-09-18T19:46:56+02:00", "2018-09-18T17:46:56.000000Z"),
        ] {
            assert_eq!(text.parse::<TaxiiTimestamp>().unwrap().to_string(), written, "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_instant() {
        for text in ["", "yesterday", "2021-12-13", "2021-12-13T20:37:44", "2021-13-13T20:37:44Z", "1639427864"] {
            assert_eq!(text.parse::<TaxiiTimestamp>(), Err(TimestampError), "{text}");
        }
    }
}
