//! Finds what answers a path.
//!
//! Made here because documents hold what router crates refuse: two routes of one shape, several variables in a segment,
//! and a path that is served with some methods under a literal segment and with others under a variable.

use std::borrow::Cow;
use std::collections::BTreeMap;

use http::Method;

use super::segment::Segment;

/// Routes by the segments of their paths.
#[derive(Debug)]
pub(super) struct Table<T> {
    root: Node<T>,
}

/// What the table has for a method and path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found<'t, T> {
    Route(&'t T),
    /// The path is served, with these methods.
    OtherMethods(Vec<Method>),
    Nothing,
}

#[derive(Debug)]
struct Node<T> {
    literals: BTreeMap<&'static str, Node<T>>,
    /// The most literal first.
    variables: Vec<(Segment, Node<T>)>,
    routes: Vec<(Method, T)>,
}

impl<T> Table<T> {
    /// Adds `value` for `method` and `path`; false if another one has that place already, which it keeps.
    pub(super) fn insert(&mut self, method: &Method, path: &[Segment], value: T) -> bool {
        let mut node = &mut self.root;
        for segment in path {
            node = node.child(segment);
        }
        let free = node.routes.iter().all(|(known, _)| known != method);
        if free {
            node.routes.push((method.clone(), value));
        }
        free
    }

    /// What answers `method` on the path of these decoded segments. A literal segment goes before one with variables;
    /// HEAD is answered where GET is, by a route of its own if there is one.
    pub(super) fn find(&self, method: &Method, path: &[Cow<'_, str>]) -> Found<'_, T> {
        let mut nodes = Vec::new();
        self.root.collect(path, &mut nodes);
        if let Some(value) = nodes.iter().find_map(|node| node.route(method)) {
            return Found::Route(value);
        }
        let mut methods: Vec<Method> =
            nodes.iter().flat_map(|node| &node.routes).map(|(method, _)| method.clone()).collect();
        if methods.contains(&Method::GET) {
            methods.push(Method::HEAD);
        }
        methods.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        methods.dedup();
        if methods.is_empty() { Found::Nothing } else { Found::OtherMethods(methods) }
    }
}

impl<T> Node<T> {
    fn child(&mut self, segment: &Segment) -> &mut Self {
        if let Some(literal) = segment.literal() {
            return self.literals.entry(literal).or_default();
        }
        let known = self.variables.iter().position(|(known, _)| known.is_like(segment));
        let index = known.unwrap_or_else(|| {
            let index = self.variables.partition_point(|(known, _)| known.literal_len() >= segment.literal_len());
            self.variables.insert(index, (segment.clone(), Self::default()));
            index
        });
        &mut self.variables[index].1
    }

    fn route(&self, wanted: &Method) -> Option<&T> {
        let route = |wanted| self.routes.iter().find(|(method, _)| method == wanted).map(|(_, value)| value);
        route(wanted).or_else(|| (wanted == Method::HEAD).then(|| route(&Method::GET))?)
    }

    /// The nodes that a path leads to, the most literal first.
    fn collect<'t>(&'t self, path: &[Cow<'_, str>], nodes: &mut Vec<&'t Self>) {
        let Some((segment, rest)) = path.split_first() else {
            return nodes.push(self);
        };
        if let Some(node) = self.literals.get(segment.as_ref()) {
            node.collect(rest, nodes);
        }
        for (_, node) in self.variables.iter().filter(|(variable, _)| variable.captures(segment).is_some()) {
            node.collect(rest, nodes);
        }
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { root: Node::default() }
    }
}

impl<T> Default for Node<T> {
    fn default() -> Self {
        Self { literals: BTreeMap::new(), variables: Vec::new(), routes: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::server::decode_path;

    fn insert(table: &mut Table<&'static str>, method: Method, path: &'static str) -> bool {
        table.insert(&method, &Segment::parse_path(path), path)
    }

    fn table() -> Table<&'static str> {
        let mut table = Table::default();
        for (method, path) in [
            (Method::GET, "/conns"),
            (Method::POST, "/conns"),
            (Method::GET, "/conns/{id}"),
            (Method::GET, "/conns/{id}.json"),
            (Method::DELETE, "/conns/{other}"),
            (Method::GET, "/conns/open"),
            (Method::GET, "/conns/{id}/events/{event}"),
            (Method::GET, "/conns/open/events/last"),
            (Method::HEAD, "/heads"),
        ] {
            assert!(insert(&mut table, method, path));
        }
        assert!(table.insert(&Method::HEAD, &Segment::parse_path("/conns/{x}"), "HEAD"));
        table
    }

    #[test]
    fn paths() {
        let table = table();
        let check = |method: Method, path: &str, wanted: Found<'_, &str>| {
            assert_eq!(table.find(&method, &decode_path(path).unwrap()), wanted, "{method} {path}");
        };
        check(Method::GET, "/conns", Found::Route(&"/conns"));
        check(Method::HEAD, "/conns", Found::Route(&"/conns"));
        check(Method::GET, "/conns/abc%2Fdef", Found::Route(&"/conns/{id}"));
        check(Method::GET, "/conns/7.json", Found::Route(&"/conns/{id}.json"));
        check(Method::GET, "/conns/open", Found::Route(&"/conns/open"));
        check(Method::DELETE, "/conns/open", Found::Route(&"/conns/{other}"));
        check(Method::GET, "/conns/open/events/7", Found::Route(&"/conns/{id}/events/{event}"));
        check(Method::GET, "/c%6Fnns", Found::Route(&"/conns"));
        check(Method::HEAD, "/conns/open", Found::Route(&"/conns/open"));
        check(Method::HEAD, "/conns/7.json", Found::Route(&"/conns/{id}.json"));
        check(Method::HEAD, "/conns/7", Found::Route(&"HEAD"));
        check(Method::HEAD, "/heads", Found::Route(&"/heads"));
        check(Method::GET, "/heads", Found::OtherMethods(vec![Method::HEAD]));
        check(Method::PUT, "/conns/7", Found::OtherMethods(vec![Method::DELETE, Method::GET, Method::HEAD]));
        check(Method::PUT, "/conns", Found::OtherMethods(vec![Method::GET, Method::HEAD, Method::POST]));
        check(Method::PUT, "/conns/open", Found::OtherMethods(vec![Method::DELETE, Method::GET, Method::HEAD]));
        for path in ["/", "/conns/", "/conns//events/1", "/other", "/conns/a/b", "/conns/abc/def"] {
            check(Method::GET, path, Found::Nothing);
        }
    }

    #[test]
    fn the_first_of_two_routes_wins() {
        let mut table = table();
        assert!(!insert(&mut table, Method::GET, "/conns/{connectionId}"));
        assert!(insert(&mut table, Method::PUT, "/conns/{connectionId}"));
    }

    #[test]
    fn a_path_that_is_not_utf8_leads_nowhere() {
        assert!(decode_path("/a/%ff").is_err());
    }
}
