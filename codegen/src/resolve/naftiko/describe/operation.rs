//! Operations: what a route is called, and what callers give.

use std::collections::BTreeSet;

use crate::json::{Object, Value};
use crate::model::{Route, RouteInput, Type};
use crate::resolve::naftiko::describe::body;
use crate::resolve::naftiko::describe::members::object;
use crate::resolve::naftiko::describe::paths::PathPlace;

/// The longest description that is a summary.
const SUMMARY: usize = 120;

/// The names of operations.
pub(super) struct Names<'a> {
    /// What stands over them.
    tag: &'a str,
    taken: BTreeSet<String>,
}

/// A parameter: where it travels, what it is called there, and what it is.
struct Parameter<'a> {
    place: &'static str,
    name: &'a str,
    input: Option<&'a RouteInput>,
}

impl<'a> Names<'a> {
    /// None yet, of a server of that name.
    pub(super) fn under(tag: &'a str) -> Self {
        Self { tag, taken: BTreeSet::new() }
    }

    /// The operation of a route (OpenAPI 3.1 §4.8.10), without its answers.
    pub(super) fn operation(&mut self, route: &Route, place: &PathPlace) -> Object {
        let said = route.description.trim();
        let is_summary = !said.contains('\n') && said.chars().count() <= SUMMARY;
        let told = |wanted: bool| (wanted && !said.is_empty()).then(|| said.into());
        let parameters = parameters(route, place);
        object([
            ("tags", Some(Value::Array(vec![self.tag.into()]))),
            ("operationId", Some(self.id(route).into())),
            ("summary", told(is_summary)),
            ("description", told(!is_summary)),
            ("parameters", (!parameters.is_empty()).then_some(Value::Array(parameters))),
            ("requestBody", body::of(route).map(Value::Object)),
        ])
    }

    /// The name of a route, or its method and path; with a number if that is taken.
    fn id(&mut self, route: &Route) -> String {
        let unnamed = || {
            let words = route.path.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
            std::iter::once(route.method.constructor()).chain(words).collect::<Vec<_>>().join("-")
        };
        let name = if route.name.is_empty() { unnamed() } else { route.name.clone() };
        let (mut id, mut number) = (name.clone(), 1);
        while !self.taken.insert(id.clone()) {
            number += 1;
            id = format!("{name}-{number}");
        }
        id
    }
}

fn parameters(route: &Route, place: &PathPlace) -> Vec<Value> {
    let input = |name: &str| route.inputs.iter().find(|input| input.name == name);
    let in_path = place.variables.iter().map(|(own, name)| Parameter { place: "path", name, input: input(own) });
    let elsewhere = [("query", &route.query), ("header", &route.headers), ("cookie", &route.cookies)];
    let elsewhere = elsewhere
        .into_iter()
        .flat_map(|(place, names)| names.iter().map(move |name| Parameter { place, name, input: input(name) }));
    in_path.chain(elsewhere).map(|parameter| Value::Object(parameter.described())).collect()
}

impl Parameter<'_> {
    /// OpenAPI 3.1 §4.8.12. Texts that are JSON have a media type; lists are parameters that are given several times, which
    /// only a query can have: elsewhere a value stands for a list of one.
    fn described(&self) -> Object {
        let ty = self.input.map_or(Type::String, |input| input.ty);
        let said = self.input.map(|input| input.schema.clone());
        let mut schema = said.unwrap_or_else(|| object([("type", Some("string".into()))]));
        let description = schema.shift_remove("description");
        let is_required = self.place == "path" || self.input.is_some_and(|input| input.required);
        if ty == Type::Array && self.place != "query" {
            schema = schema.get("items").and_then(Value::as_object).cloned().unwrap_or_default();
        }
        let schema = Value::Object(schema);
        let is_json = ty == Type::Object;
        object([
            ("name", Some(self.name.into())),
            ("in", Some(self.place.into())),
            ("description", description),
            ("required", is_required.then(|| true.into())),
            ("schema", (!is_json).then(|| schema.clone())),
            ("content", is_json.then(|| body::json(schema))),
        ])
    }
}
