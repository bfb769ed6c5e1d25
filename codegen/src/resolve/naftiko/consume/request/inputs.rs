//! What an operation takes of its callers, and what is sent with its requests.

use crate::model::{Constraints, Filled, Input, Json, Location, Parameter, Type};
use crate::names::{Index, Scope};
use crate::resolve::naftiko::demand::Given;
use crate::resolve::text::template::{self, Piece};

/// The inputs of an operation, and what its requests are made of: the declared inputs stand from the beginning, what paths,
/// templates and units name beside them is added.
pub(crate) struct Inputs {
    /// What callers give: the declared ones come first.
    pub(crate) list: Vec<Input>,
    /// Where which name stands in `list`.
    pub(crate) index: Index,
    /// How many of `list` are declared.
    pub(crate) declared: usize,
    /// Names of Rust fields.
    pub(crate) fields: Scope,
    /// What goes into query, headers and cookies, in order.
    pub(crate) parameters: Vec<Parameter>,
    /// Which of them is all of the body that the document writes, and so is asked for, unless the document calls it optional.
    pub(crate) asked: Option<usize>,
    /// What is in the body, unless the document writes it.
    pub(crate) body: Vec<(String, Json)>,
    /// What the document fixes for a name.
    pub(crate) fixed: Vec<FixedValue>,
    /// Those that a text seems to mean which is sent as it stands.
    pub(crate) mistaken: Vec<String>,
    /// What is dropped.
    pub(crate) owned: Vec<String>,
    /// What tools, routes and flows give.
    pub(crate) given: Given,
}

/// A value that the document fixes: templates may use it by its name.
pub(crate) struct FixedValue {
    pub(crate) name: String,
    /// Where it is sent; nowhere if it comes from the environment.
    pub(crate) location: Option<Location>,
    pub(crate) value: Filled,
}

/// What a variable becomes that nothing declares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Undeclared {
    pub(crate) location: Location,
    /// Its type if it stands alone.
    pub(crate) ty: Type,
    /// Its type within a text.
    pub(crate) within: Type,
    pub(crate) required: bool,
}

impl Undeclared {
    /// What an undeclared variable of a form becomes: without it, its field is left out.
    pub(crate) const FIELD: Self =
        Self { location: Location::Body, ty: Type::String, within: Type::String, required: false };
}

impl Inputs {
    /// Adds an input that no parameter declares.
    pub(crate) fn add(&mut self, name: &str, undeclared: Undeclared, description: &str) -> usize {
        let Undeclared { location, ty, required, .. } = undeclared;
        let (field, name, description) = (self.fields.snake(name), name.to_owned(), description.to_owned());
        self.index.push(&name);
        let constraints = Constraints::default();
        let (or_setting, is_secret) = (false, false);
        self.list.push(Input { name, field, location, ty, required, description, constraints, or_setting, is_secret });
        self.list.len() - 1
    }

    /// Adds an input that nothing declares: of the type that is given for it, where nothing else says what it is.
    pub(crate) fn add_undeclared(&mut self, name: &str, undeclared: Undeclared) -> usize {
        let ty = self.given.ty(name, undeclared.location).filter(|ty| match (undeclared.ty, undeclared.location) {
            (Type::Any, Location::Body) => true,
            (Type::String, Location::Body) if self.given.has_parts(name) => true, // within a text it is its JSON
            (Type::Any | Type::String, _) if self.given.is_open(name) => true,
            (Type::Any | Type::String, _) => !matches!(ty, Type::Object | Type::Array | Type::Any),
            _ => false,
        });
        self.add(name, Undeclared { ty: ty.unwrap_or(undeclared.ty), ..undeclared }, "")
    }

    /// The type of the one variable that a value is, if units give lists or mappings for it.
    pub(crate) fn parts_alone(&self, text: &str, location: Location) -> Option<Type> {
        let pieces = template::parse_value(text.trim());
        let [Piece::Variable(name, _)] = pieces.as_slice() else { return None };
        let name = self.reference(name).map_or(name.as_str(), |reference| reference.name);
        self.given.parts(name, location)
    }

    /// Sends a body as what it is, unless the document says something else in a header.
    pub(crate) fn push_content_type(&mut self, media_type: Filled) {
        let is_it =
            |known: &Parameter| known.location == Location::Header && known.name.eq_ignore_ascii_case("content-type");
        if !self.parameters.iter().any(is_it) {
            self.push("content-type", Location::Header, media_type);
        }
    }

    /// Sends a value in the query, a header or a cookie; paths and bodies are put together elsewhere.
    pub(crate) fn push(&mut self, name: &str, location: Location, value: Filled) {
        if !matches!(location, Location::Path | Location::Body) {
            self.parameters.push(Parameter { name: name.to_owned(), location, value });
        }
    }
}
