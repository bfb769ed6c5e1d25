//! What exposed units call, and the functions that come of it.

pub(crate) mod naming;
pub(crate) mod registry;
pub(crate) mod renumber;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::model::{self, Arguments, Call, Operation, Target};
use crate::read::naftiko::{ConsumedOutput, ExposedInput, Loose, Named, Spanned, Work};
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::registry::{Exposed, Registered};
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::link::Resolved;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::survey::unit::{Unit, Written};
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::resolve::naftiko::work::{arguments as bind_call, outputs, steps};
use crate::source::Place;

/// The functions found so far: units that do the same share one.
pub(crate) struct Functions<'a> {
    pub(crate) upstreams: &'a [Resolved],
    pub(crate) found: Vec<Registered>,
    /// Which of them call these operations.
    pub(crate) by_calls: BTreeMap<Vec<(usize, usize)>, Vec<usize>>,
    survey: &'a Survey<'a>,
    links: &'a Links,
    /// Where the declared inputs stand that units use.
    used: BTreeSet<Place>,
}

impl Unit<'_> {
    /// Whether it calls if it says that it calls and orchestrates.
    fn calls_first(self) -> bool {
        self.kind == "operation"
    }

    /// What documents put before the inputs of units of the other kind; a flow serves both.
    pub(crate) fn foreign_prefix(self) -> Option<&'static str> {
        match self.kind {
            "tool" => Some("rest"),
            "operation" => Some("tools"),
            _ => None,
        }
    }

    /// Whether it is a tool of an MCP server.
    pub(crate) fn is_tool(self) -> bool {
        self.kind == "tool"
    }
}

impl<'a> Functions<'a> {
    pub(crate) fn new(survey: &'a Survey<'a>, links: &'a Links, upstreams: &'a [Resolved]) -> Self {
        Self { upstreams, found: Vec::new(), by_calls: BTreeMap::new(), survey, links, used: BTreeSet::new() }
    }

    /// A consumed operation.
    pub(crate) fn operation(&self, target: Target) -> &'a Operation {
        &self.upstreams[target.upstream].upstream.operations[target.operation]
    }

    /// Where the inputs of an operation are declared, or else itself.
    pub(crate) fn declared(&self, target: Target) -> &'a [Place] {
        &self.upstreams[target.upstream].inputs[target.operation]
    }

    /// What an operation declares of its answers.
    pub(crate) fn outputs(&self, target: Target) -> &'a Loose<ConsumedOutput> {
        &self.upstreams[target.upstream].outputs[target.operation]
    }

    /// The operation that a call names.
    pub(crate) fn call(&self, call: &Spanned<String>) -> Option<Target> {
        self.links.call(call)
    }

    /// The flow that a unit refers to; none if it refers to none, or to one that can't be used, which was reported.
    pub(crate) fn flow(&self, reference: Option<&Spanned<String>>) -> Option<Flow<'a>> {
        let flow = self.survey.flows[self.links.flow(reference?)?];
        Some(flow).filter(|flow| !flow.is_nested())
    }

    /// Reports what is wrong with the flows that no unit refers to.
    pub(crate) fn check_flows(&self, context: &mut Context<'_>) {
        let settings = context.settings.clone();
        let is_idle = |at: &usize, flow: &Flow<'_>| !flow.is_nested() && !self.links.is_referred(*at);
        for (_, flow) in self.survey.flows.iter().enumerate().filter(|(at, flow)| is_idle(at, flow)) {
            let mut caller = Caller::new(context, flow.unit(), &flow.prefixes(), &[flow.declared()]);
            self.work(context, flow.unit(), &mut caller, flow.work(&Loose::default()));
        }
        context.settings = settings; // what nobody calls needs nothing
    }

    /// The function of a unit; none if there is a problem, which is reported.
    pub(crate) fn expose(&mut self, context: &mut Context<'_>, written: &Written<'_>) -> Option<Exposed> {
        let unit = written.unit;
        let flow = self.flow(written.work.reference);
        if written.work.reference.is_some() && flow.is_none() {
            return None;
        }
        let (caller, (work, output)) = match flow {
            Some(flow) => self.refer(context, written, flow)?,
            None => {
                let mut caller = Caller::new(context, unit, &written.prefixes, &written.levels);
                caller.add_variables(&written.variables);
                let done = self.work(context, unit, &mut caller, written.work)?;
                (caller, done)
            }
        };
        caller.note(context, unit, matches!(work, model::Work::Call(_)));
        self.used.extend(caller.used_places().cloned());
        let called = match &work {
            model::Work::Call(call) => Some(self.operation(call.target)),
            _ => None,
        };
        let hint = called.filter(|_| !written.is_named).map_or(unit.name, |operation| operation.name.as_str());
        let (hint, description) = match flow {
            Some(flow) => (flow.name.as_str(), flow.description()),
            None => (hint, written.description.clone()),
        };
        Some(self.add(context, unit, &caller, work, output, (hint, &description)))
    }

    /// Notes inputs that are declared for several units, none of which uses them.
    pub(crate) fn note_shared(&self, context: &mut Context<'_>, shared: &Named<ExposedInput>) {
        for input in shared.iter().filter(|input| !self.used.contains(&input.name.place)) {
            let message = format!("no operation uses the input `{}`; it is not sent", input.name.value);
            let report = context.sink.report(Code::UNUSED_INPUT, &input.name.place, message);
            report.help("name it in `with` of an operation, or remove it");
        }
    }

    /// What a unit does that refers to a flow: what the flow does with what the unit gives it.
    fn refer(
        &self,
        context: &mut Context<'_>,
        written: &Written<'_>,
        flow: Flow<'_>,
    ) -> Option<(Caller, (model::Work, model::Output))> {
        let with = written.work.with;
        let inherited = flow.inputs(&written.levels, with);
        let mut levels = written.levels.clone();
        levels.extend(&inherited);
        let mut caller = Caller::new(context, written.unit, &written.prefixes, &levels);
        caller.add_variables(&written.variables);
        caller.hides_call = flow.fixes_values();
        flow.enter(context, &mut caller, with);
        let done = self.work(context, flow.unit(), &mut caller, flow.work(written.work.outputs))?;
        flow.report_unread(context, &caller, with);
        flow.report_idle(context, written.work);
        Some((caller, done))
    }

    /// What a unit does, and what it answers. Tools that say both orchestrate, routes call: as in the reference engine.
    fn work(
        &self,
        context: &mut Context<'_>,
        unit: Unit<'_>,
        caller: &mut Caller,
        work: Work<'_>,
    ) -> Option<(model::Work, model::Output)> {
        let call = work.call.filter(|_| work.steps.is_empty() || unit.calls_first());
        if let Some(call) = call {
            let target = self.call(call)?;
            let operation = self.operation(target);
            let called = (operation, self.declared(target));
            let arguments = bind_call::arguments(context, caller, &Earlier::default(), called, work.with);
            let call = Call { target, arguments: Arguments::Each(arguments) };
            return Some((model::Work::Call(call), outputs::of_call(context, caller, work.outputs, &operation.format)));
        }
        if !work.steps.is_empty() {
            caller.derives_all = false;
            let (steps, earlier) = steps::steps(context, self, unit, caller, work)?;
            let output = outputs::of_steps(context, caller, &earlier, work.outputs, work.mappings);
            return Some((model::Work::Steps(steps), output));
        }
        if outputs::is_static(work.outputs) {
            return Some((model::Work::Nothing, outputs::of_nothing(context, caller, work.outputs)));
        }
        self.report_idle(context, unit);
        None
    }

    fn report_idle(&self, context: &mut Context<'_>, unit: Unit<'_>) {
        if context.sink.has(Code::WRONG_TYPE) {
            return; // perhaps of its call, and one mistake is enough
        }
        let message = format!("{} `{}` says neither what it calls nor what it answers", unit.kind, unit.name);
        let example = self.upstreams.iter().find_map(|known| {
            Some(format!("{}.{}", known.upstream.namespace, known.upstream.operations.first()?.name))
        });
        let example = example.unwrap_or_else(|| "namespace.operation".to_owned());
        let report = context.sink.report(Code::NO_IMPLEMENTATION, unit.place, message);
        report.help(format!("add a call, such as `call: {example}`"));
    }
}
