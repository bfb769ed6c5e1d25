//! An input of a unit.

use crate::model::{Location, Selection, Type};
use crate::read::naftiko::{self as doc, Data, Spanned};
use crate::source::Place;

/// An input of a unit.
#[derive(Debug, Clone)]
pub(crate) struct CallerInput {
    /// Its name in the document.
    pub(crate) name: String,
    pub(crate) origin: Origin,
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
    /// What it feeds first, if it feeds anything alone: where that travels, and whether it is a whole body.
    pub(crate) feeds: Option<(Location, bool)>,
    /// Whether it feeds what must be given.
    pub(crate) needed: bool,
    /// Whether it is a variable of the path of a route, and so always there.
    pub(crate) is_in_path: bool,
    /// Whether something goes by its very name, so that no other spelling means it.
    pub(crate) is_claimed: bool,
    /// Its type as the unit declares it.
    pub(crate) declared: Option<Type>,
    /// The type of what it feeds.
    pub(crate) fed: Option<Type>,
}

/// How an input came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
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
    pub(crate) fn new(name: &str, origin: Origin, place: &Place) -> Self {
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
    pub(crate) fn may_be_meant(&self) -> bool {
        self.origin != Origin::Added && !self.is_claimed
    }

    /// Takes the type of what it feeds, if nothing of its declared type can become that. What that was.
    pub(crate) fn fit(&mut self, wanted: Type) -> Option<Type> {
        let declared = self.declared.filter(|declared| !declared.can_become(wanted))?;
        self.declared = Some(wanted);
        Some(declared)
    }

    pub(crate) fn is_declared(&self) -> bool {
        matches!(self.origin, Origin::Declared | Origin::Shared)
    }

    /// Its type: as declared, else that of what it feeds, else a text.
    pub(crate) fn ty(&self) -> Type {
        self.declared.or(self.fed).unwrap_or(Type::String)
    }

    /// Whether callers of a route or tool must give it. Tools want what they declare, unless they say otherwise.
    pub(crate) fn is_required(&self, is_tool: bool) -> bool {
        let said = self.required.unwrap_or(is_tool && self.is_declared());
        self.default.is_none() && (self.needed || said || self.is_in_path)
    }
}
