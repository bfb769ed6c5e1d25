//! Picks values from what steps answered, by where they are.

use std::borrow::Cow;

use crate::value::Value;

use super::node::{Collector, Node};
use super::output::Output;
use super::scalars;
use super::select::Select;
use crate::error::OutputError;

/// What a step answered or found: a value, or nothing, in which nothing is found. What becomes the input of a later call must fit;
/// outputs are read from a [`node`](Self::node).
pub trait Pick {
    /// All of it, if there is anything.
    fn whole(&self) -> Option<&Value>;

    /// The value at `path`, if there is one.
    ///
    /// # Errors
    /// If a JSONPath takes too long to find it.
    fn get_at(&self, path: &impl Select) -> Result<Option<Cow<'_, Value>>, OutputError> {
        self.whole().map_or(Ok(None), |value| path.select(value))
    }

    /// What outputs are read from; `collector` notes those that don't fit.
    fn node<'a>(&'a self, collector: &'a Collector) -> Node<'a> {
        collector.root(self.whole())
    }

    /// The value at `path` as the type of an input, which errors call `name`.
    ///
    /// # Errors
    /// If it can't be of that type; or if it isn't there, and the type is no `Option`.
    fn pick<T: Output>(&self, name: &str, path: &impl Select) -> Result<T, OutputError> {
        Node::of_step(self.whole()).pick(name, path)
    }

    /// The same for a value that becomes a segment of a path: it must be neither empty nor `.` nor `..`.
    ///
    /// # Errors
    /// If it is none of the type, or no such segment.
    fn segment<T: Output>(&self, name: &str, path: &impl Select) -> Result<T, OutputError> {
        let (value, found) = (self.pick(name, path)?, self.search(path)?);
        match scalars::text(&found) {
            Some(text) if !matches!(&*text, "" | "." | "..") => Ok(value),
            _ => Err(scalars::misfit("a segment of a path", &found).at(name)),
        }
    }

    /// Whether anything is where the keys lead, be it `null`.
    fn has<const N: usize>(&self, keys: &[&str; N]) -> bool {
        self.get_at(keys).is_ok_and(|found| found.is_some())
    }

    /// The same of any path.
    ///
    /// # Errors
    /// If a JSONPath takes too long.
    fn finds(&self, path: &impl Select) -> Result<bool, OutputError> {
        Ok(self.get_at(path)?.is_some())
    }

    /// The value where the keys lead, as it is; `null` if there is none.
    fn at<const N: usize>(&self, keys: &[&str; N]) -> Cow<'_, Value> {
        self.search(keys).unwrap_or_default()
    }

    /// The same of any path.
    ///
    /// # Errors
    /// If a JSONPath takes too long to find it.
    fn search(&self, path: &impl Select) -> Result<Cow<'_, Value>, OutputError> {
        Ok(self.get_at(path)?.unwrap_or_default())
    }
}

impl Pick for Value {
    fn whole(&self) -> Option<&Value> {
        Some(self)
    }
}

/// What a step answered or found, if anything.
impl Pick for Option<Value> {
    fn whole(&self) -> Option<&Value> {
        self.as_ref()
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
