//! Servers: who offers which functions, and how.

pub(crate) mod address;
pub(crate) mod mcp;
pub(crate) mod rest;
pub(crate) mod schema;
pub(crate) mod skill;
