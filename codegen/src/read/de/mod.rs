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
//! | `$shape` | an enum by shape; variants are `text`, `list` and `mapping` |
//! | `$has` | an enum of mappings; each variant lists keys (`a\|b`), the first with one of them present wins, else `_`, else the first |
//! | `$spanned`, `$attempt`, `$named`, `$unread` | the types of [`super::spanned`] and [`super::collection`] |
//! | `$idle …` | a key that has no effect, and why: [`super::idle`] |

mod access;
mod deserializer;
mod error;
mod report;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::de::{Deserialize, Visitor};

use self::access::Fields;
use self::error::{Error, Problem};
use super::collection::Attempt;
use super::yaml::{Content, Core, Key, Node, resolve};
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
    let value = Value { reader: &reader, node, role: Role::Root, known: &[], hidden: [""; 2] };
    let value = Attempt::deserialize(value).ok().and_then(|Attempt(read)| read);
    *sink = reader.sink.into_inner();
    Outcome { value, lost: reader.lost.into_inner() }
}

/// What the values of one tree share while they are read.
#[derive(Debug, Default)]
struct Reader {
    sink: RefCell<Sink>,
    /// Addresses of values that are reported and left out.
    bad: RefCell<BTreeSet<usize>>,
    lost: RefCell<Vec<String>>,
    /// Addresses of the values that the text ends within.
    last: BTreeSet<usize>,
}

/// The last element of a value, its last element and so on.
fn spine(root: &Node<'_>) -> BTreeSet<usize> {
    std::iter::successors(last(root), |node| last(node)).map(address).collect()
}

fn last<'n, 'de>(node: &'n Node<'de>) -> Option<&'n Node<'de>> {
    node.entries().last().map(|(_, value)| value).or(node.items().last())
}

impl Reader {
    fn is_bad(&self, node: &Node<'_>) -> bool {
        self.bad.borrow().contains(&address(node))
    }

    fn leave_out(&self, node: &Node<'_>) {
        self.bad.borrow_mut().insert(address(node));
    }
}

/// The tree does not move while it is read.
fn address(node: &Node<'_>) -> usize {
    std::ptr::from_ref(node) as usize
}

/// A value that is being read.
#[derive(Debug, Clone, Copy)]
struct Value<'r, 'de> {
    reader: &'r Reader,
    node: &'de Node<'de>,
    role: Role<'de>,
    /// All keys of the struct that it belongs to.
    known: &'static [&'static str],
    /// Keys that were read already.
    hidden: [&'static str; 2],
}

/// What a value is to the one around it.
#[derive(Debug, Clone, Copy)]
enum Role<'de> {
    /// The whole document.
    Root,
    /// The value of a key in a mapping.
    Field(&'de Key<'de>, &'de Node<'de>),
    /// An item of the list under this key.
    Item(&'de str),
    /// The name of an item of the list under this key.
    Name(&'de str, &'de Node<'de>),
}

impl<'r, 'de> Value<'r, 'de> {
    /// The value of an entry of this mapping.
    fn field(self, key: &'de Key<'de>, node: &'de Node<'de>) -> Self {
        Self { node, role: Role::Field(key, self.node), known: &[], hidden: [""; 2], ..self }
    }

    /// An item of this list.
    fn item(self, node: &'de Node<'de>) -> Self {
        let list = match self.role {
            Role::Field(key, _) => key.text(),
            _ => "",
        };
        Self { node, role: Role::Item(list), known: &[], hidden: [""; 2], ..self }
    }

    /// The entries that nobody has read yet.
    fn entries(self) -> impl Iterator<Item = &'de (Key<'de>, Node<'de>)> {
        self.node.entries().iter().filter(move |(key, _)| !self.hidden.contains(&key.text()))
    }

    fn text(self, wanted: &str) -> Result<&'de str, Error> {
        if self.is_nameless_input() {
            return Ok("");
        }
        if self.node.is_null() {
            return Err(self.report_empty());
        }
        self.node.text().ok_or_else(|| self.report_type(wanted))
    }

    /// Whether it stands for the name of an input, and says nothing: such inputs are left out, and the rest goes on.
    fn is_nameless_input(self) -> bool {
        let is_cut_off = self.reader.last.contains(&address(self.node));
        let is_empty = |owner: &Node<'_>| owner.get("name").is_some_and(Node::is_null);
        matches!(self.role, Role::Name("inputParameters", owner) if is_empty(owner) && !is_cut_off)
    }

    fn number<V: Visitor<'de>>(self, wanted: &str, visitor: V) -> Result<V::Value, Error> {
        let read = match resolve(self.text(wanted)?) {
            Core::Int(number) => visitor.visit_i64(number),
            Core::UInt(number) => visitor.visit_u64(number),
            Core::Float(number) => visitor.visit_f64(number),
            _ => return Err(self.report_type(wanted)),
        };
        read.map_err(|_: Error| self.report_type(wanted))
    }

    fn structure<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Error> {
        if !matches!(self.node.content, Content::Mapping(_)) && !self.node.is_null() {
            return Err(self.report_type("a mapping"));
        }
        let mut access = Fields::new(self, fields);
        match visitor.visit_map(&mut access) {
            Err(Error::Raised(Problem::Missing(key))) => Err(self.report_missing(key, fields)),
            Err(Error::Raised(Problem::Duplicate(key))) => Err(access.leave_out_duplicate(key)),
            other => other,
        }
    }

    /// The variant that a mapping or a scalar stands for.
    fn variant(self, kind: &str, variants: &'static [&'static str]) -> Result<(&'static str, Self), Error> {
        match kind {
            "$type" => {
                let Some(tag) = self.node.get("type") else { return Err(self.report_missing("type", &["type"])) };
                let tag = Self { node: tag, role: Role::Field(self.key_of("type")?, self.node), ..self };
                let [first, _] = self.hidden;
                Ok((tag.word(variants)?, Self { hidden: [first, "type"], ..self }))
            }
            "$shape" => {
                let shape = self.shape();
                let fit = variants.iter().find(|variant| **variant == shape);
                fit.map(|variant| (*variant, self)).ok_or_else(|| self.report_type(&shapes(variants)))
            }
            "$has" => {
                let fits = |variant: &&&str| **variant == "_" || variant.split('|').any(|key| self.has(key));
                let fit = variants.iter().find(fits).or(variants.first());
                fit.map(|variant| (*variant, self)).ok_or(Error::Lost)
            }
            _ => Ok((self.word(variants)?, self)),
        }
    }

    /// Whether a key is present; a `type` that is a mapping is something by that name.
    fn has(self, key: &str) -> bool {
        self.node.get(key).is_some_and(|value| key != "type" || value.text().is_some())
    }

    fn key_of(self, key: &str) -> Result<&'de Key<'de>, Error> {
        self.node.entries().iter().map(|(name, _)| name).find(|name| name.text() == key).ok_or(Error::Lost)
    }

    /// The one of `variants` that stands here, in any case.
    fn word(self, variants: &'static [&'static str]) -> Result<&'static str, Error> {
        let text = self.text("a word")?;
        let exact = variants.iter().find(|variant| **variant == text);
        let fit = exact.or_else(|| variants.iter().find(|variant| variant.eq_ignore_ascii_case(text)));
        fit.copied().ok_or_else(|| self.report_unknown(text, variants))
    }

    fn shape(self) -> &'static str {
        match self.node.content {
            Content::Scalar(_) => "text",
            Content::Sequence(_) => "list",
            Content::Mapping(_) => "mapping",
        }
    }
}

fn shapes(variants: &[&str]) -> String {
    let articled: Vec<_> =
        variants.iter().map(|shape| if *shape == "text" { "text".to_owned() } else { format!("a {shape}") }).collect();
    articled.join(" or ")
}
