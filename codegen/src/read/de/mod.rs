//! Serde types from a YAML tree, with every problem reported where it stands.
//!
//! A type says what it wants; this deserializer reports what is wrong and goes on. A bad value below a struct is left out and
//! the struct read again, so that one mistake does not hide the next; a struct that cannot do without it is left out of its
//! list; unknown keys are warnings. The names of what was left out are kept ([`Outcome::lost`]).
//!
//! Container names with a dollar sign ask for more than serde's data model offers:
//!
//! | name | means |
//! |---|---|
//! | `$type` | an enum of mappings; the variant is the text under `type` |
//! | `$media` | an enum of words, the last of which is any media type |
//! | `$shape` | an enum by shape; variants are `text`, `list` and `mapping` |
//! | `$has` | an enum of mappings; each variant lists keys (`a\|b`), the first with one of them present wins, else `_`, else the first |
//! | `$spanned`, `$attempt`, `$named`, `$unread` | the types of [`super::spanned`] and [`super::collection`] |
//! | `$guard` | what says who may call: nothing of it may lack a value |
//! | `$idle …` | a key that has no effect, and why: [`super::idle`] |

mod access;
mod advice;
mod deserializer;
mod error;
mod nothing;
mod reading;
mod report;
#[cfg(test)]
mod tests;
mod value;

use std::cell::RefCell;

use serde::de::Deserialize;

use self::value::{Reader, Role, Value, spine};
use super::collection::Attempt;
use super::yaml::Node;
use crate::diagnostic::Sink;

/// What could be read, and what had to be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome<T> {
    /// The value; none if it is not even partly what is wanted.
    pub value: Option<T>,
    /// The names of definitions that were left out: nobody needs to hear that they cannot be found.
    pub lost: Vec<String>,
}

/// Reads a value. All problems go into the sink.
pub fn read<'de, T: Deserialize<'de>>(node: &'de Node<'de>, sink: &mut Sink) -> Outcome<T> {
    let reader = Reader { sink: RefCell::new(std::mem::take(sink)), last: spine(node), ..Reader::default() };
    let value = Value { reader: &reader, node, role: Role::Root, known: &[], hidden: [""; 2], guards: false };
    let value = Attempt::deserialize(value).ok().and_then(|Attempt(read)| read);
    *sink = reader.sink.into_inner();
    Outcome { value, lost: reader.lost.into_inner() }
}
