//! Declared outputs, picked from what upstreams answer; and the inputs and steps of functions that make several calls.
//!
//! Generated code reads like the document: one line for each output, with its name and the place of its value.
//!
//! ```
//! use capwright_runtime::project::{Output, Pick};
//! use capwright_runtime::{Number, OutputError, Value};
//!
//! struct Ship {
//!     name: Option<String>,
//!     length: Option<Number>,
//! }
//!
//! impl Output for Ship {
//!     fn read(root: &Value) -> Result<Self, OutputError> {
//!         Ok(Self {
//!             name: root.pick("name", &["vessel_name"])?,
//!             length: root.pick("length", &["dimensions", "length_overall"])?,
//!         })
//!     }
//! }
//! # let root = r#"{"vessel_name": "Dawn", "dimensions": {"length_overall": 274}}"#;
//! # let root: Value = serde_json::from_str(root).unwrap();
//! # assert_eq!(Ship::read(&root).unwrap().length, Some(274.into()));
//! ```
//!
//! The Rust type of a field decides how its value is read, as with the inputs of functions: numbers and texts become each
//! other where nothing is lost, and what can't become the type declared is an [`OutputError`] that names it.
//! An `Option` is `None` where the upstream has nothing or `null`; all else must be there.

mod convert;
#[cfg(feature = "jsonpath")]
mod jsonpath;
mod lookup;
mod output;
mod pick;
mod scalars;
mod steps;
#[cfg(test)]
mod tests;

pub use indexmap::IndexMap;

pub use self::convert::{convert, listed};
#[cfg(feature = "jsonpath")]
pub use self::jsonpath::{Path, syntax as path};
pub use self::lookup::lookup;
pub use self::output::Output;
pub use self::pick::{Pick, Select, truncate};
pub use self::steps::{StepFuture, after, parallel, read, readable, renamed, reshape, reshape_list, sent, step, write};
use http::StatusCode;

use crate::value::Value;

use crate::answer::Answer;
use crate::aside::aside_if_long;
use crate::error::OutputError;
use crate::error::Result;
use crate::reply::Reply;

impl<T> Answer<T> {
    /// The outputs that `read` finds in an upstream's answer, with the status of it. An answer without content gives
    /// one without content.
    ///
    /// # Errors
    /// [`Error::Format`](crate::Error::Format) if the body is not in the format of the operation;
    /// [`Error::Output`](crate::Error::Output) if an output is not of the type declared.
    pub fn project(reply: &Reply, read: impl FnOnce(&Value) -> Result<T, OutputError>) -> Result<Self> {
        if reply.is_blank() {
            return Ok(Self::empty(reply.status()));
        }
        let body = aside_if_long(reply.bytes().len(), || -> Result<T> { Ok(read(&reply.value()?)?) })?;
        Ok(Self { status: reply.status(), body: Some(body) })
    }

    /// The same where a step has read the answer: nothing if that was without content.
    ///
    /// # Errors
    /// [`Error::Output`](crate::Error::Output) if an output is not of the type declared.
    pub fn picked(
        status: StatusCode,
        value: Option<&Value>,
        read: impl FnOnce(&Value) -> Result<T, OutputError>,
    ) -> Result<Self> {
        let Some(value) = value else { return Ok(Self::empty(status)) };
        Ok(Self { status, body: Some(read(value)?) })
    }
}
