//! What exposed units call, and the functions that come of it.

use std::collections::BTreeSet;

use super::aggregate::{self, Flow};
use super::ambiguous;
use super::caller::Caller;
use super::registry::{Exposed, Registered};
use super::steps::{self, Earlier};
use super::{Context, Resolved, bind_call, outputs};
use crate::diagnostic::{Code, nearest};
use crate::model::{self, Arguments, Call, Operation, Target};
use crate::read::naftiko::{ConsumedOutput, Document, ExposedInput, Loose, Named, Spanned, Work};
use crate::resolve::names;
use crate::source::Place;

/// The functions found so far: units that do the same share one.
pub(super) struct Functions<'a> {
    pub(super) upstreams: &'a [Resolved],
    pub(super) found: Vec<Registered>,
    document: &'a Document,
    exposed: Vec<String>,
    /// Where the declared inputs stand that units use.
    used: BTreeSet<Place>,
    /// Paths of the flows that units refer to.
    referred: BTreeSet<String>,
}

/// An exposed operation or tool, for messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit<'a> {
    /// `tool` or `operation`.
    pub(super) kind: &'static str,
    pub(super) name: &'a str,
    pub(super) place: &'a Place,
}

/// A unit as the document writes it.
pub(super) struct Written<'a> {
    pub(super) unit: Unit<'a>,
    /// Whether the document gives it its name.
    pub(super) is_named: bool,
    pub(super) description: String,
    /// The namespaces of its server.
    pub(super) prefixes: Vec<&'a str>,
    /// Declared inputs, outermost first.
    pub(super) levels: Vec<&'a Named<ExposedInput>>,
    /// Variables of its path.
    pub(super) variables: Vec<(String, Place)>,
    pub(super) work: Work<'a>,
}

impl Unit<'_> {
    /// Whether it calls if it says that it calls and orchestrates.
    fn calls_first(self) -> bool {
        self.kind == "operation"
    }

    /// Whether it is a tool of an MCP server.
    pub(super) fn is_tool(self) -> bool {
        self.kind == "tool"
    }
}

impl<'a> Functions<'a> {
    pub(super) fn new(document: &'a Document, upstreams: &'a [Resolved], exposed: Vec<String>) -> Self {
        Self { upstreams, found: Vec::new(), document, exposed, referred: BTreeSet::new(), used: BTreeSet::new() }
    }

    /// A consumed operation.
    pub(super) fn operation(&self, target: Target) -> &'a Operation {
        &self.upstreams[target.upstream].upstream.operations[target.operation]
    }

    /// What an operation declares of its answers.
    pub(super) fn outputs(&self, target: Target) -> &'a Loose<ConsumedOutput> {
        &self.upstreams[target.upstream].outputs[target.operation]
    }

    /// The flow that a unit refers to; none if it refers to none, or to one that is not there, which is reported.
    pub(super) fn flow(&mut self, context: &mut Context<'_>, reference: Option<&Spanned<String>>) -> Option<Flow<'a>> {
        let flow = aggregate::find(context, self.document, reference?)?;
        self.referred.insert(flow.path());
        Some(flow).filter(|flow| !flow.is_nested())
    }

    /// Reports what is wrong with the flows that no unit refers to.
    pub(super) fn check_flows(&self, context: &mut Context<'_>) {
        let settings = context.settings.clone();
        let is_idle = |flow: &Flow<'_>| !flow.is_nested() && !self.referred.contains(&flow.path());
        for flow in aggregate::flows(self.document).filter(is_idle) {
            let mut caller = Caller::new(context, flow.unit(), &flow.prefixes(), &[flow.declared()]);
            self.work(context, flow.unit(), &mut caller, flow.work(&Loose::default()));
        }
        context.settings = settings; // what nobody calls needs nothing
    }

    /// The function of a unit; none if there is a problem, which is reported.
    pub(super) fn expose(&mut self, context: &mut Context<'_>, written: &Written<'_>) -> Option<Exposed> {
        let unit = written.unit;
        let flow = self.flow(context, written.work.reference);
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
    pub(super) fn note_shared(&self, context: &mut Context<'_>, shared: &Named<ExposedInput>) {
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
            let (upstream, operation) = self.find(context, call)?;
            let target = Target { upstream, operation };
            let operation = self.operation(target);
            let arguments = bind_call::arguments(context, caller, &Earlier::default(), operation, work.with);
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
        let message = format!("{} `{}` says neither what it calls nor what it answers", unit.kind, unit.name);
        let example = self.upstreams.iter().find_map(|known| {
            Some(format!("{}.{}", known.upstream.namespace, known.upstream.operations.first()?.name))
        });
        let example = example.unwrap_or_else(|| "namespace.operation".to_owned());
        let report = context.sink.report(Code::NO_IMPLEMENTATION, unit.place, message);
        report.help(format!("add a call, such as `call: {example}`"));
    }

    /// The upstream and operation that `namespace.operation` names; a namespace may have dots of its own.
    pub(super) fn find(&self, context: &mut Context<'_>, call: &Spanned<String>) -> Option<(usize, usize)> {
        let target = call.value.trim();
        let namespaces =
            self.upstreams.iter().enumerate().map(|(index, known)| (index, known.upstream.namespace.as_str()));
        let split = namespaces
            .filter_map(|(index, namespace)| {
                Some((index, namespace, target.strip_prefix(namespace)?.strip_prefix('.')?))
            })
            .max_by_key(|(_, namespace, _)| namespace.len());
        let Some((upstream, _, name)) = split else {
            self.unknown_namespace(context, call);
            return None;
        };
        let operations = &self.upstreams[upstream].upstream.operations;
        let Some(operation) = names::position(operations.iter().map(|operation| operation.name.as_str()), name) else {
            self.unknown_operation(context, call, upstream, name);
            return None;
        };
        if operations[operation].name != name {
            let exact = format!("{}.{}", self.upstreams[upstream].upstream.namespace, operations[operation].name);
            let message = format!("`{target}` is read as `{exact}`, ignoring case and punctuation");
            let report = context.sink.report(Code::INEXACT_CALL, &call.place, message);
            let definition = &self.upstreams[upstream].places[operation];
            report.help(format!("write `call: {exact}`")).related(definition, "defined here");
        }
        let twins: Vec<usize> =
            (0..operations.len()).filter(|twin| operations[*twin].name == operations[operation].name).collect();
        if twins.len() > 1 {
            let which = ambiguous::resolve(context, call, &self.upstreams[upstream], &twins)?;
            return Some((upstream, which));
        }
        Some((upstream, operation))
    }

    fn unknown_namespace(&self, context: &mut Context<'_>, call: &Spanned<String>) {
        let (namespace, name) = call.value.split_once('.').unwrap_or((&call.value, ""));
        if self.is_lost(namespace) || self.is_lost("") {
            return;
        }
        let known: Vec<&str> = self.upstreams.iter().map(|known| known.upstream.namespace.as_str()).collect();
        let mut owners = self
            .upstreams
            .iter()
            .filter(|known| known.upstream.operations.iter().any(|operation| operation.name == name));
        let owner = owners.next().filter(|_| owners.next().is_none()).map(|known| known.upstream.namespace.as_str());
        let near = nearest(namespace, known.iter().copied()).or(owner);
        let meant = self.upstreams.iter().find(|known| Some(known.upstream.namespace.as_str()) == near);
        let definition = meant.and_then(|meant| definition(meant, name));
        let help = match near {
            _ if self.exposed.iter().any(|exposed| exposed == namespace) => {
                format!(
                    "`{namespace}` is a server of this document; `call` names a consumed namespace: {}",
                    list(&known)
                )
            }
            Some(near) if definition.is_some() => format!("did you mean `{near}.{name}`?"),
            Some(near) => format!("did you mean the namespace `{near}`? It has no operation `{name}`"),
            None if known.is_empty() => "the document consumes nothing: add `consumes`".to_owned(),
            None => format!("the document consumes {}", list(&known)),
        };
        let message = format!("no consumed namespace is called `{namespace}`");
        let report = context.sink.report(Code::UNKNOWN_NAMESPACE, &call.place, message).help(help);
        if let Some(place) = definition {
            report.related(place, "defined here");
        }
    }

    fn unknown_operation(&self, context: &mut Context<'_>, call: &Spanned<String>, upstream: usize, name: &str) {
        if self.is_lost(name) {
            return;
        }
        let resolved = &self.upstreams[upstream];
        let namespace = &resolved.upstream.namespace;
        let known: Vec<&str> = resolved.upstream.operations.iter().map(|operation| operation.name.as_str()).collect();
        let message = format!("namespace `{namespace}` has no operation `{name}`");
        let report = context.sink.report(Code::UNKNOWN_OPERATION, &call.place, message);
        if !report.is_shown() {
            return;
        }
        let near = nearest(name, known.iter().copied());
        match near.and_then(|near| known.iter().position(|name| *name == near)) {
            Some(index) => report
                .help(format!("did you mean `{namespace}.{}`?", known[index]))
                .related(&resolved.places[index], "defined here"),
            None => report.help(format!("it has {}", list(&known))),
        };
    }

    /// Whether a definition of that name stands in the document, or would be imported, and could not be read: that was reported.
    /// The empty name stands for what a whole file would have brought.
    fn is_lost(&self, name: &str) -> bool {
        self.document.lost.iter().any(|lost| lost == name)
    }
}

/// Where an operation is defined, if the upstream has it under that very name or one spelled nearly so.
fn definition<'r>(resolved: &'r Resolved, name: &str) -> Option<&'r Place> {
    let names = resolved.upstream.operations.iter().map(|operation| operation.name.as_str());
    resolved.places.get(names::position(names, name)?)
}

/// Up to five names, and how many more there are.
pub(super) fn list(names: &[&str]) -> String {
    if names.is_empty() {
        return "none at all".to_owned();
    }
    let shown: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}
