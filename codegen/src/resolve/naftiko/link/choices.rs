//! Calls of a name that several operations of an upstream have: which of them is meant. A route means the one with its method
//! and path; elsewhere, where as many units call as there are operations, each means the one with its own number.

use crate::model::Target;
use crate::names;
use crate::read::naftiko::Method;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// A method and a path.
pub(super) type Request = (Method, Vec<String>);

/// A call of a name that several operations have.
#[derive(Debug)]
pub(super) struct SharedCall<'d> {
    pub(super) place: &'d Place,
    /// The first of the operations.
    pub(super) first: Target,
    /// The method and path of the route that calls, if it does nothing else.
    pub(super) route: Option<Request>,
    /// The server, or whatever else, that calls.
    pub(super) group: usize,
}

/// What a call of a shared name means.
#[derive(Debug, Clone, Copy)]
pub(super) struct Choice {
    /// Which of the operations of that name, in document order; none if nothing tells.
    pub(super) which: Option<usize>,
    /// What tells.
    pub(super) reason: &'static str,
}

/// What a method and a path ask for.
pub(super) fn request(method: Method, path: &str) -> Request {
    (method, words(path))
}

/// Which of `twins`, the requests of all that have its name, a call means that is one of `all` calls of shared names. Both are in
/// document order.
pub(super) fn choose<'c, 'd: 'c>(
    call: &SharedCall<'d>,
    twins: &[Request],
    all: impl Iterator<Item = &'c SharedCall<'d>> + Clone,
) -> Choice {
    if let Some(which) = call.route.as_ref().and_then(|route| by_request(route, twins)) {
        return Choice { which: Some(which), reason: "by its method and path" };
    }
    let mut rivals = all.filter(|other| other.group == call.group && other.first == call.first);
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
