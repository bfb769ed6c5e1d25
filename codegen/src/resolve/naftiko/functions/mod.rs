//! What exposed units call, and the functions that come of it.

mod draft;
pub(crate) mod exposed;
mod matching;
mod methods;
mod naming;
mod registry;
mod renumber;
mod settle;

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::model::{Format, Function, Operation, Output, Route, Server, Unnamed, Work};
use crate::names::Scope;
use crate::read::naftiko::{ExposedInput, Named, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::consumed::Consumed;
use crate::resolve::naftiko::functions::draft::{Draft, DraftUnit};
use crate::resolve::naftiko::functions::exposed::{BoundInput, Exposed};
use crate::resolve::naftiko::functions::matching::Matching;
use crate::resolve::naftiko::functions::methods::{MethodName, Methods};
use crate::resolve::naftiko::functions::registry::Registry;
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::survey::unit::Written;
use crate::resolve::naftiko::work::callees::Callees;
use crate::resolve::naftiko::work::{self, Done, ReferredFlow};
use crate::source::Place;

/// The functions of the units that are exposed so far.
pub(crate) struct Functions<'a> {
    callees: Callees<'a>,
    methods: Methods,
    registry: Registry,
    /// Where the declared inputs stand that units use.
    used: BTreeSet<Place>,
}

impl<'a> Functions<'a> {
    /// None yet.
    pub(crate) fn new(survey: &'a Survey<'a>, links: &'a Links, consumed: &'a Consumed) -> Self {
        let callees = Callees { survey, links, consumed };
        Self { callees, methods: Methods::of(callees), registry: Registry::default(), used: BTreeSet::new() }
    }

    /// The function of a unit; none if there is a problem, which is reported.
    pub(crate) fn expose(&mut self, context: &mut Context<'_>, written: &Written<'_>) -> Option<Exposed> {
        let done = work::of(context, self.callees, written)?;
        self.used.extend(done.caller.taken.used_places(&done.caller.declared).cloned());
        let matching = Matching::of(self.callees, &done);
        let (name, unit) = (self.name(written, &done, &matching), DraftUnit::of(written));
        let description = self.said(written, &done, &matching);
        let Done { caller, mut work, mut output, flow } = done;
        matching.renumber(&mut work, &mut output);
        let Matching { input, targets, constants } = matching;
        // Of a shared function, the inputs of this unit may stand elsewhere.
        let names = input.names(self.callees);
        self.expose_writing(&work, &unit);
        let said = flow.map(|referred| matching::said(referred.constraints, &targets, &names)).unwrap_or_default();
        let function = self.registry.share(Draft { name, unit, description, input, work, output, said });
        let inputs = caller.taken.shown().into_iter().map(|at| {
            let taken = &caller.taken.inputs[at];
            let (input, ty) = (taken.input.clone(), taken.ty());
            let default = taken.default(context);
            let targets = targets[at].iter().map(|target| names[*target].clone()).collect();
            let required = taken.is_required(written.unit.is_tool());
            BoundInput { input, feeds: taken.feeds, ty, required, default, targets }
        });
        Some(Exposed { function, inputs: inputs.collect(), constants })
    }

    /// The flow that a unit refers to; none if it refers to none, or to one that can't be used, which was reported.
    pub(crate) fn flow(&self, reference: Option<&Spanned<String>>) -> Option<Flow<'a>> {
        self.callees.flow(reference)
    }

    /// What is said of a function.
    pub(crate) fn description(&self, function: usize) -> &str {
        &self.registry.draft(function).description
    }

    /// What a unit says, or what is said of its function where it says nothing.
    pub(crate) fn described(&self, function: usize, own: String) -> String {
        if own.is_empty() { self.description(function).to_owned() } else { own }
    }

    /// What a function answers.
    pub(crate) fn output(&self, function: usize) -> &Output<Unnamed> {
        &self.registry.draft(function).output
    }

    /// The operations that a function calls.
    pub(crate) fn calls(&self, function: usize) -> Vec<&'a Operation> {
        let calls = self.registry.draft(function).work.calls().into_iter();
        calls.map(|call| self.callees.operation(call.target)).collect()
    }

    /// The format of what a function passes on, if it makes one call.
    pub(crate) fn format(&self, function: usize) -> Option<&'a Format> {
        self.called(&self.registry.draft(function).work).map(|operation| &operation.format)
    }

    /// Notes inputs that are declared for several units, none of which uses them.
    pub(crate) fn note_shared(&self, context: &mut Context<'_>, shared: &Named<ExposedInput>) {
        for input in shared.iter().filter(|input| !self.used.contains(&input.name.place)) {
            let message = format!("no operation uses the input `{}`; it is not sent", input.name.value);
            let report = context.sink.report(Code::UNUSED_INPUT, &input.name.place, message);
            report.help("name it in `with` of an operation, or remove it");
        }
    }

    /// Leaves out the names that a route requires where its function does.
    pub(crate) fn prune(&self, server: &mut Server) {
        let Server::Rest(rest) = server else { return };
        for Route { required, function, binding, .. } in &mut rest.routes {
            let inputs = &self.registry.draft(*function).input;
            let needs = |input: &str| inputs.needs(self.callees, input);
            required.retain(|name| {
                let mut targets = binding.renames.iter().filter(|(caller, _)| caller == name).map(|(_, input)| input);
                !targets.clone().any(|input| needs(input)) && (targets.next().is_some() || !needs(name))
            });
        }
    }

    /// Reports what is wrong with the flows that no unit refers to.
    pub(crate) fn check_flows(&self, context: &mut Context<'_>) {
        work::check_flows(context, self.callees);
    }

    /// All functions, with names that are unique among them and in `records`.
    pub(crate) fn finish(self, context: &mut Context<'_>, records: &mut Scope) -> Vec<Function> {
        self.registry.finish(context, self.methods, records)
    }

    /// Makes a function of every operation that `work` calls and that may write: whoever stands before that one stands before
    /// all that call it, whatever else they do.
    fn expose_writing(&mut self, work: &Work, unit: &DraftUnit) {
        for target in work.calls().into_iter().map(|call| call.target) {
            let operation = self.callees.operation(target);
            if operation.method.may_write() {
                let name = self.methods.operation(operation);
                self.registry.share(Draft::of_operation(target, operation, name, unit.clone()));
            }
        }
    }

    /// The operation that is called, if it is one.
    fn called(&self, work: &Work) -> Option<&'a Operation> {
        match work {
            Work::Call(call) => Some(self.callees.operation(call.target)),
            Work::Steps(_) | Work::Nothing => None,
        }
    }

    /// What the method of a function is called: as the operation that it passes on, or the flow that it only refers to; else as
    /// its unit, or as the operation that a unit calls which the document gives no name.
    fn name(&self, written: &Written<'_>, done: &Done<'_>, matching: &Matching) -> MethodName {
        let called = self.called(&done.work);
        if let Some(operation) = called.filter(|_| done.output == Output::Reply && matching.is_same()) {
            return self.methods.operation(operation);
        }
        let only_refers =
            |referred: &ReferredFlow<'_>| referred.answers && (matching.is_same() || referred.takes_the_same);
        if done.flow.as_ref().is_some_and(only_refers)
            && let Some(flow) = written.work.reference.and_then(|reference| self.callees.links.flow(reference))
        {
            return self.methods.flow(flow);
        }
        self.methods.unit(called.filter(|_| !written.is_named).map_or(written.unit.name, |operation| &operation.ident))
    }

    /// What is said of a function: what its flow or unit says, or the operation that it calls, if it is that.
    fn said(&self, written: &Written<'_>, done: &Done<'_>, matching: &Matching) -> String {
        let is_operation = done.output == Output::Reply && matching.is_same();
        let flow = done.flow.as_ref();
        let own = flow.map_or_else(|| written.description.clone(), |referred| referred.flow.description());
        if is_operation || own.is_empty() {
            return self.called(&done.work).map(|operation| operation.description.clone()).unwrap_or_default();
        }
        own
    }
}
