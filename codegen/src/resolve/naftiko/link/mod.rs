//! Names become ids, once: which operation a call names, which flow a `ref`, which route or tool an action of a skill. All reports
//! on their spelling, ambiguity and absence are made here; none of them is looked up by its text again.

pub(crate) mod calls;
pub(crate) mod choices;
pub(crate) mod flows;
pub(crate) mod operations;
pub(crate) mod tools;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::phrases::Unique;
use crate::diagnostic::{Code, Sink};
use crate::model::Target;
use crate::read::naftiko::{Spanned, Step, ToolSource};
use crate::resolve::naftiko::link::operations::Operations;
use crate::resolve::naftiko::link::tools::Action;
use crate::resolve::naftiko::survey::exposed::made;
use crate::resolve::naftiko::survey::{Survey, operations};
use crate::source::Place;

/// Keys of what may be called or referred to: where one is misspelt, nobody finds that.
const BRINGING: [&str; 6] = ["consumes", "resources", "operations", "aggregates", "flows", "functions"];

/// What names mean, by the places where they stand.
pub(crate) struct Links {
    calls: BTreeMap<Place, Target>,
    flows: BTreeMap<Place, usize>,
    /// The flows that any unit refers to.
    referred: BTreeSet<usize>,
    actions: BTreeMap<Place, Action>,
}

impl Links {
    /// What the names of a document mean.
    pub(crate) fn of(survey: &Survey<'_>, sink: &mut Sink) -> Self {
        check_servers(survey, sink);
        let (operations, lacking) = (Operations::of(survey), sink.lacking(&BRINGING));
        if lacking.is_some() {
            sink.lose("");
        }
        let calls = calls::link(survey, &operations, sink);
        let flows = flows::link(survey, &operations, sink);
        let referred = flows.values().copied().collect();
        let links = Self { calls, flows, referred, actions: tools::link(survey, sink) };
        links.note_unread(survey, sink);
        if let Some((key, meant)) = lacking.filter(|_| !links.are_complete(survey)) {
            sink.retract(Code::UNKNOWN_KEY, &key);
            let message = format!("`{meant}` is misspelt: what is called or referred to is not there");
            sink.report(Code::UNKNOWN_KEY.fatal(), &key, message).help(format!("write `{meant}`")).replace(&key, meant);
        }
        links
    }

    /// Whether all that is called or referred to was found.
    fn are_complete(&self, survey: &Survey<'_>) -> bool {
        let of_units = survey.units.iter().flat_map(|unit| made(unit.work, unit.calls_first()));
        let of_flows = survey.flows.iter().flat_map(|flow| made(flow.calls(), false));
        let mut references = survey.units.iter().filter_map(|unit| unit.work.reference);
        of_units.chain(of_flows).all(|call| self.call(call).is_some())
            && references.all(|reference| self.flow(reference).is_some())
    }

    /// The operation that a call names; none if it names none, which was reported if it is made.
    pub(crate) fn call(&self, call: &Spanned<String>) -> Option<Target> {
        self.calls.get(&call.place).copied()
    }

    /// The flow that a `ref` names, as its index in the survey; none if it names none, which was reported.
    pub(crate) fn flow(&self, reference: &Spanned<String>) -> Option<usize> {
        self.flows.get(&reference.place).copied()
    }

    /// Whether any unit refers to a flow.
    pub(crate) fn is_referred(&self, flow: usize) -> bool {
        self.referred.contains(&flow)
    }

    /// The route or tool that a tool of a skill comes from; none if there is none, which was reported.
    pub(crate) fn action(&self, from: &ToolSource) -> Option<&Action> {
        self.actions.get(&from.action.place)
    }

    /// The same for a tool that doesn't say where it comes from, and has the name of one.
    pub(crate) fn namesake(&self, tool: &Spanned<String>) -> Option<&Action> {
        self.actions.get(&tool.place)
    }

    /// Notes what consumed operations pick from their answers where no step calls them: it is for steps.
    fn note_unread(&self, survey: &Survey<'_>, sink: &mut Sink) {
        let works = survey.units.iter().map(|unit| unit.work).chain(survey.flows.iter().map(|flow| flow.calls()));
        let steps = works.flat_map(|work| work.steps).filter_map(|step| match &step.definition.value {
            Step::Call(step) => self.call(&step.call),
            Step::Lookup(_) | Step::Script(_) => None,
        });
        let read: BTreeSet<Target> = steps.collect();
        for (index, upstream) in survey.upstreams.iter().enumerate() {
            for (operation, (_, entry)) in operations(upstream).enumerate() {
                let is_read = read.contains(&Target { upstream: index, operation });
                if let Some(first) = entry.output_parameters.first().filter(|_| !is_read) {
                    let why = "steps read them, and none calls this operation";
                    sink.no_effect(first.place(), "`outputParameters` of a consumed operation", why);
                }
            }
        }
    }
}

/// Reports servers that references and skills could not tell apart.
fn check_servers(survey: &Survey<'_>, sink: &mut Sink) {
    let help = "give each server a namespace of its own";
    let mut known = Unique::new(Code::DUPLICATE_NAME, help, |name| format!("two servers are called `{name}`"));
    for namespace in survey.servers.iter().filter_map(|server| server.namespace) {
        known.take(&namespace.value, &namespace.place, sink);
    }
}
