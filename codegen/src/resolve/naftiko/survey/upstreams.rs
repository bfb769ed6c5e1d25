//! Upstreams by their namespaces: those that share one are read as one, so that calls find the operations of all of them.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::{Code, Sink};
use crate::read::naftiko::{Capability, Consume, Upstream};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume as upstream;
use crate::resolve::naftiko::link::Resolved;
use crate::resolve::naftiko::scopes::Names;
use crate::source::Place;

/// The upstreams of a document, resolved.
pub(crate) fn upstreams(context: &mut Context<'_>, names: &mut Names, capability: &Capability) -> Vec<Resolved> {
    let consumed: Vec<&Upstream> = consumed(capability).collect();
    check(context.sink, &consumed);
    let merged = merged(&consumed);
    merged.iter().map(|document| upstream::upstream(context, names, document)).collect()
}

fn consumed(capability: &Capability) -> impl Iterator<Item = &Upstream> {
    capability.consumes.iter().filter_map(|consume| match consume {
        Consume::Upstream(upstream) => Some(&**upstream),
        Consume::Import(_) => None, // reported where it could not be resolved
    })
}

/// Reports namespaces that stand there several times, and operations that calls could not tell apart for that.
fn check(sink: &mut Sink, consumed: &[&Upstream]) {
    let mut first: BTreeMap<&str, &Place> = BTreeMap::new();
    let mut defined: BTreeMap<(&str, &str), (usize, &Place)> = BTreeMap::new();
    for (index, upstream) in consumed.iter().enumerate() {
        let namespace = &upstream.namespace;
        if let Some(twin) = first.get(namespace.value.as_str()) {
            let message = format!("two upstreams are called `{}`; calls find the operations of both", namespace.value);
            let report = sink.report(Code::DUPLICATE_NAMESPACE, &namespace.place, message);
            report.help("rename one of them, or put their `resources` together").related(twin, "the first one");
        }
        first.entry(namespace.value.as_str()).or_insert(&namespace.place);
        for operation in upstream.resources.iter().flat_map(|resource| &resource.operations) {
            let name = &operation.name;
            let known = (namespace.value.as_str(), name.value.as_str());
            let (owner, twin) = *defined.entry(known).or_insert((index, &name.place));
            // Two of one upstream are told apart by those who call them.
            if owner != index {
                let message = format!("two upstreams called `{}` have an operation `{}`", namespace.value, name.value);
                let report = sink.report(Code::DUPLICATE_NAME, &name.place, message);
                report.help("rename one of the upstreams, and those calls that mean it").related(twin, "the first one");
            }
        }
    }
}

/// The upstreams, those put together that differ in their resources only. Others with a shared namespace stay apart: each has
/// an address and a login of its own.
fn merged<'d>(consumed: &[&'d Upstream]) -> Vec<Cow<'d, Upstream>> {
    let mut merged: Vec<Cow<'d, Upstream>> = Vec::new();
    let mut known: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for upstream in consumed {
        let twins = known.entry(upstream.namespace.value.as_str()).or_default();
        match twins.iter().find(|twin| upstream.is_beside(&merged[**twin])) {
            Some(twin) => merged[*twin].to_mut().append(upstream),
            None => {
                twins.push(merged.len());
                merged.push(Cow::Borrowed(*upstream));
            }
        }
    }
    merged
}
