//! TAXII 2.1 (OASIS Standard, 10 June 2021): what both sides share, the client and the server.
//!
//! Reading is lenient, because real servers and clients are not exact; writing follows the standard to the letter.
//! Every resource keeps the properties that it doesn't know, and a [`StixObject`] keeps its very text.

#[cfg(feature = "taxii-client")]
pub mod client;
mod envelope;
pub mod filter;
mod headers;
mod lenient;
mod listing;
pub mod media;
#[cfg(feature = "taxii-server")]
mod operation;
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
pub use headers::{DATE_ADDED_FIRST, DATE_ADDED_LAST};
pub use listing::Listing;
pub use query::{Filter, Query};
pub use stix::StixObject;
pub use timestamp::TaxiiTimestamp;
pub use types::{ApiRoot, Collection, Collections, Discovery, ErrorBody, ManifestRecord};
pub use versions::{VersionSelector, Versions};
