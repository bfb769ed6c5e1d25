//! Consumed APIs: base URL, authentication, operations.

pub(crate) mod access;
pub(crate) mod base_url;
pub(crate) mod consumed;
pub(crate) mod format;
pub(crate) mod host;
pub(crate) mod operation;
pub(crate) mod request;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::phrases::refuse;
use crate::model::{Auth, Input, Operation, Target, Upstream};
use crate::names::Index;
use crate::read::naftiko::{self as doc, ConsumedInput, ConsumedOperation, Named};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::access::Access;
use crate::resolve::naftiko::consume::consumed::{About, Consumed};
use crate::resolve::naftiko::consume::operation::{Api, OperationDraft};
use crate::resolve::naftiko::demand::Demand;
use crate::resolve::naftiko::scopes::Names;
use crate::resolve::naftiko::survey::{Survey, WrittenOperation, operations};
use crate::source::Place;

/// The consumed APIs of a document.
pub(crate) fn upstreams(
    context: &mut Context<'_>,
    names: &mut Names,
    survey: &Survey<'_>,
    demand: &Demand,
) -> Consumed {
    let around = Surroundings { demand, max_binary: format::limit(context, survey) };
    let all = survey.upstreams.iter().enumerate();
    let (upstreams, about) = all.map(|(at, document)| upstream(context, names, &around, at, document)).unzip();
    Consumed { upstreams, about }
}

/// What the rest of a document says of its consumed APIs.
struct Surroundings<'d> {
    /// What units give to operations.
    demand: &'d Demand,
    /// How many bytes an answer of bytes may have, as servers say.
    max_binary: Option<u64>,
}

/// The consumed API that is the `at`th.
fn upstream(
    context: &mut Context<'_>,
    names: &mut Names,
    around: &Surroundings<'_>,
    at: usize,
    document: &doc::Upstream,
) -> (Upstream, Vec<About>) {
    if let Some(tunnel) = &document.tunnel {
        let help =
            "remove it; where the upstream is reached through a tunnel, run one beside the server and set its base URL";
        refuse(context.sink, &tunnel.place, "a tunnel", help);
    }
    let namespace = document.namespace.value.clone();
    let access = Access::of(context, names, around.demand, at, document);
    let declares_bodies = operations(document).any(|(_, operation)| declares_body(operation));
    let api = Api { document, access: &access, declares_bodies, max_binary: around.max_binary };
    let (mut resolved, mut about) = (Vec::new(), Vec::new());
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for (index, (resource, entry)) in operations(document).enumerate() {
        let given = around.demand.given(Target { upstream: at, operation: index });
        let is_twin = !named.insert(&entry.name.value);
        let draft = OperationDraft { resource, entry, given, is_twin };
        let (operation, asked) = operation::operation(context, names, api, draft);
        let levels = [&entry.input_parameters, &resource.input_parameters, &document.input_parameters];
        let by_name = Index::of(operation.inputs.iter().map(|input| input.name.as_str()));
        let inputs = declared(&operation, levels, entry);
        about.push(About { inputs, names: by_name, asked, outputs: entry.output_parameters.clone() });
        resolved.push(operation);
    }
    let field = names.fields.snake(&namespace);
    let Access { base_url, auth, is_ours, .. } = access;
    let auth = if is_ours { auth } else { Auth::None };
    (Upstream { namespace, field, base_url, auth, operations: resolved }, about)
}

/// Where the inputs of an operation are declared; those that are not, where the operation is.
fn declared(operation: &Operation, levels: [&Named<ConsumedInput>; 3], entry: &WrittenOperation) -> Vec<Place> {
    let mut known: BTreeMap<&str, &Place> = BTreeMap::new();
    for parameter in levels.iter().flat_map(|level| level.iter()) {
        known.entry(&parameter.name.value).or_insert(&parameter.name.place);
    }
    let place = |input: &Input| {
        let plain = input.name.strip_prefix(&input.location.qualified(""));
        let declared = known.get(input.name.as_str()).or_else(|| known.get(plain?));
        declared.map_or(&entry.name.place, |place| place).clone()
    };
    operation.inputs.iter().map(place).collect()
}

fn declares_body(operation: &ConsumedOperation) -> bool {
    operation.body.is_some() || operation.input_parameters.iter().any(|input| input.r#in.value == doc::Location::Body)
}
