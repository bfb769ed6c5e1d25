//! Requests to the routes of a REST server.

use std::collections::BTreeSet;

use capwright_codegen::model::{Capability, Input, Rest, Route, RouteBody, Selection, Type};
use serde_json::{Map, Value};

use super::super::asked::RouteCall;
use super::super::http::Request;
use super::super::values;

/// How a server refuses an answer of its upstream.
const BAD_GATEWAY: u16 = 502;

/// Two requests to each route: with what it requires, and with everything.
pub(super) fn calls(capability: &Capability, rest: &Rest, disputed: &BTreeSet<usize>) -> Vec<RouteCall> {
    let mut calls: Vec<RouteCall> = Vec::new();
    let mut known = BTreeSet::new();
    // The first of several routes for the same requests answers them all.
    for route in rest.routes.iter().filter(|route| known.insert((route.method.as_str(), shape(&route.pattern)))) {
        let inputs = capability.inputs(&capability.functions[route.function]);
        let caller = Caller { route, inputs, is_disputed: disputed.contains(&route.function) };
        for everything in [false, true] {
            let call = caller.call(everything);
            if calls.last() != Some(&call) {
                calls.push(call);
            }
        }
    }
    calls
}

/// A pattern without the names of its variables.
fn shape(pattern: &str) -> String {
    let pieces = pattern.split('{').enumerate().map(|(at, piece)| match piece.split_once('}') {
        Some((_, rest)) if at > 0 => format!("{{}}{rest}"),
        _ => piece.to_owned(),
    });
    pieces.collect()
}

/// Who calls a route.
struct Caller<'a> {
    route: &'a Route,
    inputs: &'a [Input],
    is_disputed: bool,
}

impl Caller<'_> {
    fn call(&self, everything: bool) -> RouteCall {
        let route = self.route;
        let wanted = |name: &&String| everything || self.is_required(name);
        let pairs = |names: &[String]| -> Vec<(String, String)> {
            let values = |name: &String| {
                values::texts(&self.value(name)).into_iter().map(|text| (name.clone(), text)).collect::<Vec<_>>()
            };
            names.iter().filter(wanted).flat_map(values).collect()
        };
        let query: Vec<String> = pairs(&route.query)
            .iter()
            .map(|(name, text)| format!("{}={}", values::encoded(name), values::encoded(text)))
            .collect();
        let mut headers = pairs(&route.headers);
        let cookies = pairs(&route.cookies);
        if !cookies.is_empty() {
            let pairs = cookies.iter().map(|(name, text)| format!("{name}={}", values::encoded(text)));
            headers.push(("cookie".to_owned(), pairs.collect::<Vec<_>>().join("; ")));
        }
        let mut target = self.path();
        if !query.is_empty() {
            target = format!("{target}?{}", query.join("&"));
        }
        let body = self.body(everything).map(|body| body.to_string());
        let method = route.method.as_str().to_owned();
        let request = Request { method, target, headers, body };
        let refusals: &[u16] = if self.is_disputed { &[BAD_GATEWAY] } else { &[] };
        RouteCall { route: format!("{} {}", route.method.as_str(), route.path), request, refusals }
    }

    /// The path with a value for each variable.
    fn path(&self) -> String {
        let mut path = String::new();
        let mut rest = self.route.pattern.as_str();
        while let Some((literal, (name, after))) =
            rest.split_once('{').and_then(|(literal, tail)| Some((literal, tail.split_once('}')?)))
        {
            path += &values::encoded_path(literal);
            path += &values::encoded(&values::texts(&self.value(name)).concat());
            rest = after;
        }
        path + &values::encoded_path(rest)
    }

    fn body(&self, everything: bool) -> Option<Value> {
        match &self.route.body {
            RouteBody::None => None,
            RouteBody::Json { name, required } => (everything || *required).then(|| self.whole(name)),
            RouteBody::MemberOrWhole { name, .. } => (everything || self.is_required(name)).then(|| self.whole(name)),
            RouteBody::Parts { fields, paths } => {
                let mut body = Map::new();
                for name in fields.iter().filter(|name| everything || self.is_required(name)) {
                    body.insert(name.clone(), self.value(name));
                }
                for (name, path) in paths.iter().filter(|(name, _)| everything || self.is_required(name)) {
                    let value = if path.is_whole() { self.whole(name) } else { self.value(name) };
                    place(&mut body, &keys(path), value);
                }
                (!body.is_empty()).then_some(Value::Object(body))
            }
        }
    }

    /// A body that is one input: an object, unless that is not its type.
    fn whole(&self, name: &str) -> Value {
        let ty = self.input(name).map_or(Type::Object, |input| input.ty);
        values::of_type(if ty == Type::Any { Type::Object } else { ty })
    }

    fn value(&self, name: &str) -> Value {
        if let Some((_, schema)) = self.route.checks.iter().find(|(checked, _)| checked == name) {
            return values::of_schema(&serde_json::from_str(schema).unwrap_or_default(), true);
        }
        values::of_type(self.input(name).map_or(Type::String, |input| input.ty))
    }

    fn is_required(&self, name: &str) -> bool {
        let given = |values: &[(String, String)], input: &str| values.iter().any(|(fixed, _)| fixed == input);
        let binding = &self.route.binding;
        self.route.required.iter().any(|required| required == name)
            || self.input(name).is_some_and(|input| {
                input.required && !given(&binding.constants, &input.name) && !given(&binding.defaults, &input.name)
            })
    }

    /// The input that the caller calls so.
    fn input(&self, name: &str) -> Option<&Input> {
        let renamed = self.route.binding.renames.iter().find(|(caller, _)| caller == name);
        let name = renamed.map_or(name, |(_, input)| input.as_str());
        self.inputs.iter().find(|input| input.name == name)
    }
}

/// The members that a path leads through.
fn keys(path: &Selection) -> Vec<String> {
    match path {
        Selection::Keys(keys) => keys.clone(),
        Selection::Path { text, .. } => {
            let names = text.trim_start_matches('$').split(['.', '[', ']', '\'', '"']);
            names.filter(|name| !name.is_empty() && *name != "*").map(str::to_owned).collect()
        }
    }
}

/// Puts a value where the keys lead; a whole body has what other parts put into it as well.
fn place(body: &mut Map<String, Value>, keys: &[String], value: Value) {
    match (keys, value) {
        ([], Value::Object(members)) => body.extend(members),
        ([], _) => {}
        ([key], value) => drop(body.insert(key.clone(), value)),
        ([key, rest @ ..], value) => {
            let inner = body.entry(key.clone()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                place(inner, rest, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shape;

    #[test]
    fn routes_that_differ_in_names_of_variables_have_one_shape() {
        let check = |pattern: &str, expected: &str| assert_eq!(shape(pattern), expected);
        check("/orders", "/orders");
        check("/orders/{id}", "/orders/{}");
        check("/{tag}.{format}/x", "/{}.{}/x");
    }
}
