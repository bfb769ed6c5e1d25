//! The TAXII server over real sockets: what each request is answered with, and that paging loses nothing.

#![cfg(feature = "taxii-server")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod bench;
#[cfg(feature = "taxii-client")]
mod client;
mod failures;
mod negotiation;
mod paging;
mod reading;
