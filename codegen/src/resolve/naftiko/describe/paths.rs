//! Paths as OpenAPI has them: encoded, and one for all routes of a shape, whatever each calls its variables.

use std::collections::BTreeMap;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::json::{Object, Value};
use crate::model::{Method, Route};
use crate::resolve::text::template::{self, Piece};

/// What stands for itself in a path (RFC 3986 §3.3), the slash between segments included.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Where a route stands among the paths.
pub(super) struct PathPlace {
    /// The path, its variables in braces.
    key: String,
    /// The variables: what the route calls each, and what the path does.
    pub(super) variables: Vec<(String, String)>,
}

/// The paths so far.
#[derive(Default)]
pub(super) struct Paths {
    /// The path of each shape.
    shapes: BTreeMap<Vec<Option<String>>, String>,
    /// What the variables of a path are called.
    variables: BTreeMap<String, Vec<String>>,
    items: Object,
}

impl Paths {
    /// Where a route belongs. Paths that differ in the names of their variables are one (OpenAPI 3.1 §4.8.8), and none of
    /// these names may stand in it twice: the first route of a shape names them.
    pub(super) fn place(&mut self, route: &Route) -> PathPlace {
        let pieces = template::parse(&route.pattern);
        let shape = pieces.iter().map(|piece| match piece {
            Piece::Text(text) => Some(text.clone()),
            Piece::Variable(..) => None,
        });
        let own: Vec<&String> =
            pieces.iter().filter_map(|it| if let Piece::Variable(name, _) = it { Some(name) } else { None }).collect();
        let shape: Vec<Option<String>> = shape.collect();
        let key = self.shapes.get(&shape).cloned().unwrap_or_else(|| {
            let names = told_apart(&own);
            let key = key(&pieces, &names);
            self.shapes.insert(shape, key.clone());
            self.variables.insert(key.clone(), names);
            key
        });
        let names = self.variables.get(&key).cloned().unwrap_or_default();
        PathPlace { key, variables: own.into_iter().cloned().zip(names).collect() }
    }

    /// Whether another route answers that method there.
    pub(super) fn is_taken(&self, place: &PathPlace, method: Method) -> bool {
        self.items.get(&place.key).is_some_and(|item| item.get(method.constructor()).is_some())
    }

    /// Adds an operation.
    pub(super) fn add(&mut self, place: &PathPlace, method: Method, operation: Object) {
        let item = self.items.entry(place.key.clone()).or_insert_with(|| Value::Object(Object::new()));
        if let Value::Object(item) = item {
            item.insert(method.constructor().to_owned(), Value::Object(operation));
        }
    }

    /// The paths, in the order of their first routes.
    pub(super) fn finish(self) -> Object {
        self.items
    }
}

/// The names, a number behind each that is there already.
fn told_apart(names: &[&String]) -> Vec<String> {
    let mut apart: Vec<String> = Vec::new();
    for name in names {
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once((*name).clone()).chain(numbered).find(|name| !apart.contains(name));
        apart.extend(free);
    }
    apart
}

fn key(pieces: &[Piece], names: &[String]) -> String {
    let mut names = names.iter();
    let pieces = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => utf8_percent_encode(text, ENCODED).to_string(),
        Piece::Variable(..) => format!("{{{}}}", names.next().map_or("", String::as_str)),
    });
    pieces.collect()
}
