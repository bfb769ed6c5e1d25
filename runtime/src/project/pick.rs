//! Picks values by where they are.

use std::borrow::Cow;

use crate::value::Value;
use indexmap::IndexMap;

use super::output::Output;
use super::scalars;
use crate::error::OutputError;

/// Where a value is: the keys that lead to it, such as `["dimensions", "beam"]`, or a JSONPath. No keys: the value itself.
pub trait Select {
    /// The value, if there is one.
    fn select<'v>(&self, root: &'v Value) -> Option<Cow<'v, Value>>;
}

impl<const N: usize> Select for [&str; N] {
    fn select<'v>(&self, root: &'v Value) -> Option<Cow<'v, Value>> {
        self.iter().try_fold(root, |value, key| value.as_object()?.get(*key)).map(Cow::Borrowed)
    }
}

impl<T: Select + ?Sized> Select for &T {
    fn select<'v>(&self, root: &'v Value) -> Option<Cow<'v, Value>> {
        (**self).select(root)
    }
}

/// Picks outputs from what an upstream answered: from a value, or from nothing, in which nothing is found. `name` is the
/// output as the document names it, for errors.
pub trait Pick {
    /// The value at `path`, if there is one.
    fn get_at(&self, path: &impl Select) -> Option<Cow<'_, Value>>;

    /// The value at `path` as the type of the output.
    ///
    /// # Errors
    /// If it can't be of that type; or if it isn't there, and the type is no `Option`.
    fn pick<T: Output>(&self, name: &str, path: &impl Select) -> Result<T, OutputError> {
        match self.get_at(path) {
            Some(value) => T::read(&value),
            None => T::absent().map_or_else(|| T::read(&Value::Null).map_err(missing), Ok),
        }
        .map_err(|fault| fault.at(name))
    }

    /// The same for an output that is left out where there is nothing; `null` is a value.
    ///
    /// # Errors
    /// If it can't be of that type.
    fn find<T: Output>(&self, name: &str, path: &impl Select) -> Result<Option<T>, OutputError> {
        self.get_at(path).map(|value| T::read(&value)).transpose().map_err(|fault| fault.at(name))
    }

    /// The same for a value that becomes a segment of a path: it must be neither empty nor `.` nor `..`.
    ///
    /// # Errors
    /// If it is none of the type, or no such segment.
    fn segment<T: Output>(&self, name: &str, path: &impl Select) -> Result<T, OutputError> {
        let (value, found) = (self.pick(name, path)?, self.at(path));
        match scalars::text(&found) {
            Some(text) if !matches!(&*text, "" | "." | "..") => Ok(value),
            _ => Err(scalars::misfit("a segment of a path", &found).at(name)),
        }
    }

    /// The items of the list at `path`, each as `item` reads it; `None` if there is no list.
    ///
    /// # Errors
    /// If it is something else than a list, or an item can't be read.
    fn list<T>(
        &self,
        name: &str,
        path: &impl Select,
        item: impl Fn(&Value) -> Result<T, OutputError>,
    ) -> Result<Option<Vec<T>>, OutputError> {
        let value = self.at(path);
        present(&value).map(|value| scalars::items(value, item)).transpose().map_err(|fault| fault.at(name))
    }

    /// The members of the object at `path`, each as `member` reads it; `None` if there is no object.
    ///
    /// # Errors
    /// If it is something else than an object, or a member can't be read.
    fn members<T>(
        &self,
        name: &str,
        path: &impl Select,
        member: impl Fn(&Value) -> Result<T, OutputError>,
    ) -> Result<Option<IndexMap<String, T>>, OutputError> {
        let value = self.at(path);
        present(&value).map(|value| scalars::members(value, member)).transpose().map_err(|fault| fault.at(name))
    }

    /// Refuses what is no object: the properties of the output `name` would all be absent.
    ///
    /// # Errors
    /// If it is anything else than an object.
    fn record(&self, name: &str) -> Result<(), OutputError> {
        let value = self.at(&[]);
        if value.is_object() { Ok(()) } else { Err(scalars::misfit("an object", &value).at(name)) }
    }

    /// Whether anything is at `path`, be it `null`.
    fn has(&self, path: &impl Select) -> bool {
        self.get_at(path).is_some()
    }

    /// The value at `path` as it is; `null` if there is none.
    fn at(&self, path: &impl Select) -> Cow<'_, Value> {
        self.get_at(path).unwrap_or(Cow::Owned(Value::Null))
    }
}

impl Pick for Value {
    fn get_at(&self, path: &impl Select) -> Option<Cow<'_, Value>> {
        path.select(self)
    }
}

/// What a step answered or found, if anything.
impl Pick for Option<Value> {
    fn get_at(&self, path: &impl Select) -> Option<Cow<'_, Value>> {
        path.select(self.as_ref()?)
    }
}

/// The first characters of a text, for outputs with a `maxLength`.
pub fn truncate(text: Option<String>, max_length: usize) -> Option<String> {
    let mut text = text?;
    if let Some((end, _)) = text.char_indices().nth(max_length) {
        text.truncate(end);
    }
    Some(text)
}

fn present(value: &Value) -> Option<&Value> {
    (!value.is_null()).then_some(value)
}

/// What isn't there is not quite `null`.
fn missing(fault: OutputError) -> OutputError {
    OutputError { found: "nothing".to_owned(), ..fault }
}
