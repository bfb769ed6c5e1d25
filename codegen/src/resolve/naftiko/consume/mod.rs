//! Consumed APIs: base URL, authentication, operations.

pub(crate) mod base_url;
pub(crate) mod format;
pub(crate) mod host;
pub(crate) mod operation;
pub(crate) mod request;

use std::collections::BTreeMap;

use crate::model::Target;
use crate::model::{Auth, BaseUrl, Input, Operation, Upstream};
use crate::read::naftiko::{self as doc, ConsumedInput, ConsumedOperation, Entry, Named, Spanned};
use crate::resolve::auth::upstream::auth as credentials;
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::operation::Consumed;
use crate::resolve::naftiko::link::Resolved;
use crate::resolve::naftiko::scopes::Names;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::operations;
use crate::resolve::report::refuse;
use crate::source::Place;

/// The consumed APIs of a document.
pub(crate) fn upstreams(context: &mut Context<'_>, names: &mut Names, survey: &Survey<'_>) -> Vec<Resolved> {
    survey.upstreams.iter().enumerate().map(|(at, document)| upstream(context, names, at, document)).collect()
}

fn upstream(context: &mut Context<'_>, names: &mut Names, at: usize, document: &doc::Upstream) -> Resolved {
    if let Some(tunnel) = &document.tunnel {
        let help =
            "remove it; where the upstream is reached through a tunnel, run one beside the server and set its base URL";
        refuse(context.sink, &tunnel.place, "a tunnel", help);
    }
    let namespace = document.namespace.value.clone();
    // Nothing is asked of users for the sake of an upstream that is never called.
    let called = operations(document).next().is_some();
    let base_url =
        if called { base_url::of(context, names.base_url_env(&namespace), document) } else { BaseUrl::default() };
    let auth = if called { credentials(context, document) } else { Auth::None };
    if called {
        host::note(context, document, &base_url.env, &auth);
    }
    let declares_bodies = operations(document).any(|(_, operation)| declares_body(operation));
    let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
    let mut resolved: Vec<Operation> = Vec::new();
    let mut named: BTreeMap<&str, usize> = BTreeMap::new(); // how many of a name there are
    for (index, (resource, entry)) in operations(document).enumerate() {
        let count = named.entry(entry.name.value.as_str()).or_default();
        let which = *count;
        *count += 1;
        let id = Target { upstream: at, operation: index };
        let upstream = Consumed { document, id, auth: &auth, declares_bodies, which };
        resolved.push(operation::operation(context, names, upstream, resource, entry));
        let levels = [&entry.input_parameters, &resource.input_parameters, &document.input_parameters];
        inputs.push(resolved.last().map(|operation| declared(operation, levels, entry)).unwrap_or_default());
        outputs.push(entry.output_parameters.clone());
    }
    let field = names.fields.snake(&namespace);
    Resolved { upstream: Upstream { namespace, field, base_url, auth, operations: resolved }, inputs, outputs }
}

/// Where the inputs of an operation are declared; those that are not, where the operation is.
fn declared(
    operation: &Operation,
    levels: [&Named<ConsumedInput>; 3],
    entry: &Entry<Spanned<String>, ConsumedOperation>,
) -> Vec<Place> {
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
