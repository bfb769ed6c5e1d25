//! How much of a document is generated at most: what it costs to compile one stays within seconds, whoever wrote it.

use std::collections::BTreeMap;

use super::{aggregate, refuse};
use crate::diagnostic::Sink;
use crate::read::naftiko::{Body, Consume, Data, Document, Expose, Output, Upstream, Work};
use crate::resolve::names;

/// Upstreams, servers, operations, routes, tools and steps. Real documents have up to 2,300, most of them fewer than 50.
const MOST_UNITS: usize = 5_000;
/// Inputs, arguments, mappings and parts of answers, those that units inherit counted for each of them.
const MOST_MEMBERS: usize = 40_000;

/// Whether it can be compiled; reported, if not.
pub(super) fn check(document: &Document, sink: &mut Sink) -> bool {
    let size = Size::of(document);
    let help = "split the document: each part becomes a crate, and parts can import from each other";
    let place = &document.version.place;
    if size.units > MOST_UNITS {
        let what = format!("a document of {} operations, routes, tools and steps (more than {MOST_UNITS})", size.units);
        refuse(sink, place, &what, help);
    } else if size.members > MOST_MEMBERS {
        let what = format!("a document of {} inputs and parts of answers (more than {MOST_MEMBERS})", size.members);
        refuse(sink, place, &what, help);
    } else {
        return true;
    }
    false
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Size {
    units: usize,
    members: usize,
}

/// What units refer to, by name in any spelling; of several with one name, the largest.
#[derive(Debug, Default)]
struct Known {
    flows: BTreeMap<String, Size>,
    /// How much each operation takes: so much does a unit that calls it and declares no inputs.
    operations: BTreeMap<String, usize>,
}

impl Size {
    fn of(document: &Document) -> Self {
        let mut known = Known::default();
        let mut size = Self::default();
        for consume in &document.capability.consumes {
            if let Consume::Upstream(upstream) = consume {
                size.add(Self::upstream(upstream, &mut known));
            }
        }
        for flow in aggregate::flows(document) {
            let own = Self::work(&flow.calls(), flow.declared().len(), &known);
            size.add(own);
            known.flows.insert(names::folded(&flow.path()), own);
        }
        for expose in &document.capability.exposes {
            size.add(Self::server(expose, &known));
        }
        size
    }

    fn upstream(upstream: &Upstream, known: &mut Known) -> Self {
        let mut size = Self { units: 1, members: 0 };
        for resource in &upstream.resources {
            let inherited = upstream.input_parameters.len() + resource.input_parameters.len();
            for operation in &resource.operations {
                let path = holes(&resource.path) + operation.path.as_ref().map_or(0, |path| holes(path));
                let body = operation.body.as_ref().map_or(0, |body| held(body));
                let members = inherited + operation.input_parameters.len() + path + body;
                size.add(Self { units: 1, members });
                let largest = known.operations.entry(names::folded(&operation.name.value)).or_default();
                *largest = members.max(*largest);
            }
        }
        size
    }

    fn server(expose: &Expose, known: &Known) -> Self {
        let mut size = Self { units: 1, members: 0 };
        match expose {
            Expose::Rest(server) => {
                for resource in &server.resources {
                    let inherited = server.input_parameters.len() + resource.input_parameters.len();
                    for operation in &resource.operations {
                        let inputs = inherited + operation.input_parameters.len();
                        size.add(Self::work(&operation.work(), inputs, known));
                    }
                }
            }
            Expose::Mcp(server) => {
                for tool in &server.tools {
                    size.add(Self::work(&tool.work(), tool.input_parameters.len(), known));
                }
            }
            Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => {}
        }
        size
    }

    /// A unit, and what it inherits from the flow that it refers to or the operation that it calls.
    fn work(work: &Work<'_>, inputs: usize, known: &Known) -> Self {
        let outputs: usize = work.outputs.iter().map(|output| parts(output, 1)).sum();
        let called = work.call.filter(|_| inputs == 0).map_or("", |call| call.rsplit('.').next().unwrap_or(call));
        let taken = known.operations.get(&names::folded(called)).copied().unwrap_or_default();
        let own = Self {
            units: 1 + work.steps.len(),
            members: inputs + taken + work.with.len() + work.mappings.len() + outputs,
        };
        let inherited = work.reference.and_then(|reference| known.flows.get(&names::folded(reference)));
        let mut size = inherited.copied().unwrap_or_default();
        size.add(own);
        size
    }

    fn add(&mut self, other: Self) {
        self.units += other.units;
        self.members += other.members;
    }
}

/// An output at a level of its answer, and all in it. What lies deep counts for more: it is written with all that it is in.
fn parts(output: &Output, level: usize) -> usize {
    const USUAL: usize = 4;
    let inner = output.items.iter().chain(&output.values).map(|inner| parts(inner, level + 1));
    let properties = output.properties.iter().map(|property| parts(property, level + 1));
    level.saturating_sub(USUAL).max(1) + inner.sum::<usize>() + properties.sum::<usize>()
}

/// What a body holds: values, and templates in them.
fn held(body: &Body) -> usize {
    match body {
        Body::Raw(text) => holes(text),
        Body::Block(block) => block.data.as_ref().map_or(0, |data| values(data)),
    }
}

fn values(data: &Data) -> usize {
    match data {
        Data::Text(text) => 1 + holes(text),
        Data::List(items) => items.iter().map(|item| values(item)).sum(),
        Data::Map(members) => members.iter().map(|(_, value)| values(value)).sum(),
        Data::Null | Data::Bool(_) | Data::Number(_) => 1,
    }
}

/// How many templates there are in a text, at most.
fn holes(text: &str) -> usize {
    text.matches('}').count()
}
