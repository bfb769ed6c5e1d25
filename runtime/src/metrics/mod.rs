//! What is counted of requests and calls, whoever keeps the counts.
//!
//! Servers and clients ask for a [`Meter`] once for each route, tool or operation: counting looks nothing up.
#![cfg_attr(
    not(all(feature = "cli", feature = "mcp", feature = "rest")),
    allow(dead_code, unused_imports, reason = "features decide what is counted")
)]

#[cfg(feature = "client")]
mod calls;
mod ending;
mod meter;
mod record;

#[cfg(feature = "client")]
pub(crate) use self::calls::Calls;
pub(crate) use self::ending::Ending;
#[cfg(feature = "control")]
pub(crate) use self::meter::Count;
pub(crate) use self::meter::Meter;
#[cfg(feature = "server")]
pub(crate) use self::meter::is_counted;
pub use self::record::Metrics;
pub(crate) use self::record::{Record, Served};
