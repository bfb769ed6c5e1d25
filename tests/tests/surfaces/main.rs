//! What every surface of a crate must do alike: the crate of one document, asked by the command line, over REST and over MCP,
//! before an upstream that answers what the test tells it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../../codegen/tests/common/mod.rs"]
mod common;

mod answers;
mod bodies;
mod compressed;
mod constraints;
mod credentials;
mod faults;
mod large;
mod redirects;
mod running;
mod streams;
