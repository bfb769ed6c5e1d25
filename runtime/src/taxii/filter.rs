//! One marker for each parameter: a request has the methods of those that its operation lists.

use super::listing::Listing;

/// Takes `added_after`.
pub trait AddedAfter: Listing {}
/// Takes `limit`.
pub trait Limit: Listing {}
/// Takes `next`.
pub trait Next: Listing {}
/// Takes `match[id]`.
pub trait MatchId: Listing {}
/// Takes `match[type]`.
pub trait MatchType: Listing {}
/// Takes `match[version]`.
pub trait MatchVersion: Listing {}
/// Takes `match[spec_version]`.
pub trait MatchSpecVersion: Listing {}
