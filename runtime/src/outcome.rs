//! What the methods of services give.

use crate::error::Result;

/// A future of a [`Result`] that may move between threads: what a method of a generated service gives.
///
/// Any such future is one, so overrides are plain `async fn … -> Result<T>`; there is nothing to implement.
pub trait Outcome<T>: Future<Output = Result<T>> + Send {}

impl<T, F: Future<Output = Result<T>> + Send> Outcome<T> for F {}
