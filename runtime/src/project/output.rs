//! Values of upstreams as the types that documents declare.

use crate::value::{Number, Value};
use indexmap::IndexMap;

use super::node::Node;
use super::scalars;
use crate::error::OutputError;

/// A type that a document declares for an output. Generated for the objects of a document.
///
/// What an upstream says in a text is read as CSV, XML and spreadsheets mean it: blanks around a number or a boolean don't count,
/// `True`, `TRUE` and `1` are true, and a blank text is nothing unless a text is declared.
pub trait Output: Sized {
    /// Whether a blank text is a value of it, and not the lack of one.
    const KEEPS_BLANKS: bool = false;

    /// Reads it from the value of `node`. Parts of it that don't fit and may be `null` are, and `node` notes where they are.
    ///
    /// # Errors
    /// Says which output can't be of the type declared.
    fn read(node: &Node<'_>) -> Result<Self, OutputError>;

    /// What it is where the upstream has nothing, or nothing that fits; `None` if it must be there.
    fn absent() -> Option<Self> {
        None
    }
}

/// `None` if there is nothing, or `null`.
impl<T: Output> Output for Option<T> {
    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        let is_nothing = if T::KEEPS_BLANKS { node.value().is_null() } else { node.is_nothing() };
        if is_nothing { Ok(None) } else { T::read(node).map(Some) }
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl<T: Output> Output for Vec<T> {
    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        scalars::items(node, |item| node.settle(item, T::read(item), T::absent))
    }
}

impl<T: Output> Output for IndexMap<String, T> {
    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        scalars::members(node, |member| node.settle(member, T::read(member), T::absent))
    }
}

/// Any value, `null` where there is nothing.
impl Output for Value {
    const KEEPS_BLANKS: bool = true;

    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        Ok(node.value().clone())
    }

    fn absent() -> Option<Self> {
        Some(Self::Null)
    }
}

/// A string, or the text of a number or boolean.
impl Output for String {
    const KEEPS_BLANKS: bool = true;

    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        scalars::text(node.value()).map(Self::from).ok_or_else(|| scalars::misfit("a string", node.value()))
    }
}

/// A boolean, or the text of one.
impl Output for bool {
    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        scalars::boolean(node).ok_or_else(|| scalars::misfit("true or false", node.value()))
    }
}

/// A number, or the text of one, with the digits that it has.
impl Output for Number {
    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        scalars::number(node).ok_or_else(|| scalars::misfit("a number", node.value()))
    }
}

/// A number that a double holds, or the text of one.
impl Output for f64 {
    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        let double = scalars::number(node).and_then(|number| number.as_f64());
        double.ok_or_else(|| scalars::misfit("a number", node.value()))
    }
}

/// An integer, such as 5 or 5.0, or the text of one.
impl Output for i64 {
    fn read(node: &Node<'_>) -> Result<Self, OutputError> {
        scalars::integer(node).ok_or_else(|| scalars::misfit(scalars::wanted_integer(node), node.value()))
    }
}
