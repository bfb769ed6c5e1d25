//! Variables of paths and templates among the inputs of an operation.

use crate::model::{Fill, Filled, Location, Type};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::inputs::{FixedValue, Inputs, Undeclared};
use crate::source::Place;

impl Inputs {
    /// Adds a variable of the path that nothing declares. What a template has added by that name is the same; what is
    /// declared by that name goes elsewhere, and has its place before its name from here on.
    pub(crate) fn add_path_variable(&mut self, name: &str) -> usize {
        let undeclared =
            Undeclared { location: Location::Path, ty: Type::String, within: Type::String, required: true };
        let Some(&index) = self.index.exact(name).first() else {
            return self.add_undeclared(name, undeclared);
        };
        if index >= self.declared {
            let input = &mut self.list[index];
            (input.location, input.required) = (Location::Path, true);
            return index;
        }
        let qualified = self.list[index].location.qualified(name);
        let field = std::mem::replace(&mut self.list[index].field, self.fields.snake(&qualified));
        self.index.rename(index, name, &qualified);
        self.list[index].name = qualified;
        let added = self.add_undeclared(name, undeclared);
        self.list[added].field = field;
        added
    }

    /// Where a reference finds its input: by name, else a declared one or a variable of the path that differs in case and
    /// punctuation only. Two references that do so are two inputs.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        let may_differ = |index: usize| index < self.declared || self.list[index].location == Location::Path;
        self.index.position_among(name, may_differ)
    }

    /// The input that a variable of the path names, which may say that it comes from callers.
    pub(crate) fn named_in_path(&self, context: &mut Context<'_>, variable: String, place: &Place) -> String {
        if !self.index.exact(&variable).is_empty() {
            return variable;
        }
        if let Some(reference) = self.reference(&variable) {
            return reference.name.to_owned();
        }
        self.misspelt(context, &variable, place).unwrap_or(variable)
    }

    /// The member of a declared object that a path variable is, unless an input has that very name.
    pub(crate) fn member_in_path(&self, variable: &str) -> Option<Filled> {
        let is_input = !self.index.exact(variable).is_empty() || self.given.offers(variable);
        let member = self.member(variable).filter(|_| !is_input)?;
        Some(Filled(vec![Fill::Member(member)]))
    }

    /// The value that the document fixes for a path variable, or the environment.
    pub(crate) fn fixed_in_path(&self, variable: &str) -> Option<&Filled> {
        let is_meant = |location| matches!(location, Some(Location::Path) | None);
        let in_path = |fixed: &&FixedValue| is_meant(fixed.location) && fixed.name == variable;
        self.fixed.iter().find(in_path).map(|fixed| &fixed.value)
    }
}
