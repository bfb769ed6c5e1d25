//! Operations that answer in pages, and which parameters each of them offers.

use serde::de::DeserializeOwned;

use super::query::Filter;

/// An operation on a collection that answers in pages. Generated crates declare one type for each.
pub trait Listing: Send + Sync + 'static {
    /// What a page is made of.
    type Item: DeserializeOwned + Send + 'static;
    /// The name of the operation, which is its last path segment: `objects`, `manifest`.
    const NAME: &'static str;
    /// The parameters that the description lists.
    const FILTERS: &'static [Filter];
}
