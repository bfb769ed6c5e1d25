//! Values of upstreams as the types that documents declare.

use crate::value::{Number, Value};
use indexmap::IndexMap;

use super::scalars;
use crate::error::OutputError;

/// A type that a document declares for an output. Generated for the objects of a document.
pub trait Output: Sized {
    /// Reads it from `value`.
    ///
    /// # Errors
    /// Says which output can't be of the type declared.
    fn read(value: &Value) -> Result<Self, OutputError>;

    /// What it is where the upstream has nothing; `None` if it must be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// `None` if there is nothing, or `null`.
impl<T: Output> Output for Option<T> {
    fn read(value: &Value) -> Result<Self, OutputError> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Output> Output for Vec<T> {
    fn read(value: &Value) -> Result<Self, OutputError> {
        scalars::items(value, T::read)
    }
}

impl<T: Output> Output for IndexMap<String, T> {
    fn read(value: &Value) -> Result<Self, OutputError> {
        scalars::members(value, T::read)
    }
}

/// Any value, `null` where there is nothing.
impl Output for Value {
    fn read(value: &Value) -> Result<Self, OutputError> {
        Ok(value.clone())
    }

    fn absent() -> Option<Self> {
        Some(Self::Null)
    }
}

/// A string, or the text of a number or boolean.
impl Output for String {
    fn read(value: &Value) -> Result<Self, OutputError> {
        scalars::text(value).map(Self::from).ok_or_else(|| scalars::misfit("a string", value))
    }
}

/// A boolean, or the text of one.
impl Output for bool {
    fn read(value: &Value) -> Result<Self, OutputError> {
        scalars::boolean(value).ok_or_else(|| scalars::misfit("true or false", value))
    }
}

/// A number, or the text of one, with the digits that it has.
impl Output for Number {
    fn read(value: &Value) -> Result<Self, OutputError> {
        scalars::number(value).ok_or_else(|| scalars::misfit("a number", value))
    }
}

/// A number that a double holds, or the text of one.
impl Output for f64 {
    fn read(value: &Value) -> Result<Self, OutputError> {
        scalars::number(value).and_then(|number| number.as_f64()).ok_or_else(|| scalars::misfit("a number", value))
    }
}

/// An integer, such as 5 or 5.0, or the text of one.
impl Output for i64 {
    fn read(value: &Value) -> Result<Self, OutputError> {
        scalars::integer(value).ok_or_else(|| scalars::misfit(scalars::wanted_integer(value), value))
    }
}
