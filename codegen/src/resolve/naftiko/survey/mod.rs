//! A document as lists, walked once: its upstreams and their operations, its flows, its servers and their units.
//!
//! A new kind of server has its line in [`server`], and a new kind of unit in [`exposed`]: no other
//! phase tells kinds apart but the one that serves them.

pub(crate) mod exposed;
pub(crate) mod flow;
pub(crate) mod server;
pub(crate) mod unit;

use crate::read::naftiko::{
    Aggregation, Consume, ConsumedOperation, ConsumedResource, Document, Entry, Skill, Spanned, Upstream,
};
use crate::resolve::naftiko::survey::exposed::ExposedUnit;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::survey::server::ExposedServer;

/// A document as lists, each in document order.
pub(crate) struct Survey<'d> {
    /// The document, all that it imports included.
    pub(crate) document: &'d Document,
    /// The consumed APIs, those with a name and an address in common as one.
    pub(crate) upstreams: Vec<&'d Upstream>,
    /// The flows of all aggregates.
    pub(crate) flows: Vec<Flow<'d>>,
    /// The servers.
    pub(crate) servers: Vec<ExposedServer<'d>>,
    /// The routes and tools of all servers.
    pub(crate) units: Vec<ExposedUnit<'d>>,
    /// The skills of all servers.
    pub(crate) skills: Vec<&'d Entry<Spanned<String>, Skill>>,
    /// What documents put before the names of inputs: namespaces of servers and aggregates, as they are here and where they
    /// come from.
    pub(crate) prefixes: Vec<&'d str>,
}

/// An operation of an upstream as it is written.
pub(crate) type WrittenOperation = Entry<Spanned<String>, ConsumedOperation>;

impl<'d> Survey<'d> {
    /// The lists of a document whose imports are in place.
    pub(crate) fn of(document: &'d Document) -> Self {
        let capability = &document.capability;
        let upstreams = capability.consumes.iter().filter_map(|consume| match consume {
            Consume::Upstream(upstream) => Some(&**upstream),
            Consume::Import(_) => None, // reported where it could not be resolved
        });
        let aggregates = capability.aggregates.iter().filter_map(|aggregation| match aggregation {
            Aggregation::Aggregate(aggregate) => Some(aggregate),
            Aggregation::Import(_) => None, // reported where it could not be resolved
        });
        let servers: Vec<ExposedServer<'d>> = capability.exposes.iter().filter_map(ExposedServer::of).collect();
        let units = servers.iter().enumerate().flat_map(|(at, server)| exposed::units(at, server.kind));
        let names = |namespace: Option<&'d Spanned<String>>, former: Option<&'d str>| {
            namespace.map(|namespace| namespace.value.as_str()).into_iter().chain(former)
        };
        let prefixes = servers.iter().filter(|server| server.has_units()).flat_map(|it| names(it.namespace, it.former));
        let of_flows = aggregates.clone().flat_map(|it| names(it.namespace.as_ref(), it.former.as_deref()));
        Self {
            document,
            upstreams: upstreams.collect(),
            flows: aggregates.flat_map(Flow::all).collect(),
            prefixes: prefixes.chain(of_flows).collect(),
            units: units.collect(),
            skills: servers.iter().flat_map(|server| server.skills()).collect(),
            servers,
        }
    }

    /// The namespaces of all that the document consumes and exposes.
    pub(crate) fn namespaces(&self) -> impl Iterator<Item = &str> {
        let upstreams = self.upstreams.iter().map(|upstream| upstream.namespace.value.as_str());
        self.prefixes.iter().copied().chain(upstreams)
    }

    /// Whether a definition of that name stands in the document, or would be imported, and could not be read: that was
    /// reported. The empty name stands for what a whole file would have brought.
    pub(crate) fn is_lost(&self, name: &str) -> bool {
        self.document.lost.iter().any(|lost| lost == name)
    }
}

/// The operations of an upstream, each with its resource.
pub(crate) fn operations(upstream: &Upstream) -> impl Iterator<Item = (&ConsumedResource, &WrittenOperation)> {
    let resources = upstream.resources.iter();
    resources.flat_map(|resource| resource.operations.iter().map(move |it| (&resource.definition.value, it)))
}
