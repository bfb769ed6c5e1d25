//! What functions answer.

use super::{Part, Pick, Selection, Type};

/// What a function answers.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// What the upstream answers, as it is.
    Reply,
    /// A value of a type; of several, the first that is not null.
    Typed(Vec<Shaped>),
}

/// A value: where it comes from, and what it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Shaped {
    /// Where it comes from.
    pub origin: Origin,
    /// What it is.
    pub shape: Shape,
}

/// Where a value of an answer comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum Origin {
    /// A place in the value that holds it: in what the upstream answers, for the outermost.
    At(Selection),
    /// A part of what a step answered.
    Step(Pick),
    /// What the document fixes.
    Constant(serde_json::Value),
    /// A text put together.
    Text(Vec<Part>),
    /// Nowhere: each of its fields says where it comes from.
    Fields,
}

/// What a value of an answer is.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// A value of the type; objects and arrays as they are.
    Plain(Type),
    /// A text cut after so many characters.
    Truncated(usize),
    /// A list; its items come from [`Origin::At`], seen from the item.
    List(Box<Shaped>),
    /// An object with free keys; its values come from [`Origin::At`], seen from the value.
    Map(Box<Shaped>),
    /// An object with these fields.
    Struct(Struct),
}

/// A struct of outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    /// The struct; empty until the function that answers it has a name.
    pub name: String,
    /// In document order.
    pub fields: Vec<OutputField>,
}

/// A field of a struct of outputs.
#[derive(Debug, Clone, PartialEq)]
pub struct OutputField {
    /// Its name on the wire.
    pub name: String,
    /// The field of the struct.
    pub field: String,
    /// One line or paragraphs; may be empty.
    pub description: String,
    /// Its value.
    pub value: Shaped,
}
