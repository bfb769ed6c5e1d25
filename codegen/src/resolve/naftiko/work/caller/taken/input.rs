//! What is taken of one input.

use super::{Feed, TakenInput};
use crate::json::Value;
use crate::model::{Constraints, Location, Type};
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::caller::input::{InputOrigin, UnitInput};
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::{constant, constraint, header};

impl TakenInput {
    pub(super) fn new(input: UnitInput) -> Self {
        let (needed, is_secret, is_claimed, is_of_answer) = Default::default();
        Self { input, feeds: None, fed: None, wanted: Vec::new(), needed, is_secret, is_claimed, is_of_answer }
    }

    pub(super) fn feed(&mut self, wanted: Wanted<'_>, alone: bool) {
        // Within a text, what is absent is empty; a path with a hole is another path.
        self.needed |= wanted.required && (alone || wanted.location == Location::Path || wanted.is_secret);
        self.is_secret |= wanted.is_secret;
        let is_silent = self.input.description.is_empty() && !self.input.is_declared();
        if is_silent {
            wanted.description.clone_into(&mut self.input.description);
        }
        self.feeds.get_or_insert(Feed { location: wanted.location, is_whole_body: false });
        if alone {
            self.bind(Some(wanted.ty), wanted.constraints);
        }
        if alone && self.fed.is_none_or(|ty| ty == Type::Any) {
            self.fed = Some(wanted.ty);
        }
    }

    /// Two names of what it feeds, with their types, of which no value is both.
    pub(crate) fn clash(&self) -> Option<[&(Type, String); 2]> {
        let all = &self.wanted;
        all.iter().enumerate().find_map(|(at, one)| {
            let other = all[..at].iter().find(|(ty, _)| !ty.can_be_as_well(one.0))?;
            Some([other, one])
        })
    }

    /// What it feeds binds its values, where it is of the same type and says nothing else.
    pub(super) fn bind(&mut self, wanted: Option<Type>, theirs: &Constraints) {
        if self.input.ty.or(self.fed).zip(wanted).is_some_and(|(own, wanted)| own != wanted) || theirs.is_empty() {
            return;
        }
        let is_asked = self.input.is_in_path
            || self.input.required == Some(true)
            || self.input.required.is_none() && self.input.is_of_tool;
        let theirs = if is_asked { theirs.clone().with_fallback(None) } else { theirs.clone() };
        self.input.constraints.complete(&theirs);
    }

    /// Whether callers need not give it because of what it is then.
    pub(crate) fn has_default(&self) -> bool {
        self.input.default.is_some() || self.input.constraints.fallback().is_some()
    }

    /// Whether a name may mean it that differs in case and punctuation.
    pub(super) fn may_be_meant(&self) -> bool {
        self.input.origin != InputOrigin::Added && !self.is_claimed
    }

    /// Its type: as declared, else that of what it feeds, else a text.
    pub(crate) fn ty(&self) -> Type {
        self.input.ty.or(self.fed).unwrap_or(Type::String)
    }

    /// What it is if callers don't give it; one that it can't be is reported.
    pub(crate) fn default(&self, context: &mut Context<'_>) -> Option<Value> {
        let (name, constraints) = (&self.input.name, &self.input.constraints);
        let Some(default) = &self.input.default else { return constraints.fallback().cloned() };
        let is_header = self.feeds.as_ref().is_some_and(|feed| feed.location == Location::Header);
        if let Some(text) = default.value.as_text().filter(|_| is_header) {
            header::check_text(context.sink, name, text, &default.place);
        }
        let value = constant::of_type(context, name, self.ty(), default);
        constraint::check(context, name, constraints, &value, default);
        Some(value)
    }

    /// Whether callers of a route or tool must give it. Tools want what they declare, unless they say otherwise.
    pub(crate) fn is_required(&self, is_tool: bool) -> bool {
        let said = self.input.required.unwrap_or(is_tool && self.input.is_declared());
        !self.has_default() && (self.needed || said || self.input.is_in_path)
    }
}
