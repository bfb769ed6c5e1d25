//! TAXII 2.1 (OASIS Standard, 10 June 2021): what both sides share, the client and the server.
//!
//! Reading is lenient, because real servers and clients are not exact; writing follows the standard to the letter.
//! Every resource keeps the properties that it doesn't know, and a [`StixObject`] keeps its very text.

#[cfg(feature = "taxii-client")]
pub mod client;
mod envelope;
mod lenient;
mod listing;
pub mod media;
mod query;
#[cfg(feature = "taxii-server")]
pub mod server;
mod stix;
#[cfg(feature = "taxii-server")]
pub mod store;
mod timestamp;
mod types;
mod versions;

pub use envelope::{Envelope, Manifest};
pub use listing::{Listing, filter};
pub use query::{Filter, Query};
pub use stix::StixObject;
pub use timestamp::TaxiiTimestamp;
pub use types::{ApiRoot, Collection, Collections, Discovery, ErrorBody, ManifestRecord};
pub use versions::{VersionSelector, Versions};

/// The header with the time at which the first record of a page was added (§3.2).
pub const DATE_ADDED_FIRST: &str = "x-taxii-date-added-first";
/// The header with the time at which the last record of a page was added (§3.2).
pub const DATE_ADDED_LAST: &str = "x-taxii-date-added-last";
