//! What a unit does: its calls, steps and answer.

mod arguments;
pub(crate) mod callees;
pub(crate) mod caller;
pub(crate) mod earlier;
mod fields;
mod inherit;
mod outputs;
mod steps;
pub(crate) mod wanted;

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::model::{self, Arguments, Call, Constraints, Output, Unnamed};
use crate::read::naftiko::{self as doc, Loose, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::exposed::own_call;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::survey::unit::{Unit, Written};
use crate::resolve::naftiko::work::callees::Callees;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::resolve::settings::Settings;

/// What a unit does.
pub(crate) struct Done<'u> {
    /// What it takes of its callers.
    pub(crate) caller: Caller<'u>,
    /// What it calls.
    pub(crate) work: model::Work,
    /// What it answers.
    pub(crate) output: Output<Unnamed>,
    /// The flow that says so, if the unit refers to one.
    pub(crate) flow: Option<ReferredFlow<'u>>,
}

/// A flow that a unit refers to.
pub(crate) struct ReferredFlow<'u> {
    /// The flow.
    pub(crate) flow: Flow<'u>,
    /// Whether the unit gives it its own inputs, each as itself.
    pub(crate) takes_the_same: bool,
    /// Whether the unit leaves to it what is answered.
    pub(crate) answers: bool,
    /// What it says of inputs of the unit beside their types, by index.
    pub(crate) constraints: BTreeMap<usize, Constraints>,
}

/// What a unit does, itself or by the flow that it refers to; none if there is a problem, which is reported.
pub(crate) fn of<'u>(context: &mut Context<'_>, callees: Callees<'u>, written: &Written<'u>) -> Option<Done<'u>> {
    let flow = callees.flow(written.work.reference);
    if written.work.reference.is_some() && flow.is_none() {
        return None;
    }
    let mut done = match flow {
        Some(flow) => refer(context, callees, written, flow)?,
        None => {
            let mut caller = Caller::of_unit(context, callees.survey, written, None);
            let Answered { work, output } = work(context, callees, written.unit, &mut caller, written.work)?;
            Done { caller, work, output, flow: None }
        }
    };
    let with = written.work.with.iter().next().map(|(key, _)| &key.place);
    done.caller.resolver(context, &Earlier::default()).note(matches!(done.work, model::Work::Call(_)), with);
    Some(done)
}

/// Reports what is wrong with the flows that no unit refers to. What nobody calls needs no settings.
pub(crate) fn check_flows(context: &mut Context<'_>, callees: Callees<'_>) {
    let mut unneeded = Settings::default();
    let context = &mut context.with_settings(&mut unneeded);
    for flow in callees.idle_flows() {
        let mut caller = Caller::of_flow(context, callees.survey, flow);
        work(context, callees, flow.unit(), &mut caller, flow.work(&Loose::default()));
    }
}

/// What is called, and what is answered.
struct Answered {
    work: model::Work,
    output: Output<Unnamed>,
}

/// What a unit does that refers to a flow: what the flow does with what the unit gives it.
fn refer<'u>(
    context: &mut Context<'_>,
    callees: Callees<'u>,
    written: &Written<'u>,
    flow: Flow<'u>,
) -> Option<Done<'u>> {
    let with = written.work.with;
    let inherited = flow.inputs(&written.levels, with);
    let mut caller = Caller::of_unit(context, callees.survey, written, inherited.as_ref());
    let bound = inherit::bound(&mut caller.resolver(context, &Earlier::default()), flow, with);
    let answers = flow.answers() || written.work.outputs.is_empty();
    let takes_the_same = inherit::takes_the_same(&caller.taken, &bound);
    let mut caller = caller.enter(&flow.prefixes(), bound);
    inherit::needed(flow).for_each(|name| caller.need(name));
    let mut constraints = inherit::bind(context, &mut caller, flow);
    let Answered { work, output } =
        self::work(context, callees, flow.unit(), &mut caller, flow.work(written.work.outputs))?;
    inherit::report_unread(context, &caller.taken, flow, with);
    inherit::report_idle(context, flow, written.work);
    if inherited.is_some() {
        inherit::complete(&mut constraints, &caller.taken);
    }
    let referred = ReferredFlow { flow, takes_the_same, answers, constraints };
    Some(Done { caller, work, output, flow: Some(referred) })
}

/// What a unit does, and what it answers. Tools that say both orchestrate, routes call: as in the reference engine.
fn work(
    context: &mut Context<'_>,
    callees: Callees<'_>,
    unit: Unit<'_>,
    caller: &mut Caller<'_>,
    work: doc::Work<'_>,
) -> Option<Answered> {
    report_beside(context, unit, work);
    if let Some(call) = own_call(work, unit.calls_first()) {
        return one_call(context, callees, caller, call, work);
    }
    if !work.steps.is_empty() {
        return orchestrated(context, callees, unit, caller, work);
    }
    if outputs::is_static(work.outputs) {
        let output = outputs::of_nothing(caller.resolver(context, &Earlier::default()), work.outputs);
        return Some(Answered { work: model::Work::Nothing, output });
    }
    report_idle(context, callees, unit);
    None
}

/// Warns of a call beside steps: one of them is not made.
fn report_beside(context: &mut Context<'_>, unit: Unit<'_>, work: doc::Work<'_>) {
    let Some(call) = work.call.filter(|_| !work.steps.is_empty()) else { return };
    let Unit { kind, name, .. } = unit;
    if unit.calls_first() {
        let message = format!("`steps` beside `call` are not run: {kind} `{name}` makes that call alone");
        context.sink.report(Code::UNKNOWN_KEY, &call.place, message).help("remove one of them");
    } else {
        let message = format!("`call` beside `steps` is not made: {kind} `{name}` runs its steps");
        let report = context.sink.report(Code::UNKNOWN_KEY, &call.place, message);
        report.help("remove it, or make it a step").remove_value(&call.place);
    }
}

/// Steps, and what is made of their answers. What stands in `with` beside them is merged into what the unit takes.
fn orchestrated(
    context: &mut Context<'_>,
    callees: Callees<'_>,
    unit: Unit<'_>,
    caller: &mut Caller<'_>,
    work: doc::Work<'_>,
) -> Option<Answered> {
    if !work.with.is_empty() {
        let bound = inherit::merged(&mut caller.resolver(context, &Earlier::default()), work.with);
        caller.merge(bound);
    }
    let (steps, earlier) = steps::steps(context, callees, unit, caller, work)?;
    if work.mappings.is_empty() {
        outputs::stepwise::report(context, work.outputs, work.steps);
    }
    let resolver = caller.resolver(context, &earlier);
    let output = match steps.passed_on() {
        None => Output::Typed(outputs::of_mappings(resolver, work.outputs, work.mappings)),
        Some(last) => outputs::of_last(resolver, work.outputs, &callees.operation(last.call.target).format),
    };
    inherit::report_idle_with(context, caller, unit, work.with);
    Some(Answered { work: model::Work::Steps(steps), output })
}

fn one_call(
    context: &mut Context<'_>,
    callees: Callees<'_>,
    caller: &mut Caller<'_>,
    call: &Spanned<String>,
    work: doc::Work<'_>,
) -> Option<Answered> {
    let callee = callees.call(call)?;
    let none = Earlier::default();
    let mut resolver = caller.resolver(context, &none);
    let arguments = Arguments::Each(arguments::arguments(&mut resolver, callee, work.with));
    let output = outputs::of_call(resolver, work.outputs, &callee.operation.format);
    Some(Answered { work: model::Work::Call(Call { target: callee.target, arguments }), output })
}

fn report_idle(context: &mut Context<'_>, callees: Callees<'_>, unit: Unit<'_>) {
    if context.sink.has(Code::WRONG_TYPE) {
        return; // perhaps of its call, and one mistake is enough
    }
    let message = format!("{} `{}` says neither what it calls nor what it answers", unit.kind, unit.name);
    const MOST: usize = 20; // what is misspelt more often is no slip
    let is_looked_at = context.sink.places(Code::NO_IMPLEMENTATION).nth(MOST).is_none();
    let behind = if is_looked_at { callees.behind(unit.place) } else { unit.place.clone() };
    if let Some((key, meant)) = context.sink.misspelt_key(unit.place..&behind, &["call", "ref", "steps"]) {
        context.sink.retract(Code::UNKNOWN_KEY, &key);
        let report = context.sink.report(Code::NO_IMPLEMENTATION, &key, message);
        report.help(format!("did you mean `{meant}`?")).replace(&key, meant);
        return;
    }
    let report = context.sink.report(Code::NO_IMPLEMENTATION, unit.place, message);
    if !report.is_shown() {
        return;
    }
    let (call, is_likely) = callees.likely(unit.name);
    let report = report.help(format!("add a call, such as `call: {call}`"));
    if is_likely {
        report.beside(unit.place, format!("call: {call}"));
    }
}
