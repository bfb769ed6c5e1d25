//! What functions answer.

use super::{Input, Part, Pick, Selection, Type};
use crate::json::Value;

/// What errors call an answer that is no object.
pub const OUTERMOST: &str = "answer";

/// What stands where types of an answer have no names yet: they get them once all functions are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unnamed;

/// What a function answers; `N` is the name of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Output<N = String> {
    /// What the upstream answers, as it is.
    Reply,
    /// A value of a type.
    Typed(Shaped<N>),
    /// Of several values, the first that is not null.
    FirstOf(Choice<N>),
}

/// Alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Choice<N = String> {
    /// The enum.
    pub name: N,
    /// At least two, in document order; all but the last may be null.
    pub variants: Vec<Variant<N>>,
}

/// One of several alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant<N = String> {
    /// The variant of the enum.
    pub name: String,
    /// Its value.
    pub value: Shaped<N>,
}

/// A value: where it comes from, and what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Shaped<N = String> {
    /// Where it comes from.
    pub origin: Origin,
    /// What it is.
    pub shape: Shape<N>,
    /// One line or paragraphs; may be empty.
    pub description: String,
}

/// Where a value of an answer comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// A place in the value that holds it: in what the upstream answers, for the outermost.
    At(Selection),
    /// A part of what a step answered.
    Step(Pick),
    /// What the document fixes.
    Constant(Value),
    /// A text put together.
    Text {
        /// Its parts.
        parts: Vec<Part>,
    },
    /// Nowhere: each field of the struct, or the one item of the list, says where it comes from.
    Parts,
}

/// What a value of an answer is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape<N = String> {
    /// A value of the type; objects and arrays as they are.
    Plain(Type),
    /// A text cut after so many characters.
    Truncated(usize),
    /// A list; its items come from [`Origin::At`], seen from the item.
    List(Box<Shaped<N>>),
    /// An object with free keys; its values come from [`Origin::At`], seen from the value.
    Map(Box<Shaped<N>>),
    /// An object with these fields.
    Struct(Struct<N>),
}

/// A struct of outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct<N = String> {
    /// The struct.
    pub name: N,
    /// In document order.
    pub fields: Vec<OutputField<N>>,
}

/// A field of a struct of outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputField<N = String> {
    /// Its name on the wire.
    pub name: String,
    /// The field of the struct.
    pub field: String,
    /// Its value.
    pub value: Shaped<N>,
    /// What it is where that finds nothing.
    pub absence: Absence,
}

/// What a field is whose value finds nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// `null`, as is one that the upstream gives.
    Null,
    /// It is left out: only what the upstream gives is `null`.
    LeftOut,
}

impl<N> Output<N> {
    /// The values that it is made of: one, or the alternatives.
    pub fn values(&self) -> Vec<&Shaped<N>> {
        match self {
            Self::Reply => Vec::new(),
            Self::Typed(value) => vec![value],
            Self::FirstOf(choice) => choice.variants.iter().map(|variant| &variant.value).collect(),
        }
    }
}

impl Output {
    /// The structs and enums that it is made of.
    pub fn types(&self) -> Vec<&str> {
        let choice = if let Self::FirstOf(choice) = self { Some(choice.name.as_str()) } else { None };
        choice.into_iter().chain(self.values().into_iter().flat_map(Shaped::types)).collect()
    }

    /// The same, to be completed.
    pub fn values_mut(&mut self) -> Vec<&mut Shaped> {
        match self {
            Self::Reply => Vec::new(),
            Self::Typed(value) => vec![value],
            Self::FirstOf(choice) => choice.variants.iter_mut().map(|variant| &mut variant.value).collect(),
        }
    }
}

impl<N: PartialEq> OutputField<N> {
    /// Whether what is not there and what is `null` are two things: a value that is found, which may be `null` itself.
    pub fn is_found(&self) -> bool {
        self.absence == Absence::LeftOut && matches!(self.value.origin, Origin::At(_) | Origin::Step(_))
    }

    /// Whether it may be left out: what is not found, a text that is absent, an object all of whose fields are left out.
    pub fn may_be_left_out(&self) -> bool {
        let value = &self.value;
        let may_be = match value.origin {
            Origin::At(_) | Origin::Step(_) => true,
            Origin::Text { .. } => value.shape != Shape::Plain(Type::Any),
            Origin::Parts => matches!(&value.shape, Shape::Struct(record) if record.may_be_empty()),
            Origin::Constant(_) => false,
        };
        may_be && self.absence == Absence::LeftOut
    }
}

impl<N> Shaped<N> {
    /// A value without description.
    pub fn new(origin: Origin, shape: Shape<N>) -> Self {
        Self { origin, shape, description: String::new() }
    }

    /// Whether the value that holds it is all that it takes: neither inputs nor steps.
    fn is_self_contained(&self) -> bool {
        let is_of_caller = matches!(self.origin, Origin::Step(_) | Origin::Text { .. });
        !is_of_caller && self.inner().into_iter().all(Self::is_self_contained)
    }

    /// Where what it is made of comes from, seen from the same value.
    fn origins(&self) -> Vec<&Origin> {
        match self.origin {
            Origin::Parts => self.inner().into_iter().flat_map(Self::origins).collect(),
            _ => vec![&self.origin],
        }
    }

    /// What it holds: the fields of a struct, the item of a list.
    pub fn inner(&self) -> Vec<&Self> {
        match &self.shape {
            Shape::Plain(_) | Shape::Truncated(_) => Vec::new(),
            Shape::List(inner) | Shape::Map(inner) => vec![inner],
            Shape::Struct(record) => record.fields.iter().map(|field| &field.value).collect(),
        }
    }

    /// Whether it is the value itself that it is read from.
    pub fn is_itself(&self) -> bool {
        match &self.origin {
            Origin::At(selection) => selection.is_whole(),
            Origin::Parts => matches!(self.shape, Shape::Struct(_)),
            Origin::Step(_) | Origin::Constant(_) | Origin::Text { .. } => false,
        }
    }

    /// Whether it is that, and its type is all that it takes to read it.
    pub fn reads_itself(&self) -> bool {
        self.is_itself() && self.shape.reads_itself()
    }
}

impl Shaped {
    /// The same, to be completed.
    pub fn inner_mut(&mut self) -> Vec<&mut Self> {
        match &mut self.shape {
            Shape::Plain(_) | Shape::Truncated(_) => Vec::new(),
            Shape::List(inner) | Shape::Map(inner) => vec![inner],
            Shape::Struct(record) => record.fields.iter_mut().map(|field| &mut field.value).collect(),
        }
    }

    /// What errors call it if it is the whole answer; the fields of an object go by their own names.
    pub fn outermost(&self) -> &'static str {
        if matches!(self.shape, Shape::Struct(_)) { "" } else { OUTERMOST }
    }

    /// Whether it is a text or an input that has to be converted to be what it is.
    pub fn is_converted(&self, inputs: &[Input]) -> bool {
        let Origin::Text { parts } = &self.origin else { return false };
        match (parts.as_slice(), &self.shape) {
            (_, Shape::Plain(Type::String) | Shape::Truncated(_)) => false,
            // Of numbers, outputs keep every digit.
            ([Part::Input(index)], Shape::Plain(ty)) => inputs[*index].ty != *ty || *ty == Type::Number,
            (_, Shape::Plain(_) | Shape::List(_) | Shape::Map(_) | Shape::Struct(_)) => true,
        }
    }

    fn types(&self) -> Vec<&str> {
        let own = if let Shape::Struct(record) = &self.shape { Some(record.name.as_str()) } else { None };
        own.into_iter().chain(self.inner().into_iter().flat_map(Self::types)).collect()
    }
}

impl<N> Shape<N> {
    /// Whether its type is all that it takes to read it from a value: the type has an implementation for it.
    pub fn reads_itself(&self) -> bool {
        match self {
            Self::Plain(_) => true,
            Self::Truncated(_) => false,
            Self::List(inner) | Self::Map(inner) => inner.reads_itself(),
            Self::Struct(record) => record.is_self_contained(),
        }
    }
}

impl<N: PartialEq> Struct<N> {
    /// Whether all of its fields may be left out.
    pub fn may_be_empty(&self) -> bool {
        self.fields.iter().all(OutputField::may_be_left_out)
    }
}

impl<N> Struct<N> {
    /// Whether what it is read from can only be an object: all that it reads of it are members.
    pub fn is_of_members(&self) -> bool {
        let origins: Vec<&Origin> = self.fields.iter().flat_map(|field| field.value.origins()).collect();
        let selections = || {
            origins.iter().filter_map(|origin| if let Origin::At(selection) = origin { Some(selection) } else { None })
        };
        selections().next().is_some() && selections().all(Selection::is_of_member)
    }

    /// Whether a value is all that it takes to read it: neither inputs nor steps.
    pub fn is_self_contained(&self) -> bool {
        self.fields.iter().all(|field| field.value.is_self_contained())
    }
}
