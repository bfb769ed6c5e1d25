//! Where values are.

use std::borrow::Cow;

use crate::error::OutputError;
use crate::value::Value;

/// Where a value is: the keys that lead to it, such as `["dimensions", "beam"]`, or a JSONPath. No keys: the value itself.
pub trait Select {
    /// The value, if there is one.
    ///
    /// # Errors
    /// If a JSONPath takes too long to find it.
    fn select<'v>(&self, root: &'v Value) -> Result<Option<Cow<'v, Value>>, OutputError>;
}

impl<const N: usize> Select for [&str; N] {
    fn select<'v>(&self, root: &'v Value) -> Result<Option<Cow<'v, Value>>, OutputError> {
        Ok(self.iter().try_fold(root, |value, key| value.as_object()?.get(*key)).map(Cow::Borrowed))
    }
}

impl<T: Select + ?Sized> Select for &T {
    fn select<'v>(&self, root: &'v Value) -> Result<Option<Cow<'v, Value>>, OutputError> {
        (**self).select(root)
    }
}
