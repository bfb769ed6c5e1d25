//! What is taken of callers while the work of a unit is resolved.

use std::collections::BTreeSet;

use crate::json::Value;
use crate::model::{Constraints, Location, Type, ValueSource};
use crate::names::Index;
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::caller::declared::DeclaredInputs;
use crate::resolve::naftiko::work::caller::input::{InputOrigin, UnitInput};
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::{constant, constraint, header};
use crate::source::Place;

/// What is taken of callers so far.
#[derive(Debug)]
pub(crate) struct TakenInputs {
    /// Those that the unit declares, in their order, then added ones in the order of their first use.
    pub(crate) inputs: Vec<TakenInput>,
    /// Where which name stands among them.
    index: Index,
    /// Which of them are used, in the order of their first use.
    used: Vec<usize>,
    /// Which of the inputs with a value of their own are used.
    used_fixed: BTreeSet<usize>,
    /// Which of the inputs a text seems to mean that is sent as it stands.
    mistaken: BTreeSet<usize>,
    /// Names that are read of those that stand for something inside of a flow.
    read: BTreeSet<String>,
}

/// An input, and what it is taken for.
#[derive(Debug, Clone)]
pub(crate) struct TakenInput {
    /// The input.
    pub(crate) input: UnitInput,
    /// What it feeds first, if it feeds anything.
    pub(crate) feeds: Option<Feed>,
    /// The type of what it feeds alone.
    fed: Option<Type>,
    /// The types of the inputs of operations that it is, each once, with the name of the first of that type.
    wanted: Vec<(Type, String)>,
    /// Whether it feeds what must be given.
    needed: bool,
    /// Whether it authenticates.
    pub(crate) is_secret: bool,
    /// Whether something goes by its very name, so that no other spelling means it.
    pub(crate) is_claimed: bool,
}

/// What an input feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Feed {
    /// Where that travels.
    pub(crate) location: Location,
    /// Whether it is a whole body.
    pub(crate) is_whole_body: bool,
}

impl TakenInputs {
    /// Nothing is taken yet of what a unit declares, in its order.
    pub(crate) fn of(declared: Vec<UnitInput>) -> Self {
        let index = Index::of(declared.iter().map(|input| input.name.as_str()));
        let inputs = declared.into_iter().map(TakenInput::new).collect();
        let (used_fixed, mistaken, read) = Default::default();
        Self { inputs, index, used: Vec::new(), used_fixed, mistaken, read }
    }

    /// The same inside of a flow: what an input feeds shows there, so that only types count that the unit gives them.
    pub(crate) fn enter(&mut self) {
        for taken in &mut self.inputs {
            taken.feeds = None;
            taken.fed = taken.fed.filter(|ty| *ty != Type::Any);
            taken.wanted.clear();
        }
        self.used.clear();
    }

    /// The input of that name, else one that the document declares, or a variable of the path, whose name differs in case and
    /// punctuation only. Two references that do so are two inputs.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.index.position_among(name, |index| self.inputs[index].may_be_meant())
    }

    /// The input of exactly that name.
    pub(crate) fn exact(&self, name: &str) -> Option<usize> {
        self.index.exact(name).first().copied()
    }

    /// Takes an input that nothing declares.
    pub(crate) fn add(&mut self, name: &str, place: &Place) -> usize {
        self.index.push(name);
        self.inputs.push(TakenInput::new(UnitInput::new(name, InputOrigin::Added, place)));
        self.inputs.len() - 1
    }

    /// Takes an input for `wanted`, `alone` or within a text: what nothing says of the input is taken from there.
    pub(crate) fn feed(&mut self, index: usize, wanted: Wanted<'_>, alone: bool) {
        if !self.used.contains(&index) {
            self.used.push(index);
        }
        self.inputs[index].feed(wanted, alone);
    }

    /// Notes that an input is the whole body of what it feeds.
    pub(crate) fn feed_whole_body(&mut self, source: &ValueSource) {
        if let ValueSource::Input(index) = source
            && let Some(feed) = &mut self.inputs[*index].feeds
            && feed.location == Location::Body
        {
            feed.is_whole_body = true;
        }
    }

    /// Notes that something which must be given takes an input.
    pub(crate) fn need(&mut self, index: usize) {
        self.inputs[index].needed = true;
    }

    /// Binds the values of an input by what a flow says of it as its own of type `ty`.
    pub(crate) fn hold(&mut self, index: usize, ty: Option<Type>, constraints: &Constraints) {
        self.inputs[index].bind(ty, constraints);
    }

    /// Notes that an input is all of a body that the document writes: it must be given, unless the document calls it optional.
    pub(crate) fn ask(&mut self, source: &ValueSource) {
        if let ValueSource::Input(index) = source {
            let taken = &mut self.inputs[*index];
            taken.needed |= taken.input.required != Some(false);
        }
    }

    /// Notes which inputs go by their very name.
    pub(crate) fn claim(&mut self, names: &BTreeSet<String>) {
        for taken in self.inputs.iter_mut().filter(|taken| names.contains(&taken.input.name)) {
            taken.is_claimed = true;
        }
    }

    /// Notes what an operation takes an input for.
    pub(crate) fn want(&mut self, index: usize, ty: Type, name: &str) {
        let wanted = &mut self.inputs[index].wanted;
        if !wanted.iter().any(|(known, _)| *known == ty) {
            wanted.push((ty, name.to_owned()));
        }
    }

    /// Takes the type of what it feeds, if nothing of the type can become that which the document says. What that was.
    pub(crate) fn fit(&mut self, index: usize, wanted: Type) -> Option<Type> {
        let input = &mut self.inputs[index].input;
        let declared = input.ty.filter(|declared| !declared.can_become(wanted))?;
        input.ty = Some(wanted);
        Some(declared)
    }

    /// Takes an input with a value of its own.
    pub(crate) fn use_fixed(&mut self, index: usize) {
        self.used_fixed.insert(index);
    }

    /// Notes that a text seems to mean an input, and is sent as it stands.
    pub(crate) fn mistake(&mut self, index: usize) {
        self.mistaken.insert(index);
    }

    /// Whether it was reported that an input goes unused.
    pub(crate) fn is_mistaken(&self, index: usize) -> bool {
        self.mistaken.contains(&index)
    }

    /// Takes what stands for a name inside of a flow.
    pub(crate) fn read(&mut self, name: &str) {
        if !self.read.contains(name) {
            self.read.insert(name.to_owned());
        }
    }

    /// Whether anything inside of a flow reads a name.
    pub(crate) fn has_read(&self, name: &str) -> bool {
        self.read.contains(name)
    }

    /// Whether anything uses an input.
    pub(crate) fn is_used(&self, index: usize) -> bool {
        self.used.contains(&index)
    }

    /// Whether anything uses an input with a value of its own.
    pub(crate) fn is_fixed_used(&self, index: usize) -> bool {
        self.used_fixed.contains(&index)
    }

    /// How many are used.
    pub(crate) fn count_used(&self) -> usize {
        self.used.len()
    }

    /// The inputs in the order of their first use; then those that nothing uses and callers may give all the same.
    pub(crate) fn in_order(&self) -> Vec<usize> {
        let unused = (0..self.inputs.len())
            .filter(|index| !self.is_used(*index) && self.inputs[*index].input.origin != InputOrigin::Shared);
        self.used.iter().copied().chain(unused).collect()
    }

    /// What callers give: declared inputs in document order, then the others in the order of their first use.
    pub(crate) fn shown(&self) -> Vec<usize> {
        let is_declared = |index: &usize| self.inputs[*index].input.is_declared();
        let (mut shown, others): (Vec<_>, Vec<_>) = self.in_order().into_iter().partition(is_declared);
        shown.sort_unstable();
        shown.extend(others);
        shown
    }

    /// Where the inputs stand that something uses; `declared` are those that began it.
    pub(crate) fn used_places<'a>(&'a self, declared: &'a DeclaredInputs<'_>) -> impl Iterator<Item = &'a Place> {
        let inputs = self.used.iter().map(|index| &self.inputs[*index].input.place);
        inputs.chain(self.used_fixed.iter().map(|index| &declared.fixed[*index].place))
    }
}

impl TakenInput {
    fn new(input: UnitInput) -> Self {
        let (needed, is_secret, is_claimed) = (false, false, false);
        Self { input, feeds: None, fed: None, wanted: Vec::new(), needed, is_secret, is_claimed }
    }

    fn feed(&mut self, wanted: Wanted<'_>, alone: bool) {
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
    fn bind(&mut self, wanted: Option<Type>, theirs: &Constraints) {
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
    fn may_be_meant(&self) -> bool {
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
