//! An input of a unit.

use crate::model::{Location, Selection, Type};
use crate::read::naftiko::{self as doc, Data, Spanned};
use crate::source::Place;

/// An input of a unit.
#[derive(Debug, Clone)]
pub(in super::super) struct CallerInput {
    /// Its name in the document.
    pub(in super::super) name: String,
    pub(in super::super) origin: Origin,
    /// Where it is declared, or referred to first.
    pub(in super::super) place: Place,
    /// One line or paragraphs; may be empty.
    pub(in super::super) description: String,
    /// Whether the document says that it must be given.
    pub(in super::super) required: Option<bool>,
    /// Its value if callers give none.
    pub(in super::super) default: Option<Spanned<Data>>,
    /// Where callers give it, as far as the document says.
    pub(in super::super) location: Option<doc::Location>,
    /// Where it is in the body of a request.
    pub(in super::super) selection: Option<Selection>,
    /// What it feeds first, if it feeds anything alone: where that travels, and whether it is a whole body.
    pub(in super::super) feeds: Option<(Location, bool)>,
    /// Whether it feeds what must be given.
    pub(in super::super) needed: bool,
    /// Whether it is a variable of the path of a route, and so always there.
    pub(super) is_in_path: bool,
    /// Whether something goes by its very name, so that no other spelling means it.
    pub(super) is_claimed: bool,
    /// Its type as the unit declares it.
    pub(super) declared: Option<Type>,
    /// The type of what it feeds.
    pub(super) fed: Option<Type>,
}

/// How an input came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Origin {
    /// The unit declares it.
    Declared,
    /// What is around the unit declares it, for several units.
    Shared,
    /// It is a variable of the path of the unit.
    Variable,
    /// What the unit calls needs it.
    Added,
}

impl CallerInput {
    pub(super) fn new(name: &str, origin: Origin, place: &Place) -> Self {
        Self {
            name: name.to_owned(),
            origin,
            place: place.clone(),
            description: String::new(),
            required: None,
            default: None,
            location: None,
            selection: None,
            feeds: None,
            needed: false,
            is_in_path: origin == Origin::Variable,
            is_claimed: false,
            declared: None,
            fed: None,
        }
    }

    /// Whether a name may mean it that differs in case and punctuation.
    pub(super) fn may_be_meant(&self) -> bool {
        self.origin != Origin::Added && !self.is_claimed
    }

    /// Takes the type of what it feeds, if nothing of its declared type can become that. What that was.
    pub(super) fn fit(&mut self, wanted: Type) -> Option<Type> {
        let declared = self.declared.filter(|declared| !declared.can_become(wanted))?;
        self.declared = Some(wanted);
        Some(declared)
    }

    pub(super) fn is_declared(&self) -> bool {
        matches!(self.origin, Origin::Declared | Origin::Shared)
    }

    /// Its type: as declared, else that of what it feeds, else a text.
    pub(in super::super) fn ty(&self) -> Type {
        self.declared.or(self.fed).unwrap_or(Type::String)
    }

    /// Whether callers of a route or tool must give it. Tools want what they declare, unless they say otherwise.
    pub(in super::super) fn is_required(&self, is_tool: bool) -> bool {
        let said = self.required.unwrap_or(is_tool && self.is_declared());
        self.default.is_none() && (self.needed || said || self.is_in_path)
    }
}
