//! Operations that answer in pages, and which parameters each of them offers.

use serde::de::DeserializeOwned;

use super::Filter;

/// An operation on a collection that answers in pages. Generated crates declare one type for each.
pub trait Listing: Send + Sync + 'static {
    /// What a page is made of.
    type Item: DeserializeOwned + Send + 'static;
    /// The name of the operation, which is its last path segment: `objects`, `manifest`.
    const NAME: &'static str;
    /// The parameters that the description lists.
    const FILTERS: &'static [Filter];
}

/// One marker for each parameter: a request has the methods of those that its operation lists.
pub mod filter {
    /// Takes `added_after`.
    pub trait AddedAfter: super::Listing {}
    /// Takes `limit`.
    pub trait Limit: super::Listing {}
    /// Takes `next`.
    pub trait Next: super::Listing {}
    /// Takes `match[id]`.
    pub trait MatchId: super::Listing {}
    /// Takes `match[type]`.
    pub trait MatchType: super::Listing {}
    /// Takes `match[version]`.
    pub trait MatchVersion: super::Listing {}
    /// Takes `match[spec_version]`.
    pub trait MatchSpecVersion: super::Listing {}
}
