//! Outputs, read from a node by where they are.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::Serialize;

use super::node::{Collector, Node};
use super::output::Output;
use super::scalars;
use super::select::Select;
use crate::error::OutputError;
use crate::value::Value;

/// `name` is the output as the document names it. Errors occur where a value doesn't fit and may not be `null`; in other places it
/// is that, and is noted.
impl Node<'_> {
    /// The value at `path` as the type of the output.
    ///
    /// # Errors
    /// If it can't be of that type; or if it isn't there, and the type is no `Option`.
    pub fn pick<T: Output>(&self, name: &str, path: &impl Select) -> Result<T, OutputError> {
        let found = self.get_at(path).map_err(|fault| fault.at(name))?;
        let part = self.member(name, found.as_deref());
        let read = match T::absent() {
            Some(absent) if found.is_none() => Ok(absent),
            None if found.is_none() => T::read(&part).map_err(missing),
            _ => T::read(&part),
        };
        self.settle(&part, read, T::absent).map_err(|fault| fault.at(name))
    }

    /// The same for an output that is left out where there is nothing; `null` is a value.
    ///
    /// # Errors
    /// If it can't be of that type.
    pub fn find<T: Output>(&self, name: &str, path: &impl Select) -> Result<Option<T>, OutputError> {
        if self.finds(path).map_err(|fault| fault.at(name))? { self.pick(name, path).map(Some) } else { Ok(None) }
    }

    /// The items of the list at `path`, each as `item` reads it; `None` if there is no list.
    ///
    /// # Errors
    /// If it is something else than a list, or an item can't be read.
    pub fn list<T>(
        &self,
        name: &str,
        path: &impl Select,
        item: impl Fn(&Node<'_>) -> Result<T, OutputError>,
    ) -> Result<Option<Vec<T>>, OutputError> {
        self.object(name, path, |list| scalars::items(list, item))
    }

    /// The members of the object at `path`, each as `member` reads it; `None` if there is no object.
    ///
    /// # Errors
    /// If it is something else than an object, or a member can't be read.
    pub fn members<T>(
        &self,
        name: &str,
        path: &impl Select,
        member: impl Fn(&Node<'_>) -> Result<T, OutputError>,
    ) -> Result<Option<IndexMap<String, T>>, OutputError> {
        self.object(name, path, |object| scalars::members(object, member))
    }

    /// What `read` makes of the value at `path`; `None` if there is none.
    ///
    /// # Errors
    /// Those of `read`.
    pub fn object<T>(
        &self,
        name: &str,
        path: &impl Select,
        read: impl FnOnce(&Node<'_>) -> Result<T, OutputError>,
    ) -> Result<Option<T>, OutputError> {
        let found = self.get_at(path).map_err(|fault| fault.at(name))?;
        let part = self.member(name, found.as_deref());
        let read = if part.is_nothing() { Ok(None) } else { read(&part).map(Some) };
        self.settle(&part, read, || Some(None)).map_err(|fault| fault.at(name))
    }

    /// Refuses what is no object: the properties of the output `name` would all be absent.
    ///
    /// # Errors
    /// If it is anything else than an object.
    pub fn record(&self, name: &str) -> Result<(), OutputError> {
        let value = self.value();
        if value.is_object() { Ok(()) } else { Err(scalars::misfit("an object", value).at(name)) }
    }

    /// What a caller gave, or a text that it went into, as the type of the output. A text that is a JSON list or object is
    /// that where one is declared.
    ///
    /// # Errors
    /// If it can't be of that type.
    pub fn convert<T: Output>(&self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<T, OutputError> {
        let value = Value::of(value).map_err(|_| OutputError::new("JSON", "what has no such form").at(name))?;
        let part = self.member(name, Some(&value));
        let read = T::read(&part).or_else(|fault| match structure(&value) {
            Some(structure) => T::read(&self.member(name, Some(&structure))).map_err(|_| fault),
            None => Err(fault),
        });
        self.settle(&part, read, T::absent).map_err(|fault| fault.of_caller().at(name))
    }

    /// Whether anything is where the keys lead, be it `null`.
    pub fn has<const N: usize>(&self, keys: &[&str; N]) -> bool {
        self.finds(keys).is_ok_and(|is_found| is_found)
    }

    /// The same of any path.
    ///
    /// # Errors
    /// If a JSONPath takes too long.
    pub fn finds(&self, path: &impl Select) -> Result<bool, OutputError> {
        Ok(self.get_at(path)?.is_some())
    }

    fn get_at(&self, path: &impl Select) -> Result<Option<Cow<'_, Value>>, OutputError> {
        self.get().map_or(Ok(None), |value| path.select(value))
    }
}

impl Collector {
    /// As that of nodes, for an answer of which no call is a part.
    ///
    /// # Errors
    /// If the value can't be of that type.
    pub fn convert<T: Output>(&self, name: &str, value: &(impl Serialize + ?Sized)) -> Result<T, OutputError> {
        self.root(None).convert(name, value)
    }
}

/// The list or object that a text spells as JSON.
fn structure(text: &Value) -> Option<Value> {
    let text = text.as_str().filter(|text| text.trim_start().starts_with(['[', '{']))?;
    serde_json::from_str(text).ok()
}

/// What isn't there is not quite `null`.
fn missing(mut fault: OutputError) -> OutputError {
    "nothing".clone_into(&mut fault.found);
    fault
}
