//! Where the values stand that a function reads: in the answer of an operation, by way of steps.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::model::{Function, Lookup, Pick, Selection, Stage, Target, Type, Work};
use crate::resolve::naftiko::sample::selection::PathTo;
use crate::resolve::naftiko::sample::sketch::{Sketch, Sketches};
use crate::resolve::naftiko::sample::step::PathStep;

/// The name of the one answer of a function without steps.
const ANSWER: &str = "";

/// The longest way to a value: nobody could read JSON that is much deeper.
const DEEPEST: usize = 100;

/// What a step leaves behind.
#[derive(Clone, Copy)]
enum StepResult<'a> {
    /// An answer, or an object of named parts of it.
    Answer(Target, &'a [(String, Selection)]),
    /// Entries of another step.
    Entries(&'a Lookup),
}

/// A place in the answer of an operation.
struct OperationPlace {
    target: Target,
    steps: Vec<PathStep>,
    /// What other places hold, so that filters let it through.
    conditions: Vec<(Vec<PathStep>, Value)>,
}

/// A place in what a step leaves behind.
#[derive(Debug, Clone)]
pub(crate) struct AnswerPlace<'a> {
    step: &'a str,
    steps: Vec<PathStep>,
}

/// What the steps of a function leave behind.
pub(crate) struct Places<'a> {
    found: BTreeMap<&'a str, StepResult<'a>>,
    /// The lookups of which lists are wanted.
    listed: BTreeSet<&'a str>,
}

impl<'a> AnswerPlace<'a> {
    /// What `step` leaves behind.
    pub(crate) fn of(step: &'a str) -> Self {
        Self { step, steps: Vec::new() }
    }

    pub(crate) fn then(&self, step: PathStep) -> Self {
        let mut steps = self.steps.clone();
        steps.push(step);
        Self { step: self.step, steps }
    }
}

impl<'a> Places<'a> {
    pub(crate) fn of(function: &'a Function) -> Self {
        let mut found = BTreeMap::new();
        match &function.work {
            Work::Call(call) => {
                found.insert(ANSWER, StepResult::Answer(call.target, &[]));
            }
            Work::Steps(steps) => {
                for stage in &steps.stages {
                    match stage {
                        Stage::Calls(calls) => found.extend(
                            calls
                                .steps
                                .iter()
                                .map(|step| (step.ident.as_str(), StepResult::Answer(step.call.target, &step.outputs))),
                        ),
                        Stage::Lookup(lookup) => {
                            found.insert(lookup.ident.as_str(), StepResult::Entries(lookup));
                        }
                    }
                }
            }
            Work::Nothing => {}
        }
        Self { found, listed: BTreeSet::new() }
    }

    /// The answer that outputs are read from.
    pub(crate) fn root(function: &'a Function) -> Option<AnswerPlace<'a>> {
        match &function.work {
            Work::Call(_) => Some(AnswerPlace::of(ANSWER)),
            Work::Steps(steps) => steps.passed_on.as_deref().map(AnswerPlace::of),
            Work::Nothing => None,
        }
    }

    /// The lookups.
    pub(crate) fn lookups(&self) -> Vec<&'a Lookup> {
        let entries =
            |found: &StepResult<'a>| if let StepResult::Entries(lookup) = found { Some(*lookup) } else { None };
        self.found.values().filter_map(entries).collect()
    }

    /// Whether a list of what a lookup finds is wanted.
    pub(crate) fn is_listed(&self, lookup: &Lookup) -> bool {
        self.listed.contains(lookup.ident.as_str())
    }

    /// The place that a selection finds, seen from another.
    pub(crate) fn select(
        &self,
        sketches: &mut Sketches,
        from: &AnswerPlace<'a>,
        selection: &Selection,
    ) -> AnswerPlace<'a> {
        let PathTo { steps, conditions } = PathTo::to(selection);
        let joined = |more: Vec<PathStep>| AnswerPlace {
            step: from.step,
            steps: from.steps.iter().cloned().chain(more).collect(),
        };
        for (steps, value) in conditions {
            if let Some(sketch) = self.sketch(sketches, &joined(steps)) {
                sketch.hold(&value);
            }
        }
        joined(steps)
    }

    pub(crate) fn pick(&self, sketches: &mut Sketches, pick: &'a Pick) -> AnswerPlace<'a> {
        self.select(sketches, &AnswerPlace::of(&pick.step), &pick.selection)
    }

    /// What stands at a place is of this type.
    pub(crate) fn be(&mut self, sketches: &mut Sketches, place: &AnswerPlace<'a>, ty: Type) {
        if let Some(StepResult::Entries(lookup)) = self.found.get(place.step)
            && (matches!(place.steps.first(), Some(PathStep::Item(_))) || place.steps.is_empty() && ty == Type::Array)
        {
            self.listed.insert(&lookup.ident);
        }
        if let Some(sketch) = self.sketch(sketches, place) {
            sketch.be(ty);
        }
    }

    /// What is known of a place, to be added to; none if it stands in no answer.
    pub(crate) fn sketch<'s>(&self, sketches: &'s mut Sketches, place: &AnswerPlace<'a>) -> Option<&'s mut Sketch> {
        let OperationPlace { target, steps, conditions } = self.in_answer(sketches, place)?;
        if steps.len() > DEEPEST {
            return None;
        }
        let sketch = sketches.0.entry(target).or_default();
        for (steps, value) in conditions.iter().filter(|(steps, _)| steps.len() <= DEEPEST) {
            if let Some(part) = sketch.at(steps) {
                part.hold(value);
            }
        }
        sketch.at(&steps)
    }

    /// What is known of a place so far.
    pub(crate) fn known<'s>(&self, sketches: &'s Sketches, place: &AnswerPlace<'a>) -> Option<&'s Sketch> {
        let OperationPlace { target, steps, .. } = self.in_answer(sketches, place)?;
        sketches.0.get(&target)?.get(&steps)
    }

    /// The same place in the answer of an operation.
    fn in_answer(&self, sketches: &Sketches, place: &AnswerPlace<'a>) -> Option<OperationPlace> {
        match *self.found.get(place.step)? {
            StepResult::Answer(target, outputs) => in_operation(target, outputs, &place.steps),
            StepResult::Entries(lookup) => {
                let field = match place.steps.as_slice() {
                    [] => return None,
                    [PathStep::Item(_), field @ ..] | field => field,
                };
                let index = AnswerPlace::of(&lookup.index);
                // What is no list is looked at as its one item.
                let is_one =
                    matches!(self.known(sketches, &index), Some(Sketch::Object(members)) if !members.is_empty());
                let entry = if is_one { index } else { index.then(PathStep::Item(0)) };
                let steps = entry.steps.into_iter().chain(field.iter().cloned()).collect();
                self.in_answer(sketches, &AnswerPlace { step: entry.step, steps })
            }
        }
    }
}

/// A place in an answer whose parts may have names: it is an object of them; or a list, whose items have them added.
fn in_operation(target: Target, outputs: &[(String, Selection)], steps: &[PathStep]) -> Option<OperationPlace> {
    let (item, member) = match steps {
        [item @ PathStep::Item(_), member @ ..] => (Some(item), member),
        member => (None, member),
    };
    let as_it_is = OperationPlace { target, steps: steps.to_vec(), conditions: Vec::new() };
    let [PathStep::Key(name), inner @ ..] = member else { return Some(as_it_is) };
    let Some((_, selection)) = outputs.iter().find(|(known, _)| known == name) else {
        return (outputs.is_empty() || item.is_some()).then_some(as_it_is);
    };
    let within = |steps: Vec<PathStep>| item.cloned().into_iter().chain(steps).collect::<Vec<PathStep>>();
    let PathTo { steps, conditions } = PathTo::to(selection);
    let steps = within(steps).into_iter().chain(inner.iter().cloned()).collect();
    let conditions = conditions.into_iter().map(|(steps, value)| (within(steps), value)).collect();
    Some(OperationPlace { target, steps, conditions })
}
