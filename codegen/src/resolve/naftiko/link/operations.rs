//! The consumed operations of a document by their names, in any spelling.

use std::collections::BTreeMap;

use crate::model::Target;
use crate::names;
use crate::read::naftiko::Upstream;
use crate::resolve::naftiko::link::choices::{self, Request};
use crate::resolve::naftiko::survey::{Survey, WrittenOperation, operations};
use crate::resolve::text::path;

/// The most dots in a call whose namespace is spelled in another way.
const MOST_DOTS: usize = 8;

/// The consumed operations of a document.
pub(crate) struct Operations<'d> {
    /// By namespace.
    namespaces: BTreeMap<&'d str, Namespace<'d>>,
    /// Namespaces without case and punctuation.
    folded: BTreeMap<String, &'d str>,
    /// In the order of the upstreams.
    in_order: Vec<&'d str>,
}

/// The operations of the upstreams that share a namespace, in document order.
#[derive(Default)]
struct Namespace<'d> {
    all: Vec<Definition<'d>>,
    /// The first of each name.
    exact: BTreeMap<&'d str, usize>,
    /// The same without case and punctuation.
    folded: BTreeMap<String, usize>,
}

/// An operation where it is defined.
#[derive(Debug, Clone)]
pub(super) struct Definition<'d> {
    pub(super) id: Target,
    pub(super) entry: &'d WrittenOperation,
    /// Its path, that of its resource included.
    pub(super) path: String,
}

/// Operations of one upstream that share a name.
pub(super) struct Twins<'o, 'd> {
    pub(super) all: Vec<&'o Definition<'d>>,
    /// What each of them asks for.
    pub(super) requests: Vec<Request>,
}

impl Definition<'_> {
    fn request(&self) -> Request {
        choices::request(self.entry.method.value, &self.path)
    }
}

/// What a call names that no operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Absent<'d, 'c> {
    /// It begins with no namespace.
    Namespace,
    /// The namespace has no operation of that name.
    Operation { namespace: &'d str, name: &'c str },
}

impl<'d> Operations<'d> {
    /// Those of a document.
    pub(super) fn of(survey: &Survey<'d>) -> Self {
        let mut found = Self { namespaces: BTreeMap::new(), folded: BTreeMap::new(), in_order: Vec::new() };
        for (index, upstream) in survey.upstreams.iter().enumerate() {
            let namespace = upstream.namespace.value.as_str();
            if !found.namespaces.contains_key(namespace) {
                found.in_order.push(namespace);
            }
            found.folded.entry(names::folded(namespace)).or_insert(namespace);
            found.namespaces.entry(namespace).or_default().add(index, upstream);
        }
        found.folded.remove(""); // without letters and digits there is nothing to compare
        found
    }

    /// The first operation that `namespace.operation` names, as it is or spelled in another way; a namespace may have dots of
    /// its own.
    pub(super) fn find<'c>(&self, call: &'c str) -> Result<&Definition<'d>, Absent<'d, 'c>> {
        let (namespace, name) = self.split(call).ok_or(Absent::Namespace)?;
        self.named(namespace, name).ok_or(Absent::Operation { namespace, name })
    }

    /// The namespace and the operation that a call names: the longest namespace that it begins with, else one that is only
    /// spelled in another way.
    pub(super) fn split<'c>(&self, call: &'c str) -> Option<(&'d str, &'c str)> {
        let mut splits = call.rmatch_indices('.').map(|(dot, _)| (&call[..dot], &call[dot + 1..]));
        let exact = splits.clone().find_map(|(head, name)| Some((*self.namespaces.get_key_value(head)?.0, name)));
        let near = |(head, name): (&str, &'c str)| Some((*self.folded.get(&names::folded(head))?, name));
        exact.or_else(|| splits.by_ref().take(MOST_DOTS).find_map(near))
    }

    /// The first operation of a namespace that is called so, or spelled nearly so.
    pub(super) fn named(&self, namespace: &str, name: &str) -> Option<&Definition<'d>> {
        let namespace = self.namespaces.get(namespace)?;
        let at = namespace.exact.get(name).or_else(|| namespace.folded.get(&names::folded(name)))?;
        namespace.all.get(*at)
    }

    /// The names of the operations of a namespace, in document order.
    pub(super) fn names_in(&self, namespace: &str) -> Vec<&'d str> {
        let all = self.namespaces.get(namespace).map_or(&[][..], |namespace| &namespace.all);
        all.iter().map(|definition| definition.entry.name.value.as_str()).collect()
    }

    /// The consumed namespaces, each once.
    pub(super) fn namespaces(&self) -> &[&'d str] {
        &self.in_order
    }

    /// The operations of an upstream that share a name, in document order, by the first of them.
    pub(super) fn twins(&self) -> BTreeMap<Target, Twins<'_, 'd>> {
        let mut named: BTreeMap<(usize, &str), Vec<&Definition<'d>>> = BTreeMap::new();
        for definition in self.in_order.iter().flat_map(|name| &self.namespaces[name].all) {
            named.entry((definition.id.upstream, &definition.entry.name.value)).or_default().push(definition);
        }
        let shared = named.into_values().filter(|twins| twins.len() > 1);
        shared.map(|all| (all[0].id, Twins { requests: all.iter().map(|one| one.request()).collect(), all })).collect()
    }
}

impl<'d> Namespace<'d> {
    fn add(&mut self, index: usize, upstream: &'d Upstream) {
        for (operation, (resource, entry)) in operations(upstream).enumerate() {
            let (path, at) = (path::full(&resource.path, entry.path.as_ref()).0, self.all.len());
            self.exact.entry(entry.name.value.as_str()).or_insert(at);
            self.folded.entry(names::folded(&entry.name.value)).or_insert(at);
            self.all.push(Definition { id: Target { upstream: index, operation }, entry, path });
        }
        self.folded.remove("");
    }
}
