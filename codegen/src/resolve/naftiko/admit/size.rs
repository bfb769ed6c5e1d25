//! How much of a document is generated at most: what it costs to compile one stays within seconds, whoever wrote it.

use std::collections::BTreeMap;

use crate::diagnostic::Sink;
use crate::diagnostic::phrases::refuse;
use crate::names;
use crate::read::naftiko::{Body, ConsumedInput, Data, Map, Named, Output, Spanned, Step, Upstream, Work};
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::exposed::UnitKind;
use crate::resolve::text::template::{self, Piece};

/// Upstreams, servers, operations, routes, tools and steps. Real documents have up to 2,300, most of them fewer than 50.
const MOST_UNITS: usize = 5_000;
/// Inputs, arguments, mappings and parts of answers, those that units inherit counted for each of them.
const MOST_MEMBERS: usize = 40_000;
/// Inputs, values and templates of one request, and templates of one answer: each becomes a call in a chain, which both
/// prettyplease and rustc go down by recursion.
const MOST_IN_REQUEST: usize = 2_000;

/// Whether it can be compiled; reported, if not.
pub(crate) fn check(survey: &Survey<'_>, sink: &mut Sink) -> bool {
    let size = Size::of(survey);
    let help = "split the document: each part becomes a crate, and parts can import from each other";
    let place = &survey.document.version.place;
    if size.units > MOST_UNITS {
        let what = format!("a document of {} operations, routes, tools and steps (more than {MOST_UNITS})", size.units);
        refuse(sink, place, &what, help);
    } else if size.members > MOST_MEMBERS {
        let what = format!("a document of {} inputs and parts of answers (more than {MOST_MEMBERS})", size.members);
        refuse(sink, place, &what, help);
    } else if size.request > MOST_IN_REQUEST {
        let what = format!("a request or answer of {} inputs and values (more than {MOST_IN_REQUEST})", size.request);
        refuse(sink, place, &what, "let callers give the whole, or a larger part of it, as one value");
    } else {
        return true;
    }
    false
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Size {
    units: usize,
    members: usize,
    /// The members of the largest request, or the templates of the largest answer.
    request: usize,
}

/// What units refer to, by name in any spelling; of several with one name, the largest.
#[derive(Debug, Default)]
struct Known {
    flows: BTreeMap<String, Size>,
    /// How much each operation takes: so much does a unit that calls it and declares no inputs.
    operations: BTreeMap<String, usize>,
}

impl Size {
    fn of(survey: &Survey<'_>) -> Self {
        let mut known = Known::default();
        let mut size = Self { units: survey.document.capability.exposes.len(), ..Self::default() };
        for upstream in &survey.upstreams {
            size.add(Self::upstream(upstream, &mut known));
        }
        for flow in &survey.flows {
            let own = Self::work(&flow.calls(), flow.declared().len(), &known);
            size.add(own);
            known.flows.insert(names::folded(&flow.path()), own);
        }
        for unit in &survey.units {
            size.add(Self::work(&unit.work, unit.inputs(), &known));
            size.add(Self::path(&unit.kind));
        }
        size
    }

    fn upstream(upstream: &Upstream, known: &mut Known) -> Self {
        let mut size = Self { units: 1, ..Self::default() };
        let base = parts_of_url(&upstream.base_uri) + sent(&upstream.input_parameters);
        for resource in &upstream.resources {
            let inherited = base + sent(&resource.input_parameters) + parts_of_url(&resource.path);
            for operation in &resource.operations {
                let path = operation.path.as_ref().map_or(0, |path| parts_of_url(path));
                let body = operation.body.as_ref().map_or(0, |body| held(body));
                let members = inherited + sent(&operation.input_parameters) + path + body;
                size.add(Self { units: 1, members, request: members });
                let largest = known.operations.entry(names::folded(&operation.name.value)).or_default();
                *largest = members.max(*largest);
            }
        }
        size
    }

    /// The variables of the path of a route.
    fn path(kind: &UnitKind) -> Self {
        let variables = match kind {
            UnitKind::Route { path, .. } => parts_of_url(path),
            UnitKind::Tool => 0,
        };
        Self { units: 0, members: variables, request: variables }
    }

    /// A unit, and what it inherits from the flow that it refers to or the operation that it calls.
    fn work(work: &Work<'_>, inputs: usize, known: &Known) -> Self {
        let outputs: usize = work.outputs.iter().map(|output| parts(output, 1)).sum();
        let called = work.call.filter(|_| inputs == 0).map_or("", |call| call.rsplit('.').next().unwrap_or(call));
        let taken = known.operations.get(&names::folded(called)).copied().unwrap_or_default();
        let mut own = Self {
            units: 1 + work.steps.len(),
            members: inputs + taken + work.mappings.len() + outputs,
            request: work.outputs.iter().map(|output| templates(output)).sum(),
        };
        for with in std::iter::once(work.with).chain(work.steps.iter().filter_map(|step| step.with())) {
            let given = given(with);
            own.add(Self { units: 0, members: given, request: given });
        }
        let inherited = work.reference.and_then(|reference| known.flows.get(&names::folded(reference)));
        let mut size = inherited.copied().unwrap_or_default();
        size.add(own);
        size
    }

    fn add(&mut self, other: Self) {
        self.units += other.units;
        self.members += other.members;
        self.request = self.request.max(other.request);
    }
}

/// An output at a level of its answer, and all in it. What lies deep counts for more: it is written with all that it is in.
fn parts(output: &Output, level: usize) -> usize {
    const USUAL: usize = 4;
    let inner = output.items.iter().chain(&output.values).map(|inner| parts(inner, level + 1));
    let properties = output.properties.iter().map(|property| parts(property, level + 1));
    level.saturating_sub(USUAL).max(1) + inner.sum::<usize>() + properties.sum::<usize>()
}

/// The templates in the values of an output, and of all in it.
fn templates(output: &Output) -> usize {
    let inner = output.items.iter().chain(&output.values).map(|inner| templates(inner));
    let properties = output.properties.iter().map(|property| templates(property));
    let own = output.value.as_ref().and_then(|value| value.as_text()).map_or(0, holes);
    own + inner.sum::<usize>() + properties.sum::<usize>()
}

/// The inputs of a level, and what the values of fixed ones hold.
fn sent(inputs: &Named<ConsumedInput>) -> usize {
    inputs.iter().map(|input| input.value.as_ref().map_or(1, |value| values(value).max(1))).sum()
}

/// What a body holds: values, and templates in them.
fn held(body: &Body) -> usize {
    match body {
        Body::Raw(text) => holes(text),
        Body::Block(block) => block.data.as_ref().map_or(0, |data| values(data)),
    }
}

impl Step {
    fn with(&self) -> Option<&Map<Spanned<Data>>> {
        match self {
            Self::Call(call) => Some(&call.with),
            Self::Lookup(_) | Self::Script(_) => None,
        }
    }
}

/// What `with` holds: at least one value for each of its keys.
fn given(with: &Map<Spanned<Data>>) -> usize {
    with.iter().map(|(_, value)| values(value).max(1)).sum()
}

fn values(data: &Data) -> usize {
    match data {
        Data::Text(text) => 1 + holes(text),
        Data::List(items) => items.iter().map(|item| values(item)).sum(),
        Data::Map(members) => members.iter().map(|(_, value)| values(value)).sum(),
        Data::Null | Data::Bool(_) | Data::Number(_) | Data::Said(_) => 1,
    }
}

/// How many variables and parts of a query there are in a URL, at most.
fn parts_of_url(text: &str) -> usize {
    text.matches(['}', '&']).count()
}

/// How many variables there are in a text, at most.
fn holes(text: &str) -> usize {
    template::parse_value(text).iter().filter(|piece| matches!(piece, Piece::Variable(..))).count()
}
