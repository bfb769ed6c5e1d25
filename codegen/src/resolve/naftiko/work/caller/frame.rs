//! What names mean where work is written: in a unit, or in a flow that it refers to.

use crate::model::ValueSource;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::text::reference::Reference;
use crate::source::Place;

/// What names mean where work is written.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Namespaces that stand before names of inputs, beside the usual words; the innermost is the last.
    prefixes: Vec<String>,
    /// How many of those are of the unit that refers to the flow at hand.
    outer: usize,
    /// What stands before names of callers of another kind.
    foreign: Option<&'static str>,
    /// What stands for names inside of a flow.
    bound: Vec<BoundName>,
}

/// What stands for a name inside of a flow.
#[derive(Debug)]
pub(crate) struct BoundName {
    /// The name.
    pub(crate) name: String,
    /// What the unit gives to the flow.
    pub(crate) source: ValueSource,
    /// Where it does.
    pub(crate) place: Place,
}

impl Frame {
    /// In a unit or a flow whose own namespaces are `prefixes`.
    pub(crate) fn of_unit(unit: Unit<'_>, prefixes: &[&str]) -> Self {
        let prefixes = prefixes.iter().map(|prefix| (*prefix).to_owned()).collect();
        Self { prefixes, outer: 0, foreign: unit.foreign_prefix(), bound: Vec::new() }
    }

    /// In a flow whose namespaces are `prefixes`, for the unit that this is the frame of. A flow serves callers of all kinds.
    pub(crate) fn enter(self, prefixes: &[&str], bound: Vec<BoundName>) -> Self {
        let (outer, inner) = (self.prefixes.len(), prefixes.iter().map(|prefix| (*prefix).to_owned()));
        Self { prefixes: self.prefixes.into_iter().chain(inner).collect(), outer, foreign: None, bound }
    }

    /// The same where `bound` stands for some names, in place of what they meant before.
    pub(crate) fn merge(&mut self, bound: Vec<BoundName>) {
        self.bound.retain(|known| bound.iter().all(|new| new.name != known.name));
        self.bound.extend(bound);
    }

    /// What stands for a name; none for an input of the unit.
    pub(crate) fn bound(&self, name: &str) -> Option<&BoundName> {
        self.bound.iter().find(|known| known.name == name)
    }

    /// The names that something stands for.
    pub(crate) fn bound_names(&self) -> impl Iterator<Item = &str> + Clone {
        self.bound.iter().map(|bound| bound.name.as_str())
    }

    /// The namespaces that stand before names of inputs.
    pub(crate) fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.prefixes.iter().map(String::as_str)
    }

    /// Whether a prefix is a namespace that stands before names of inputs.
    pub(crate) fn is_namespace(&self, prefix: &str) -> bool {
        self.prefixes.iter().any(|known| known == prefix)
    }

    /// Whether a prefix is a namespace of the unit that refers to the flow at hand, and of nothing in the flow.
    pub(crate) fn is_outer(&self, prefix: &str) -> bool {
        let (outer, inner) = self.prefixes.split_at(self.outer);
        outer.iter().any(|known| known == prefix) && !inner.iter().any(|known| known == prefix)
    }

    /// The innermost of those.
    pub(crate) fn namespace(&self) -> Option<&str> {
        self.prefixes.last().map(String::as_str)
    }

    /// Whether a prefix stands for callers of another kind, and for nothing here.
    pub(crate) fn is_foreign(&self, prefix: &str) -> bool {
        self.foreign == Some(prefix) && !self.is_namespace(prefix)
    }

    /// What a text refers to; none if it refers to nothing. `is_name` knows the names of inputs.
    pub(crate) fn reference<'t>(&self, text: &'t str, is_name: impl Fn(&str) -> bool) -> Option<Reference<'t>> {
        Reference::parse(text, self.prefixes.iter().map(String::as_str), is_name)
    }
}
