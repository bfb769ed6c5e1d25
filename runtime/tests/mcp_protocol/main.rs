//! What MCP clients of every version may send, in order and out of it, over HTTP and over the standard streams.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod bed;
mod endpoint;
mod session;
#[path = "../support/mod.rs"]
mod support;
mod unreadable;
mod versions;
