//! Calls of a name that several operations of a namespace have: which of them is meant. A route means the one with its method
//! and path; elsewhere, where as many units call as there are operations, each means the one with its own number.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Code;
use crate::names;
use crate::read::naftiko::{self as doc, Consume, Document, Expose, Method, Spanned, Step, Work};
use crate::resolve::context::Context;
use crate::resolve::naftiko::link::Resolved;
use crate::resolve::naftiko::survey::flow as aggregate;
use crate::resolve::text::path;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// What calls of shared names mean.
#[derive(Debug, Default)]
pub(crate) struct Choices {
    by_place: BTreeMap<Place, Choice>,
    /// Namespaces and names that are called.
    called: BTreeSet<(String, String)>,
}

/// What a call of a shared name means.
#[derive(Debug, Clone, Copy)]
struct Choice {
    /// Which of the operations of that name, in document order; none if nothing tells.
    which: Option<usize>,
    /// What tells.
    reason: &'static str,
}

/// A method and a path.
type Request = (Method, Vec<String>);

/// A call of a shared name.
struct Call<'a> {
    place: &'a Place,
    name: (&'a str, &'a str),
    /// The method and path of the route that calls, if it does nothing else.
    route: Option<Request>,
    /// The server, or whatever else, that calls.
    group: usize,
}

impl Choices {
    /// The choices of a document. Where no name is shared there are none, and that costs next to nothing.
    pub(crate) fn of(document: &Document) -> Self {
        let shared = shared(document);
        if shared.is_empty() {
            return Self::default();
        }
        let calls = calls(document, &shared);
        let by_place = calls.iter().map(|call| (call.place.clone(), choose(call, &shared[&call.name], &calls)));
        let called = calls.iter().map(|call| (call.name.0.to_owned(), call.name.1.to_owned()));
        Self { by_place: by_place.collect(), called: called.collect() }
    }

    /// Which of the operations of its name a call means, in document order.
    pub(crate) fn which(&self, call: &Place) -> usize {
        self.by_place.get(call).and_then(|choice| choice.which).unwrap_or_default()
    }

    /// Whether anything calls a shared name.
    pub(crate) fn is_called(&self, namespace: &str, name: &str) -> bool {
        self.called.contains(&(namespace.to_owned(), name.to_owned()))
    }
}

/// The one of `twins`, operations with one name, that a call means; none if nothing tells, which is reported.
pub(crate) fn resolve(
    context: &mut Context<'_>,
    call: &Spanned<String>,
    resolved: &Resolved,
    twins: &[usize],
) -> Option<usize> {
    let (target, count) = (call.value.trim(), twins.len());
    let choice = context.choices.by_place.get(&call.place).copied();
    let Some((which, reason)) = choice.and_then(|choice| Some((*twins.get(choice.which?)?, choice.reason))) else {
        let message = format!("`{target}` names {count} operations, and nothing tells which of them is meant");
        let report = context.sink.report(Code::AMBIGUOUS_OPERATION.fatal(), &call.place, message);
        report.help("give each operation a name of its own").related(&resolved.places[twins[0]], "the first one");
        return None;
    };
    let operation = &resolved.upstream.operations[which];
    let request = format!("{} {}", operation.method.as_str(), operation.path.text);
    let message = format!("`{target}` names {count} operations; {reason}, `{request}` is meant");
    let report = context.sink.report(Code::AMBIGUOUS_OPERATION, &call.place, message);
    report.help("give each operation a name of its own").related(&resolved.places[which], "this one is called");
    Some(which)
}

/// The methods and paths of operations that share a name.
fn shared(document: &Document) -> BTreeMap<(&str, &str), Vec<Request>> {
    let mut named: BTreeMap<(&str, &str), Vec<Request>> = BTreeMap::new();
    for upstream in upstreams(document) {
        for resource in &upstream.resources {
            for operation in &resource.operations {
                let path = path::full(&resource.path, operation.path.as_ref()).0;
                let name = (upstream.namespace.value.as_str(), operation.name.value.as_str());
                named.entry(name).or_default().push((operation.method.value, words(&path)));
            }
        }
    }
    named.retain(|_, requests| requests.len() > 1);
    named
}

fn upstreams(document: &Document) -> impl Iterator<Item = &doc::Upstream> {
    document.capability.consumes.iter().filter_map(|consume| match consume {
        Consume::Upstream(upstream) => Some(&**upstream),
        Consume::Import(_) => None,
    })
}

/// All calls of shared names, in document order.
fn calls<'a>(document: &'a Document, shared: &BTreeMap<(&'a str, &'a str), Vec<Request>>) -> Vec<Call<'a>> {
    let mut found = Vec::new();
    let mut add = |work: Work<'a>, route: Option<Request>, group: usize| {
        let of_steps = work.steps.iter().filter_map(|step| match &step.definition.value {
            Step::Call(step) => Some(&step.call),
            Step::Lookup(_) | Step::Script(_) => None,
        });
        let direct = work.call.map(|call| (call, route));
        for (call, route) in direct.into_iter().chain(of_steps.map(|call| (call, None))) {
            // A namespace may have dots of its own.
            let target = call.value.trim();
            let splits = target.match_indices('.').map(|(dot, _)| (&target[..dot], &target[dot + 1..]));
            if let Some(name) = splits.rev().find(|name| shared.contains_key(name)) {
                found.push(Call { place: &call.place, name, route, group });
            }
        }
    };
    for (group, expose) in document.capability.exposes.iter().enumerate() {
        match expose {
            Expose::Rest(server) => {
                for resource in &server.resources {
                    for operation in &resource.operations {
                        let path = path::full(&resource.path, operation.path.as_ref()).0;
                        add(operation.work(), Some((operation.method.value, words(&path))), group);
                    }
                }
            }
            Expose::Mcp(server) => server.tools.iter().for_each(|tool| add(tool.work(), None, group)),
            Expose::Skill(_) | Expose::Control(_) | Expose::Import(_) => {}
        }
    }
    let flows = document.capability.exposes.len();
    aggregate::flows(document).for_each(|flow| add(flow.calls(), None, flows));
    found
}

fn choose(call: &Call<'_>, twins: &[Request], calls: &[Call<'_>]) -> Choice {
    if let Some(which) = call.route.as_ref().and_then(|route| by_request(route, twins)) {
        return Choice { which: Some(which), reason: "by its method and path" };
    }
    let mut rivals = calls.iter().filter(|other| other.group == call.group && other.name == call.name);
    if rivals.clone().count() == twins.len() {
        let which = rivals.position(|other| std::ptr::eq(other, call));
        return Choice { which, reason: "by the order of the calls" };
    }
    let is_one = twins.windows(2).all(|pair| pair[0] == pair[1]);
    Choice { which: is_one.then_some(0), reason: "as all of them are one request" }
}

/// The only one with the method of a route and, if several have it, with its path.
fn by_request((method, path): &Request, twins: &[Request]) -> Option<usize> {
    let mut left: Vec<usize> = (0..twins.len()).filter(|twin| twins[*twin].0 == *method).collect();
    let shape = |path: &[String]| -> Vec<String> {
        path.iter().map(|word| if word.starts_with('{') { "{}".to_owned() } else { word.clone() }).collect()
    };
    // Variables may have other names, so these count last.
    for keep in [shape, <[String]>::to_vec] {
        let kept: Vec<usize> = left.iter().copied().filter(|twin| keep(&twins[*twin].1) == keep(path)).collect();
        if left.len() > 1 && !kept.is_empty() {
            left = kept;
        }
    }
    if let [only] = left.as_slice() { Some(*only) } else { None }
}

/// The segments of a path without case and punctuation, and without the version in front that routes have.
fn words(path: &str) -> Vec<String> {
    let is_version = |word: &str| word.strip_prefix('v').is_some_and(|rest| rest.parse::<u8>().is_ok());
    let segments = path.split(['?', '#']).next().unwrap_or_default().split('/').filter(|segment| !segment.is_empty());
    let folded = segments.map(|segment| {
        let pieces = template::parse(segment).into_iter().map(|piece| match piece {
            Piece::Text(text) => names::folded(&text),
            Piece::Variable(name, _) => format!("{{{}}}", names::folded(&name)),
        });
        pieces.collect::<String>()
    });
    folded.enumerate().filter(|(index, word)| *index > 0 || !is_version(word)).map(|(_, word)| word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_means_the_operation_with_its_method_and_path() {
        let check = |route: (Method, &str), twins: &[(Method, &str)], expected: Option<usize>| {
            let twins: Vec<Request> = twins.iter().map(|(method, path)| (*method, words(path))).collect();
            assert_eq!(by_request(&(route.0, words(route.1)), &twins), expected, "{route:?} {twins:?}");
        };
        let (get, post) = (Method::Get, Method::Post);
        check((post, "/v1/any"), &[(get, "/a"), (post, "/b")], Some(1));
        check((get, "/v1/b"), &[(get, "/a"), (get, "/b")], Some(1));
        check((get, "/v1/x-y/{item-id}"), &[(get, "/v2/xY/{itemId}"), (get, "/x/{itemId}")], Some(0));
        check((get, "/x/{to}"), &[(get, "/x/{id}"), (get, "/x/{to}")], Some(1));
        check((get, "/z"), &[(get, "/a"), (get, "/b")], None);
        check((get, "/z"), &[(post, "/a"), (post, "/b")], None);
    }
}
