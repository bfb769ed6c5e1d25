//! What units call.

use crate::diagnostic::nearest;
use crate::model::{Operation, Target};
use crate::names::Index;
use crate::read::naftiko::{ConsumedOutput, Loose, Spanned};
use crate::resolve::naftiko::consume::consumed::{About, Consumed};
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::source::Place;

/// What units call, by what their names mean.
#[derive(Clone, Copy)]
pub(crate) struct Callees<'a> {
    pub(crate) survey: &'a Survey<'a>,
    pub(crate) links: &'a Links,
    pub(crate) consumed: &'a Consumed,
}

/// An operation that is called.
#[derive(Clone, Copy)]
pub(crate) struct Callee<'a> {
    /// Which it is.
    pub(crate) target: Target,
    /// The operation.
    pub(crate) operation: &'a Operation,
    /// Where its inputs are declared; those that are not, where it is itself.
    pub(crate) inputs: &'a [Place],
    /// Where which of them stands.
    pub(crate) names: &'a Index,
    /// Which of its inputs is all of the body that the document writes, and so is asked for.
    pub(crate) asked: Option<usize>,
    /// What it declares of its answers.
    pub(crate) outputs: &'a Loose<ConsumedOutput>,
}

impl<'a> Callees<'a> {
    /// The operation that a call names; none if it names none, which was reported.
    pub(crate) fn call(self, call: &Spanned<String>) -> Option<Callee<'a>> {
        let target = self.links.call(call)?;
        let (operation, about) = (self.operation(target), self.consumed.about(target));
        let About { inputs, names, asked, outputs } = about;
        Some(Callee { target, operation, inputs, names, asked: *asked, outputs })
    }

    /// The flow that a unit refers to; none if it refers to none, or to one that can't be used, which was reported.
    pub(crate) fn flow(self, reference: Option<&Spanned<String>>) -> Option<Flow<'a>> {
        let flow = self.survey.flows[self.links.flow(reference?)?];
        Some(flow).filter(|flow| !flow.is_nested())
    }

    /// The flows that no unit refers to, and that are right as such.
    pub(crate) fn idle_flows(self) -> impl Iterator<Item = Flow<'a>> {
        let flows = self.survey.flows.iter().enumerate();
        let idle = flows.filter(move |(at, flow)| !flow.is_nested() && !self.links.is_referred(*at));
        idle.map(|(_, flow)| *flow)
    }

    /// A consumed operation.
    pub(crate) fn operation(self, target: Target) -> &'a Operation {
        self.consumed.operation(target)
    }

    /// The call that a unit of this name most likely lacks, and whether that is more than any call: `namespace.operation`.
    pub(crate) fn likely(self, name: &str) -> (String, bool) {
        let all = || {
            let upstreams = self.consumed.upstreams.iter();
            upstreams.flat_map(|upstream| upstream.operations.iter().map(move |it| (&upstream.namespace, &it.name)))
        };
        let near = || nearest(name, all().map(|(_, it)| it.as_str()));
        let namesake = all().find(|(_, it)| *it == name);
        let likely = namesake.or_else(|| near().and_then(|near| all().find(|(_, it)| *it == near)));
        let written = |(namespace, operation): (&String, &String)| format!("{namespace}.{operation}");
        let any = || all().next().map_or_else(|| "namespace.operation".to_owned(), written);
        (likely.map_or_else(any, written), likely.is_some())
    }

    /// Where the unit behind a place stands, or the end of the file.
    pub(crate) fn behind(self, place: &Place) -> Place {
        let units = self.survey.units.iter().filter_map(|unit| unit.work.call.map(|call| &call.place));
        let next = units.filter(|other| other.file == place.file && *other > place).min();
        next.cloned().unwrap_or_else(|| Place { span: usize::MAX..usize::MAX, ..place.clone() })
    }
}
