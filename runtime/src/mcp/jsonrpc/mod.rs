//! JSON-RPC 2.0 as both transports read it: one message at a time, told apart before rmcp sees it.
//!
//! rmcp answers what it can't read with nothing, or without its id; what is no request never reaches it.

mod fault;
mod id;
mod message;
mod request;

pub(super) use self::fault::{Fault, shortened};
pub(super) use self::id::IdFinder;
pub(super) use self::message::Message;
pub(super) use self::request::{Discovery, Request};
