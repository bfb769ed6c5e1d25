//! An input of a unit.

use crate::json::Value;
use crate::model::{Constraints, Selection, Type};
use crate::read::naftiko::{self as doc, Data, Spanned};
use crate::source::Place;

/// An input of a unit, as it is declared, as its path has it, or as its work needs it.
#[derive(Debug, Clone)]
pub(crate) struct UnitInput {
    /// Its name in the document.
    pub(crate) name: String,
    /// How it came to be.
    pub(crate) origin: InputOrigin,
    /// Where it is declared, or referred to first.
    pub(crate) place: Place,
    /// One line or paragraphs; may be empty.
    pub(crate) description: String,
    /// Whether the document says that it must be given.
    pub(crate) required: Option<bool>,
    /// Its value if callers give none.
    pub(crate) default: Option<Spanned<Data>>,
    /// Where callers give it, as far as the document says.
    pub(crate) location: Option<doc::Location>,
    /// Where it is in the body of a request.
    pub(crate) selection: Option<Selection>,
    /// Whether it is a variable of the path of a route, and so always there.
    pub(crate) is_in_path: bool,
    /// Its type, as far as the document says.
    pub(crate) ty: Option<Type>,
    /// Where its type is written.
    pub(crate) ty_place: Option<Place>,
    /// What its values must be beside that.
    pub(crate) constraints: Constraints,
    /// Whether a tool declares it, which asks for what it declares unless it says otherwise.
    pub(crate) is_of_tool: bool,
}

/// How an input came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum InputOrigin {
    /// The unit declares it.
    Declared,
    /// What is around the unit declares it, for several units.
    Shared,
    /// It is a variable of the path of the unit.
    Variable,
    /// What the unit calls needs it.
    Added,
}

impl UnitInput {
    /// One of which nothing is said but its name.
    pub(crate) fn new(name: &str, origin: InputOrigin, place: &Place) -> Self {
        Self {
            name: name.to_owned(),
            origin,
            place: place.clone(),
            description: String::new(),
            required: None,
            default: None,
            location: None,
            selection: None,
            is_in_path: origin == InputOrigin::Variable,
            ty: None,
            ty_place: None,
            constraints: Constraints::default(),
            is_of_tool: false,
        }
    }

    /// The values that the document says it has: those that it may have, and that which it has if callers give none.
    pub(crate) fn values(&self) -> Vec<Value> {
        let default = self.default.iter().map(|default| default.value.to_json());
        self.constraints.allowed().iter().cloned().chain(default).collect()
    }

    /// Whether the unit or what is around it declares it.
    pub(crate) fn is_declared(&self) -> bool {
        matches!(self.origin, InputOrigin::Declared | InputOrigin::Shared)
    }
}
