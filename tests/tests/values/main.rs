//! How values travel: from callers through the crates of small documents to an upstream and back, to the byte.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bed;
mod binds;
mod bodies;
#[path = "../../../codegen/tests/common/mod.rs"]
mod common;
mod credentials;
mod given;
mod members;
mod misfits;
mod numbers;
mod references;
mod schema;
mod texts;
