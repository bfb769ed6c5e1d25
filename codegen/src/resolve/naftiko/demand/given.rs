//! What units give to one operation.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Location, Type};
use crate::names;
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::text::constant;
use crate::resolve::text::reference::heads;

/// What units give to one operation.
#[derive(Debug, Clone, Default)]
pub(crate) struct Given {
    /// What units say of inputs, by name, without case and punctuation.
    pub(super) said: BTreeMap<String, Said>,
    /// The keys of `with`.
    pub(crate) keys: Vec<Spanned<String>>,
    /// The names that a calling unit declares, or gives by `with`: no setting stands for these.
    pub(super) names: BTreeSet<String>,
    /// Those of them that are objects.
    pub(super) objects: BTreeSet<String>,
    /// Whether any unit calls it.
    pub(crate) is_called: bool,
    /// The keys without case and punctuation.
    pub(super) folded_keys: BTreeSet<String>,
    /// What stands before the names of inputs where texts refer to them.
    pub(crate) namespaces: Vec<String>,
    /// Variables of the paths of routes, without case and punctuation.
    pub(super) variables: BTreeSet<String>,
    /// Whether any unit has inputs that it calls optional.
    pub(crate) may_lack: bool,
}

/// What units say of an input.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// The types that they declare, each once.
    pub(super) types: Vec<Type>,
    /// The types that a constant of theirs can't have.
    pub(super) refused: Vec<Type>,
    /// Whether any of it is a list or mapping.
    pub(super) has_parts: bool,
    /// Whether any of it comes from a step, or is a member of an input, and so is of any type.
    pub(super) is_open: bool,
}

impl Given {
    /// The type that units declare for an input; where they disagree, one that takes what each of them gives.
    pub(crate) fn ty(&self, name: &str, location: Location) -> Option<Type> {
        let Some(Said { types, refused, has_parts, is_open }) = self.said.get(&names::folded(name)) else {
            let any = if location == Location::Path { Type::String } else { Type::Any };
            return self.is_member(name).then_some(any);
        };
        match types.as_slice() {
            _ if *is_open || self.is_member(name) => {
                Some(if location == Location::Path { Type::String } else { Type::Any })
            }
            [] => (*has_parts && location == Location::Body).then_some(Type::Any),
            [only] if !refused.contains(only) => Some(*only),
            _ if location == Location::Body || *has_parts && location != Location::Path => Some(Type::Any),
            _ => Some(Type::String),
        }
    }

    /// The same if it is a list, a mapping or any: what stands alone can be one, but in a path.
    pub(crate) fn parts(&self, name: &str, location: Location) -> Option<Type> {
        let ty = self.ty(name, location).filter(|_| location != Location::Path)?;
        matches!(ty, Type::Array | Type::Object | Type::Any).then_some(ty)
    }

    /// The names that units declare, or give by `with`.
    pub(crate) fn names(&self) -> &BTreeSet<String> {
        &self.names
    }

    /// Whether any unit declares exactly that name, or gives it by `with`.
    pub(crate) fn offers(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Whether any unit gives a part of what a step answers, or of an input, which is of any type.
    pub(crate) fn is_open(&self, name: &str) -> bool {
        self.said.get(&names::folded(name)).is_some_and(|said| said.is_open) || self.is_member(name)
    }

    /// Whether a name is that of a member of an object that a unit declares.
    pub(crate) fn is_member(&self, name: &str) -> bool {
        heads(name).any(|(head, _)| self.objects.contains(head))
    }

    /// Whether any unit gives a list or mapping.
    pub(crate) fn has_parts(&self, name: &str) -> bool {
        self.said.get(&names::folded(name)).is_some_and(|said| said.has_parts)
    }

    /// Whether any unit gives something by exactly that name.
    pub(crate) fn has_key(&self, name: &str) -> bool {
        self.folded_keys.contains(&names::folded(name)) && self.keys.iter().any(|key| key.value == name)
    }

    /// Whether any unit gives a value for a variable of a path.
    pub(crate) fn gives(&self, variable: &str) -> bool {
        let folded = names::folded(variable);
        self.variables.contains(&folded) || self.folded_keys.contains(&folded)
    }

    pub(super) fn add(&mut self, name: &str, ty: Type) {
        let said = self.said.entry(names::folded(name)).or_default();
        if !said.types.contains(&ty) {
            said.types.push(ty);
        }
        said.has_parts |= matches!(ty, Type::Array | Type::Object);
    }

    pub(super) fn add_constant(&mut self, name: &str, value: &Data) {
        let said = self.said.entry(names::folded(name)).or_default();
        let all = [Type::String, Type::Integer, Type::Number, Type::Boolean, Type::Array, Type::Object];
        let refused = all.into_iter().filter(|ty| !said.refused.contains(ty) && !constant::fits(*ty, value));
        let refused: Vec<Type> = refused.collect();
        said.refused.extend(refused);
        said.has_parts |= matches!(value, Data::List(_) | Data::Map(_));
    }
}
