//! What the requests for objects and manifests can ask for (§3.4, §3.5): one model for both sides.

use std::fmt;
use std::num::NonZeroU32;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::timestamp::TaxiiTimestamp;
use super::versions::{Versions, items};
use crate::error::InputError;
use crate::excerpt::quoted;

/// A query parameter of the standard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    /// `added_after`
    AddedAfter,
    /// `limit`
    Limit,
    /// `next`
    Next,
    /// `match[id]`
    MatchId,
    /// `match[type]`
    MatchType,
    /// `match[version]`
    MatchVersion,
    /// `match[spec_version]`
    MatchSpecVersion,
}

/// What a request for a page asks for. The default asks for the latest version of everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Only what was added to the collection later than this.
    pub added_after: Option<TaxiiTimestamp>,
    /// At most so many objects or records in a page.
    pub limit: Option<NonZeroU32>,
    /// Where the page starts, verbatim from the page before.
    pub next: Option<String>,
    /// Only objects with one of these identifiers; none for any.
    pub ids: Vec<String>,
    /// Only objects of one of these types; none for any.
    pub types: Vec<String>,
    /// Which versions of an object.
    pub versions: Versions,
    /// Only objects in one of these STIX versions; none for the newest of each object.
    pub spec_versions: Vec<String>,
}

impl Filter {
    /// All parameters, in the order in which they are sent.
    pub const ALL: &[Self] = &[
        Self::AddedAfter,
        Self::Limit,
        Self::Next,
        Self::MatchId,
        Self::MatchType,
        Self::MatchVersion,
        Self::MatchSpecVersion,
    ];

    /// The name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AddedAfter => "added_after",
            Self::Limit => "limit",
            Self::Next => "next",
            Self::MatchId => "match[id]",
            Self::MatchType => "match[type]",
            Self::MatchVersion => "match[version]",
            Self::MatchSpecVersion => "match[spec_version]",
        }
    }

    /// The parameter with this name on the wire.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|filter| filter.name() == name)
    }
}

impl Query {
    /// Reads the parameters of a request, already decoded. Names outside `known` are ignored, as the standard allows.
    ///
    /// # Errors
    /// Names the parameter that is malformed or given twice (§3.4, §3.5: status 400).
    pub fn parse<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
        known: &[Filter],
    ) -> Result<Self, InputError> {
        let mut query = Self::default();
        let mut seen = Vec::new();
        for (name, value) in pairs {
            let Some(filter) = Filter::from_name(name).filter(|filter| known.contains(filter)) else { continue };
            if seen.contains(&filter) {
                return Err(InputError::new(name, "must be given once"));
            }
            seen.push(filter);
            query.set(filter, value).map_err(|reason| InputError::new(name, reason))?;
        }
        Ok(query)
    }

    /// Whether this can be sent to an operation that has only the `known` parameters.
    ///
    /// # Errors
    /// Names a parameter that is not known, or whose value could not be read back.
    pub fn check(&self, known: &[Filter]) -> Result<(), InputError> {
        if let Some(filter) = Filter::ALL.iter().find(|f| self.get(**f).is_some() && !known.contains(f)) {
            return Err(InputError::new(filter.name(), "is not a parameter of this operation"));
        }
        let pairs: Vec<_> = self.pairs().collect();
        let read = Self::parse(pairs.iter().map(|(name, value)| (*name, value.as_str())), known)?;
        let lists = [
            (Filter::MatchId, read.ids == self.ids),
            (Filter::MatchType, read.types == self.types),
            (Filter::MatchSpecVersion, read.spec_versions == self.spec_versions),
        ];
        match lists.iter().find(|(_, same)| !same) {
            Some((filter, _)) => Err(InputError::new(filter.name(), "must not have a comma in an item")),
            None => Ok(()),
        }
    }

    /// The value of a parameter as it is sent, unencoded; `None` if it is left out.
    pub fn get(&self, filter: Filter) -> Option<String> {
        match filter {
            Filter::AddedAfter => self.added_after.map(|instant| instant.to_string()),
            Filter::Limit => self.limit.map(|limit| limit.to_string()),
            Filter::Next => self.next.clone(),
            Filter::MatchId => joined(&self.ids),
            Filter::MatchType => joined(&self.types),
            Filter::MatchVersion => (self.versions != Versions::Last).then(|| self.versions.to_string()),
            Filter::MatchSpecVersion => joined(&self.spec_versions),
        }
    }

    /// The parameters to send, unencoded.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, String)> {
        Filter::ALL.iter().filter_map(|filter| Some((filter.name(), self.get(*filter)?)))
    }

    fn set(&mut self, filter: Filter, value: &str) -> Result<(), String> {
        match filter {
            Filter::AddedAfter => self.added_after = Some(value.parse().map_err(text)?),
            Filter::Limit => self.limit = Some(limit(value)?),
            Filter::Next => self.next = Some(value.to_string()),
            Filter::MatchId => self.ids = items(value)?,
            Filter::MatchType => self.types = items(value)?,
            Filter::MatchVersion => self.versions = value.parse()?,
            Filter::MatchSpecVersion => self.spec_versions = items(value)?,
        }
        Ok(())
    }
}

/// As a map of the parameters that would be sent.
impl Serialize for Query {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.pairs())
    }
}

impl<'de> Deserialize<'de> for Query {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pairs = std::collections::BTreeMap::<String, String>::deserialize(deserializer)?;
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        Self::parse(pairs, Filter::ALL).map_err(D::Error::custom)
    }
}

fn limit(value: &str) -> Result<NonZeroU32, String> {
    let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let limit = if digits { value.parse().unwrap_or(u32::MAX) } else { 0 };
    NonZeroU32::new(limit).ok_or_else(|| format!("must be an integer above 0, not {}", quoted(value)))
}

fn joined(items: &[String]) -> Option<String> {
    (!items.is_empty()).then(|| items.join(","))
}

fn text(error: impl fmt::Display) -> String {
    error.to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::taxii::versions::VersionSelector;

    fn parse(query: &str) -> Result<Query, String> {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        Query::parse(pairs, Filter::ALL).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_read_is_sent() {
        for (read, sent) in [
            ("", ""),
            ("limit=10&next=MTA=", "limit=10&next=MTA="),
            ("added_after=2020-01-01T00:00:00Z", "added_after=2020-01-01T00:00:00.000000Z"),
            ("match[type]=indicator,x-t&match[id]=a--1", "match[id]=a--1&match[type]=indicator,x-t"),
            ("match[version]=last", ""),
            ("match[version]=all", "match[version]=all"),
            ("match[version]=first,2020-01-01T00:00:00.5Z", "match[version]=first,2020-01-01T00:00:00.5Z"),
            ("match[spec_version]=2.0,2.1", "match[spec_version]=2.0,2.1"),
            ("match[unknown]=1&x=2", ""),
            ("limit=99999999999", "limit=4294967295"),
        ] {
            let query = parse(read).unwrap();
            let pairs: Vec<_> = query.pairs().map(|(name, value)| format!("{name}={value}")).collect();
            assert_eq!(pairs.join("&"), sent, "{read}");
            let token = serde_json::to_string(&query).unwrap();
            assert_eq!(serde_json::from_str::<Query>(&token).unwrap(), query, "{token}");
        }
    }

    #[test]
    fn mistakes_are_named() {
        for (query, message) in [
            ("limit=0", "limit must be an integer above 0, not \"0\""),
            ("limit=-1", "limit must be an integer above 0, not \"-1\""),
            ("limit=+1", "limit must be an integer above 0, not \"+1\""),
            ("limit=", "limit must be an integer above 0, not \"\""),
            ("limit=1&limit=1", "limit must be given once"),
            ("added_after=x", "added_after must be a timestamp like 2021-12-13T20:37:44.000000Z"),
            ("match[type]=", "match[type] must be a list without empty items"),
            ("match[id]=a,,b", "match[id] must be a list without empty items"),
            ("match[version]=all,last", "match[version] must have `all` alone"),
            ("match[version]=last,last", "match[version] must not have a value twice"),
            ("match[version]=newest", "match[version] must be `last`, `first`, `all` or timestamps"),
        ] {
            assert_eq!(parse(query), Err(message.to_string()), "{query}");
        }
    }

    #[test]
    fn what_could_not_be_read_back_is_not_sent() {
        let check = |query: Query, message: &str| {
            let known = [Filter::MatchId, Filter::MatchType, Filter::MatchVersion];
            let found = query.check(&known).map_err(|error| error.to_string());
            assert_eq!(found.err().unwrap_or_default(), message);
        };
        let one = |id: &str| Query { ids: vec![id.to_owned()], ..Query::default() };
        check(one("a--1"), "");
        check(one("a--1,b--2"), "match[id] must not have a comma in an item");
        check(one(""), "match[id] must be a list without empty items");
        check(Query { next: Some("x".to_owned()), ..Query::default() }, "next is not a parameter of this operation");
        let versions = Versions::Select(vec![VersionSelector::At("new".to_owned())]);
        let message = "match[version] must be `last`, `first`, `all` or timestamps";
        check(Query { versions, ..Query::default() }, message);
    }

    #[test]
    fn what_an_operation_does_not_know_is_ignored() {
        assert_eq!(Query::parse([("limit", "x")], &[Filter::Next]), Ok(Query::default()));
    }
}
