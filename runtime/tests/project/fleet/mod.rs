//! A crate as the compiler prints it, as far as declared outputs and steps go: what `Client` sends is the upstream's
//! JSON, what `Service` answers is what the document declares.

mod client;
pub mod mcp;
pub mod rest;
mod service;
mod types;

pub use client::Client;
pub use service::{Proxy, Service};
