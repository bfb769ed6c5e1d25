//! A value of a tree while it is read, and what the values of the tree share.

use std::cell::RefCell;
use std::collections::BTreeSet;

use serde::de::Visitor;

use super::error::Error;
use crate::diagnostic::Sink;
use crate::read::yaml::{Content, Core, Key, Node, resolve};

/// What the values of one tree share while they are read.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) sink: RefCell<Sink>,
    /// Addresses of values that are reported and left out.
    pub(super) bad: RefCell<BTreeSet<usize>>,
    pub(super) lost: RefCell<Vec<String>>,
    /// Addresses of the values that the text ends within.
    pub(super) last: BTreeSet<usize>,
}

/// The last element of a value, its last element and so on, up to what a bracket closes.
pub(super) fn spine(root: &Node<'_>) -> BTreeSet<usize> {
    std::iter::successors(last(root), |node| last(node)).take_while(|node| !node.is_bracketed()).map(address).collect()
}

fn last<'n, 'de>(node: &'n Node<'de>) -> Option<&'n Node<'de>> {
    node.entries().last().map(|(_, value)| value).or(node.items().last())
}

impl Reader {
    pub(super) fn is_bad(&self, node: &Node<'_>) -> bool {
        self.bad.borrow().contains(&address(node))
    }

    pub(super) fn leave_out(&self, node: &Node<'_>) {
        self.bad.borrow_mut().insert(address(node));
    }
}

/// The tree does not move while it is read.
pub(super) fn address(node: &Node<'_>) -> usize {
    std::ptr::from_ref(node) as usize
}

/// A value that is being read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Value<'r, 'de> {
    pub(super) reader: &'r Reader,
    pub(super) node: &'de Node<'de>,
    pub(super) role: Role<'de>,
    /// All keys of the struct that it belongs to.
    pub(super) known: &'static [&'static str],
    /// Keys that were read already.
    pub(super) hidden: [&'static str; 2],
    /// Whether it says who may call: without it, anybody may.
    pub(super) guards: bool,
}

/// What a value is to the one around it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Role<'de> {
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
    pub(super) fn field(self, key: &'de Key<'de>, node: &'de Node<'de>) -> Self {
        Self { node, role: Role::Field(key, self.node), known: &[], hidden: [""; 2], ..self }
    }

    /// An item of this list.
    pub(super) fn item(self, node: &'de Node<'de>) -> Self {
        let list = match self.role {
            Role::Field(key, _) => key.text(),
            _ => "",
        };
        Self { node, role: Role::Item(list), known: &[], hidden: [""; 2], ..self }
    }

    /// The entries that nobody has read yet.
    pub(super) fn entries(self) -> impl Iterator<Item = &'de (Key<'de>, Node<'de>)> {
        self.node.entries().iter().filter(move |(key, _)| !self.hidden.contains(&key.text()))
    }

    pub(super) fn text(self, wanted: &str) -> Result<&'de str, Error> {
        if self.is_nameless_input() {
            return Ok("");
        }
        if self.node.is_null() {
            return Err(self.report_empty());
        }
        self.node.text().ok_or_else(|| self.report_type(wanted))
    }

    /// Whether it stands for the name of an input, and says nothing: such inputs are left out, and the rest goes on.
    pub(super) fn is_nameless_input(self) -> bool {
        let is_cut_off = self.reader.last.contains(&address(self.node));
        let is_empty = |owner: &Node<'_>| owner.get("name").is_some_and(Node::is_null);
        matches!(self.role, Role::Name("inputParameters", owner) if is_empty(owner) && !is_cut_off)
    }

    pub(super) fn number<V: Visitor<'de>>(self, wanted: &str, visitor: V) -> Result<V::Value, Error> {
        let read = match resolve(self.text(wanted)?) {
            Core::Int(number) => visitor.visit_i64(number),
            Core::UInt(number) => visitor.visit_u64(number),
            Core::Float(number) => visitor.visit_f64(number),
            _ => return Err(self.report_type(wanted)),
        };
        read.map_err(|_: Error| self.report_type(wanted))
    }

    /// The variant that a mapping or a scalar stands for.
    pub(super) fn variant(self, kind: &str, variants: &'static [&'static str]) -> Result<(&'static str, Self), Error> {
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
            "$media" if self.text("a word")?.contains('/') => Ok((variants.last().ok_or(Error::Lost)?, self)),
            _ => Ok((self.word(variants)?, self)),
        }
    }

    /// Whether a key is present; a `type` that is a mapping is something by that name.
    pub(super) fn has(self, key: &str) -> bool {
        self.node.get(key).is_some_and(|value| key != "type" || value.text().is_some())
    }

    pub(super) fn key_of(self, key: &str) -> Result<&'de Key<'de>, Error> {
        self.node.entries().iter().map(|(name, _)| name).find(|name| name.text() == key).ok_or(Error::Lost)
    }

    /// The one of `variants` that stands here, in any case.
    pub(super) fn word(self, variants: &'static [&'static str]) -> Result<&'static str, Error> {
        let text = self.text("a word")?;
        if let Some(exact) = variants.iter().find(|variant| **variant == text) {
            return Ok(exact);
        }
        let fit = variants.iter().find(|variant| variant.eq_ignore_ascii_case(text));
        let fit = fit.ok_or_else(|| self.report_unknown(text, variants))?;
        self.report_case(text, fit);
        Ok(fit)
    }

    pub(super) fn shape(self) -> &'static str {
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
