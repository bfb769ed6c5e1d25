//! Upstreams that share a namespace: those with one address and one login are put together, so that calls find the operations
//! of all of them.

use std::collections::BTreeMap;

use crate::diagnostic::phrases::Unique;
use crate::diagnostic::{Code, Sink};
use crate::read::naftiko::{Capability, Consume, Upstream};
use crate::source::Place;

/// Whether any namespace has several upstreams, which is reported.
pub(super) fn check(capability: &Capability, sink: &mut Sink) -> bool {
    let consumed: Vec<&Upstream> = capability.consumes.iter().filter_map(upstream).collect();
    let help = "rename one of them, or put their `resources` together";
    let mut namespaces = Unique::new(Code::DUPLICATE_NAMESPACE, help, |namespace| {
        format!("two upstreams are called `{namespace}`; calls find the operations of both")
    });
    let mut is_any_shared = false;
    let mut defined: BTreeMap<(&str, &str), (usize, &Place)> = BTreeMap::new();
    for (index, upstream) in consumed.iter().enumerate() {
        let namespace = &upstream.namespace;
        is_any_shared |= !namespaces.take(&namespace.value, &namespace.place, sink);
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
    is_any_shared
}

/// The consumed APIs, those put together that differ in their resources only. Others with a shared namespace stay apart: each
/// has an address and a login of its own.
pub(super) fn merged(consumes: Vec<Consume>) -> Vec<Consume> {
    let mut merged: Vec<Consume> = Vec::new();
    let mut known: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for consume in consumes {
        let Some(one) = upstream(&consume) else {
            merged.push(consume);
            continue;
        };
        let twins = known.entry(one.namespace.value.clone()).or_default();
        let twin = twins.iter().find(|twin| upstream(&merged[**twin]).is_some_and(|other| one.is_beside(other)));
        match twin.and_then(|twin| merged.get_mut(*twin)) {
            Some(Consume::Upstream(twin)) => twin.append(one),
            _ => {
                twins.push(merged.len());
                merged.push(consume);
            }
        }
    }
    merged
}

fn upstream(consume: &Consume) -> Option<&Upstream> {
    match consume {
        Consume::Upstream(upstream) => Some(upstream),
        Consume::Import(_) => None, // reported where it could not be resolved
    }
}
