//! `match[version]`: which versions of an object are meant (§3.4.1).

use std::fmt;
use std::str::FromStr;

use super::timestamp::TaxiiTimestamp;

/// Which versions of each object are meant.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Versions {
    /// The latest.
    #[default]
    Last,
    /// The first.
    First,
    /// Every one.
    All,
    /// Any of several; neither empty nor with a selector twice.
    Select(Vec<VersionSelector>),
}

/// One of the versions that are meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VersionSelector {
    /// The latest.
    Last,
    /// The first.
    First,
    /// That of exactly this instant, as the object writes it.
    At(String),
}

impl FromStr for Versions {
    type Err = String;

    /// The error completes a sentence that starts with the name of the parameter.
    fn from_str(value: &str) -> Result<Self, String> {
        let selectors = items(value)?;
        if selectors.iter().enumerate().any(|(index, selector)| selectors[..index].contains(selector)) {
            return Err("must not have a value twice".to_string());
        }
        match selectors.as_slice() {
            [one] if one == "all" => return Ok(Self::All),
            [one] if one == "last" => return Ok(Self::Last),
            [one] if one == "first" => return Ok(Self::First),
            _ => {}
        }
        selectors.iter().map(|selector| selector.parse()).collect::<Result<_, _>>().map(Self::Select)
    }
}

impl FromStr for VersionSelector {
    type Err = String;

    fn from_str(value: &str) -> Result<Self, String> {
        match value {
            "last" => Ok(Self::Last),
            "first" => Ok(Self::First),
            "all" => Err("must have `all` alone".to_string()),
            _ if value.parse::<TaxiiTimestamp>().is_ok() => Ok(Self::At(value.to_string())),
            _ => Err("must be `last`, `first`, `all` or timestamps".to_string()),
        }
    }
}

impl fmt::Display for Versions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Last => f.write_str("last"),
            Self::First => f.write_str("first"),
            Self::All => f.write_str("all"),
            Self::Select(selectors) => selectors
                .iter()
                .enumerate()
                .try_for_each(|(index, selector)| write!(f, "{}{selector}", if index == 0 { "" } else { "," })),
        }
    }
}

impl fmt::Display for VersionSelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Last => "last",
            Self::First => "first",
            Self::At(version) => version,
        })
    }
}

/// The items of a list with commas; the error completes a sentence that starts with the name of the parameter.
pub(super) fn items(value: &str) -> Result<Vec<String>, String> {
    let items: Vec<String> = value.split(',').map(str::to_string).collect();
    if items.iter().any(String::is_empty) {
        return Err("must be a list without empty items".to_string());
    }
    Ok(items)
}
