//! What units call.

use crate::model::{Operation, Target};
use crate::names::Index;
use crate::read::naftiko::{ConsumedOutput, Loose, Spanned};
use crate::resolve::naftiko::consume::consumed::Consumed;
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
    /// What it declares of its answers.
    pub(crate) outputs: &'a Loose<ConsumedOutput>,
}

impl<'a> Callees<'a> {
    /// The operation that a call names; none if it names none, which was reported.
    pub(crate) fn call(self, call: &Spanned<String>) -> Option<Callee<'a>> {
        let target = self.links.call(call)?;
        let (operation, about) = (self.operation(target), self.consumed.about(target));
        Some(Callee { target, operation, inputs: &about.inputs, names: &about.names, outputs: &about.outputs })
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

    /// Any call that could be made, for messages: `namespace.operation`.
    pub(crate) fn example(self) -> String {
        let mut calls = self
            .consumed
            .upstreams
            .iter()
            .filter_map(|upstream| Some(format!("{}.{}", upstream.namespace, upstream.operations.first()?.name)));
        calls.next().unwrap_or_else(|| "namespace.operation".to_owned())
    }
}
