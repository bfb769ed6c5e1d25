//! What is taken of callers while the work of a unit is resolved.

mod input;

use std::collections::BTreeSet;

use crate::model::{Constraints, Location, Type, ValueSource};
use crate::names::Index;
use crate::resolve::naftiko::work::caller::declared::DeclaredInputs;
use crate::resolve::naftiko::work::caller::input::{InputOrigin, UnitInput};
use crate::resolve::naftiko::work::wanted::Wanted;
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
    /// Whether only answers mention it.
    pub(crate) is_of_answer: bool,
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

    /// Notes that only an answer mentions the inputs from one on.
    pub(crate) fn answer(&mut self, from: usize) {
        self.inputs.iter_mut().skip(from).for_each(|taken| taken.is_of_answer = true);
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

    /// How many are used that no level around the unit declares.
    pub(crate) fn count_used(&self) -> usize {
        let is_shared = |index: usize| self.inputs[index].input.origin == InputOrigin::Shared;
        self.used.iter().filter(|index| !is_shared(**index)).count()
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
