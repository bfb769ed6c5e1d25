//! Declared outputs, picked from what upstreams answer; and the inputs and steps of functions that make several calls.
//!
//! Generated code reads like the document: one line for each output, with its name and the place of its value.
//!
//! ```
//! use capwright_runtime::project::{Node, Output};
//! use capwright_runtime::{Number, OutputError};
//!
//! struct Ship {
//!     name: Option<String>,
//!     length: Option<Number>,
//! }
//!
//! impl Output for Ship {
//!     fn read(root: &Node<'_>) -> Result<Self, OutputError> {
//!         Ok(Self {
//!             name: root.pick("name", &["vessel_name"])?,
//!             length: root.pick("length", &["dimensions", "length_overall"])?,
//!         })
//!     }
//! }
//! # use capwright_runtime::{Answer, HeaderMap, Reply, StatusCode};
//! # let body = r#"{"vessel_name": "Dawn", "dimensions": {"length_overall": 274}}"#;
//! # let reply = Reply::new(StatusCode::OK, HeaderMap::new(), body);
//! # assert_eq!(Answer::project(&reply, Ship::read).unwrap().body.unwrap().length, Some(274.into()));
//! ```
//!
//! The Rust type of a field decides how its value is read, as with the inputs of functions: numbers and texts become each
//! other where nothing is lost. An `Option` is `None` where the upstream has nothing, `null`, or what can't become the type declared: then
//! its place is one of the [`Misfits`] of the answer. All else must be there and fit, as must the answer as a whole: what doesn't is an
//! [`OutputError`] that names it.

mod convert;
#[cfg(feature = "jsonpath")]
mod jsonpath;
mod lookup;
mod node;
mod output;
mod outputs;
mod pick;
mod scalars;
mod select;
mod steps;
#[cfg(test)]
mod tests;

pub use indexmap::IndexMap;

pub use self::convert::{convert, listed};
#[cfg(feature = "jsonpath")]
pub use self::jsonpath::{Path, syntax as path};
pub use self::lookup::lookup;
pub use self::node::{Collector, Node};
pub use self::output::Output;
pub use self::pick::{Pick, truncate};
pub use self::select::Select;
pub use self::steps::{
    StepFuture, after, ending, parallel, read, readable, renamed, reshape, reshape_list, sent, step, write,
};
use http::StatusCode;

use crate::value::Value;

use crate::answer::Answer;
use crate::aside::aside_if_long;
use crate::error::OutputError;
use crate::error::Result;
#[cfg(doc)]
use crate::misfits::Misfits;
use crate::reply::Reply;

impl<T> Answer<T> {
    /// The outputs that `read` finds in an upstream's answer, with the status of it. An answer without content gives
    /// one without content.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) if the body is not in the format of the operation;
    /// [`Error::Output`](crate::Error::Output) if an output is not of the type declared, and can't be `null`.
    pub fn project(reply: &Reply, read: impl FnOnce(&Node<'_>) -> Result<T, OutputError>) -> Result<Self> {
        if reply.is_blank() {
            return Ok(Self::empty(reply.status()));
        }
        let read = |node: &Node<'_>| read(node).map_err(|fault| fault.of_upstream(reply.upstream()));
        aside_if_long(reply.bytes().len(), || Self::picked(reply.status(), Some(&reply.value()?), read))
    }

    /// The same where a step has read the answer: nothing if that was without content.
    ///
    /// # Errors
    /// [`Error::Output`](crate::Error::Output) if an output is not of the type declared, and can't be `null`.
    pub fn picked(
        status: StatusCode,
        value: Option<&Value>,
        read: impl FnOnce(&Node<'_>) -> Result<T, OutputError>,
    ) -> Result<Self> {
        if value.is_none() {
            return Ok(Self::empty(status));
        }
        let collector = Collector::new();
        let body = read(&collector.root(value))?;
        Ok(Self { status, ..collector.answer(body) })
    }
}
