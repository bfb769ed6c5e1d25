//! How the inputs of a unit become those of a function.

use std::collections::BTreeMap;

use crate::model::{Arguments, Call, Constraints, Location, Output, Target, Unnamed, Use, ValueSource, Work};
use crate::resolve::naftiko::functions::draft::{DraftInput, OwnInput, OwnInputs};
use crate::resolve::naftiko::functions::renumber;
use crate::resolve::naftiko::work::Done;
use crate::resolve::naftiko::work::callees::Callees;
use crate::resolve::naftiko::work::caller::taken::{TakenInput, TakenInputs};

/// How the inputs of a unit become those of a function.
pub(crate) struct Matching {
    /// What the function takes.
    pub(crate) input: DraftInput,
    /// By input of the unit: the inputs of the function.
    pub(crate) targets: Vec<Vec<usize>>,
    /// Names and JSON texts of those that the document fixes.
    pub(crate) constants: Vec<(String, String)>,
}

impl Matching {
    /// The function takes what the operation takes that it calls, if it may; else it has inputs of its own.
    pub(crate) fn of(callees: Callees<'_>, done: &Done<'_>) -> Self {
        same(callees, done).unwrap_or_else(|| own(&done.caller.taken, done.caller.declared.unit.is_tool()))
    }

    /// Whether the function takes what the operation takes.
    pub(crate) fn is_same(&self) -> bool {
        matches!(self.input, DraftInput::Operation(_))
    }

    /// Turns inputs of the unit into those of the function where `work` and `output` mention them.
    pub(crate) fn renumber(&self, work: &mut Work, output: &mut Output<Unnamed>) {
        let mut renumber = |index: &mut usize| *index = self.targets[*index].first().copied().unwrap_or(*index);
        match work {
            Work::Call(call) if self.is_same() => call.arguments = Arguments::Same,
            work => renumber::in_work(work, &mut renumber),
        }
        renumber::in_output(output, &mut renumber);
    }
}

/// What is said of inputs of the unit, by the names of those of the function that they are.
pub(crate) fn said(
    of_unit: BTreeMap<usize, Constraints>,
    targets: &[Vec<usize>],
    names: &[String],
) -> BTreeMap<String, Constraints> {
    let named = |(at, constraints): (usize, Constraints)| {
        targets[at].iter().map(move |target| (names[*target].clone(), constraints.clone()))
    };
    of_unit.into_iter().flat_map(named).collect()
}

/// How a call takes what the operation takes, if each of its inputs is one of the caller's of the same type, or fixed.
fn same(callees: Callees<'_>, done: &Done<'_>) -> Option<Matching> {
    let Work::Call(Call { target, arguments: Arguments::Each(sources) }) = &done.work else { return None };
    // What a flow fixes is its own affair.
    if done.flow.as_ref().is_some_and(|referred| referred.flow.fixes_values()) {
        return None;
    }
    let taken = &done.caller.taken;
    let matching = matched(callees, *target, sources, taken)?;
    let is_target = |at: usize| !matching.targets[at].is_empty();
    let mut answered = done.output.uses().into_iter().filter_map(Use::input);
    let is_whole = taken.in_order().into_iter().all(is_target) && answered.all(is_target);
    is_whole.then_some(matching)
}

/// The inputs of the operation that those of the unit are; none if a source is anything else or of another type.
fn matched(
    callees: Callees<'_>,
    target: Target,
    sources: &[(usize, ValueSource)],
    taken: &TakenInputs,
) -> Option<Matching> {
    let mut targets = vec![Vec::new(); taken.inputs.len()];
    let mut constants = Vec::new();
    for (index, source) in sources {
        let input = &callees.operation(target).inputs[*index];
        match source {
            ValueSource::Input(at) if taken.inputs[*at].ty() == input.ty => targets[*at].push(*index),
            ValueSource::Constant(value) => constants.push((input.name.clone(), value.to_string())),
            ValueSource::Input(_)
            | ValueSource::Member(_)
            | ValueSource::Text(_)
            | ValueSource::Step(_)
            | ValueSource::List(_)
            | ValueSource::Object(_) => return None,
        }
    }
    Some(Matching { input: DraftInput::Operation(target), targets, constants })
}

/// The unit's own inputs.
fn own(taken: &TakenInputs, is_tool: bool) -> Matching {
    let order = taken.in_order();
    let mut targets = vec![Vec::new(); taken.inputs.len()];
    order.iter().enumerate().for_each(|(index, at)| targets[*at].push(index));
    let all = order.iter().map(|at| own_input(&taken.inputs[*at], is_tool)).collect();
    let used = order.iter().filter(|at| taken.is_used(**at)).count();
    Matching { input: DraftInput::Own(OwnInputs { all, used }), targets, constants: Vec::new() }
}

fn own_input(taken: &TakenInput, is_tool: bool) -> OwnInput {
    let input = &taken.input;
    OwnInput {
        name: input.name.clone(),
        location: taken.feeds.map_or(Location::Query, |feed| feed.location),
        ty: taken.ty(),
        required: taken.has_default() || taken.is_required(is_tool),
        description: input.description.clone(),
        is_secret: taken.is_secret,
    }
}
