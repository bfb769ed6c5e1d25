//! The consumed operations that calls name.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, nearest};
use crate::model::Operation;
use crate::names;
use crate::read::naftiko::Spanned;
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::Functions;
use crate::resolve::naftiko::link::{Resolved, choices as ambiguous};
use crate::resolve::report::list;
use crate::source::Place;

/// The most dots in a call whose namespace is spelled in another way.
const MOST_DOTS: usize = 8;

/// How a name has to be written.
#[derive(Debug, Clone, Copy)]
enum Spelling {
    Exact,
    Any,
}

impl<'a> Functions<'a> {
    /// The upstream and operation that `namespace.operation` names; a namespace may have dots of its own.
    pub(crate) fn find(&self, context: &mut Context<'_>, call: &Spanned<String>) -> Option<(usize, usize)> {
        let target = call.value.trim();
        let Some((namespace, name)) = self.split(target) else {
            self.unknown_namespace(context, call);
            return None;
        };
        let Some((upstream, operation)) = self.position(namespace, name) else {
            self.unknown_operation(context, call, namespace, name);
            return None;
        };
        let found = &self.upstreams[upstream];
        let operations = &found.upstream.operations;
        let exact = format!("{namespace}.{}", operations[operation].name);
        if exact != target {
            let message = format!("`{target}` is read as `{exact}`, ignoring case and punctuation");
            let report = context.sink.report(Code::INEXACT_CALL, &call.place, message);
            report.help(format!("write `call: {exact}`")).related(&found.places[operation], "defined here");
        }
        let twins: Vec<usize> =
            (0..operations.len()).filter(|twin| operations[*twin].name == operations[operation].name).collect();
        if twins.len() > 1 {
            let which = ambiguous::resolve(context, call, found, &twins)?;
            return Some((upstream, which));
        }
        Some((upstream, operation))
    }

    /// The namespace and the operation that a call names: the longest namespace that it begins with, else one that is only
    /// spelled in another way.
    fn split<'c>(&self, target: &'c str) -> Option<(&'a str, &'c str)> {
        let upstreams: &'a [Resolved] = self.upstreams;
        let namespaces = upstreams.iter().map(|known| known.upstream.namespace.as_str());
        let exact = namespaces
            .filter_map(|namespace| Some((namespace, target.strip_prefix(namespace)?.strip_prefix('.')?)))
            .max_by_key(|(namespace, _)| namespace.len());
        let near = || {
            let mut splits = target.rmatch_indices('.').take(MOST_DOTS);
            splits.find_map(|(dot, _)| Some((*self.folded.get(&names::folded(&target[..dot]))?, &target[dot + 1..])))
        };
        exact.or_else(near)
    }

    /// Where an operation stands in the upstreams of a namespace: by name, else by spelling.
    fn position(&self, namespace: &str, name: &str) -> Option<(usize, usize)> {
        let mut operations = self.of_namespace(namespace);
        let names = operations.clone().map(|(_, operation)| operation.name.as_str());
        operations.nth(names::position(names, name)?).map(|(at, _)| at)
    }

    /// The operations of the upstreams that share a namespace, and where they stand.
    fn of_namespace(&self, namespace: &str) -> impl Iterator<Item = ((usize, usize), &'a Operation)> + Clone {
        let upstreams: &'a [Resolved] = self.upstreams;
        let of_it = upstreams.iter().enumerate().filter(move |(_, known)| known.upstream.namespace == namespace);
        of_it.flat_map(|(upstream, known)| {
            let operations = known.upstream.operations.iter().enumerate();
            operations.map(move |(index, operation)| ((upstream, index), operation))
        })
    }

    fn unknown_namespace(&self, context: &mut Context<'_>, call: &Spanned<String>) {
        let (namespace, name) = call.value.split_once('.').unwrap_or((&call.value, ""));
        if self.is_lost(namespace) || self.is_lost("") {
            return;
        }
        let message = format!("no consumed namespace is called `{namespace}`");
        let report = context.sink.report(Code::UNKNOWN_NAMESPACE, &call.place, message);
        if !report.is_shown() {
            return;
        }
        let known = self.namespaces();
        let mut owners = known.iter().copied().filter(|known| self.definition(known, name, Spelling::Exact).is_some());
        let owner = owners.next().filter(|_| owners.next().is_none());
        let near = nearest(namespace, known.iter().copied()).or(owner);
        let definition = near.and_then(|near| self.definition(near, name, Spelling::Any));
        let report = report.help(match near {
            _ if self.exposed.iter().any(|exposed| exposed == namespace) => {
                let known = list(&known);
                format!("`{namespace}` is a server of this document; `call` names a consumed namespace: {known}")
            }
            Some(near) if definition.is_some() => format!("did you mean `{near}.{name}`?"),
            Some(near) => format!("did you mean the namespace `{near}`? It has no operation `{name}`"),
            None if known.is_empty() => "the document consumes nothing: add `consumes`".to_owned(),
            None => format!("the document consumes {}", list(&known)),
        });
        if let Some(place) = definition {
            report.related(place, "defined here");
        }
    }

    /// The consumed namespaces, each once.
    fn namespaces(&self) -> Vec<&'a str> {
        let upstreams: &'a [Resolved] = self.upstreams;
        let mut seen = BTreeSet::new();
        let all = upstreams.iter().map(|known| known.upstream.namespace.as_str());
        all.filter(|namespace| seen.insert(*namespace)).collect()
    }

    /// Where a namespace defines an operation.
    fn definition(&self, namespace: &str, name: &str, spelling: Spelling) -> Option<&'a Place> {
        let (upstream, operation) = self.position(namespace, name)?;
        let found = &self.upstreams[upstream];
        let is_it = matches!(spelling, Spelling::Any) || found.upstream.operations[operation].name == name;
        is_it.then(|| &found.places[operation])
    }

    fn unknown_operation(&self, context: &mut Context<'_>, call: &Spanned<String>, namespace: &str, name: &str) {
        if self.is_lost(name) {
            return;
        }
        let known: Vec<&str> = self.of_namespace(namespace).map(|(_, operation)| operation.name.as_str()).collect();
        let message = format!("namespace `{namespace}` has no operation `{name}`");
        let report = context.sink.report(Code::UNKNOWN_OPERATION, &call.place, message);
        if !report.is_shown() {
            return;
        }
        let near = nearest(name, known.iter().copied());
        match near.and_then(|near| Some((near, self.position(namespace, near)?))) {
            Some((near, (upstream, index))) => report
                .help(format!("did you mean `{namespace}.{near}`?"))
                .related(&self.upstreams[upstream].places[index], "defined here"),
            None => report.help(format!("it has {}", list(&known))),
        };
    }

    /// Whether a definition of that name stands in the document, or would be imported, and could not be read: that was reported.
    /// The empty name stands for what a whole file would have brought.
    fn is_lost(&self, name: &str) -> bool {
        self.document.lost.iter().any(|lost| lost == name)
    }
}
