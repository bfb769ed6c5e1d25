//! A document as lists, walked once.

pub(crate) mod flow;
pub(crate) mod unit;
pub(crate) mod upstreams;
