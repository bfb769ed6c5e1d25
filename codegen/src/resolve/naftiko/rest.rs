//! REST servers.

use super::bind_call::{self, Argument};
use super::call::{Called, Functions, Unit};
use super::{Context, callers, later, path, text};
use crate::diagnostic::Code;
use crate::model::{Binding, Location, Method, Rest, Route, RouteBody};
use crate::read::naftiko::{self as doc, Entry, RestOperation, RestResource, RestServer, Spanned};
use crate::resolve::address::{Address, Ports};
use crate::resolve::names::{self, Scope};
use crate::resolve::template::{self, Piece};
use crate::source::Place;

pub(super) fn rest(
    context: &mut Context<'_>,
    functions: &mut Functions<'_>,
    modules: &mut Scope,
    ports: &mut Ports,
    document: &RestServer,
) -> Rest {
    let namespace = document.namespace.value.clone();
    let address = Address {
        host: document.address.as_ref(),
        port: document.port.as_ref(),
        fallback: 8080,
        name: &document.namespace.place,
    };
    let address = ports.take(address, context.sink);
    let mut routes: Vec<(Place, Route)> = Vec::new();
    for resource in &document.resources {
        for operation in &resource.operations {
            let Some(route) = route(context, functions, &namespace, &resource.definition.value, operation) else {
                continue;
            };
            report_twin(context, &routes, &route, &operation.method.place);
            routes.push((operation.method.place.clone(), route));
        }
    }
    Rest {
        callers: callers::callers(context, &namespace, document.authentication.as_ref()),
        namespace,
        module: modules.snake("rest"),
        address,
        routes: routes.into_iter().map(|(_, route)| route).collect(),
    }
}

type Operation = Entry<Option<Spanned<String>>, RestOperation>;

fn route(
    context: &mut Context<'_>,
    functions: &mut Functions<'_>,
    namespace: &str,
    resource: &RestResource,
    operation: &Operation,
) -> Option<Route> {
    let name = operation.name.as_ref().map(|name| name.value.clone()).unwrap_or_default();
    let place = operation.name.as_ref().map_or(&operation.method.place, |name| &name.place);
    let method = super::method(operation.method.value);
    let (path, written) = path::full(&resource.path, operation.path.as_ref());
    let shown = label(&name, method, &path);
    let unit = Unit { kind: "operation", name: &shown, place, declares_inputs: !operation.input_parameters.is_empty() };
    path::check(context, &path, written);
    reject_unbuilt(context, operation);
    let called = functions.call(context, unit, operation.work())?;
    let arguments = bind_call::arguments(context, unit, namespace, called, operation.work());
    let variables = variables(&path);
    let mut route = Route {
        method,
        description: text(&operation.description, &operation.label),
        pattern: pattern(&path),
        path,
        function: called.function,
        query: Vec::new(),
        headers: Vec::new(),
        cookies: Vec::new(),
        required: Vec::new(),
        body: RouteBody::None,
        binding: Binding::default(),
        name: name.clone(),
    };
    let mut free = variables.clone();
    let names: Vec<String> = arguments
        .caller
        .iter()
        .map(|argument| place_argument(context, &mut route, &mut free, argument, called))
        .collect();
    for variable in free {
        let place = context.within(written, &variable);
        later(
            context.sink,
            &place,
            &format!("path variable `{variable}`, which no input takes,"),
            "remove it from the path, or name it in `with`",
        );
    }
    route.binding = arguments.binding(&names);
    Some(route)
}

/// Finds a place for an argument and returns the name that it has there.
fn place_argument(
    context: &mut Context<'_>,
    route: &mut Route,
    free: &mut Vec<String>,
    argument: &Argument<'_>,
    called: Called<'_>,
) -> String {
    if let Some(variable) = take_variable(free, &argument.name) {
        if variable != argument.name
            && let Some(place) = &argument.place
        {
            let message = format!("`{}` is matched to path variable `{{{variable}}}`", argument.name);
            context
                .sink
                .report(Code::VARIABLE_SPELLING, place, message)
                .help(format!("spell the variable `{{{}}}`", argument.name));
        }
        return variable;
    }
    match argument.input.location {
        Location::Query | Location::Path | Location::Cookie => route.query.push(argument.name.clone()),
        Location::Header => route.headers.push(argument.name.clone()),
        Location::Body if called.operation.is_whole_body(argument.input) => {
            route.body = RouteBody::Json { name: argument.name.clone(), required: argument.input.required }
        }
        Location::Body if matches!(route.method, Method::Get | Method::Head) => route.query.push(argument.name.clone()),
        Location::Body => match &mut route.body {
            RouteBody::Parts { fields, .. } => fields.push(argument.name.clone()),
            body => *body = RouteBody::Parts { fields: vec![argument.name.clone()], paths: Vec::new() },
        },
    }
    argument.name.clone()
}

/// The path variable of that name, else one that differs only in case and punctuation.
fn take_variable(free: &mut Vec<String>, name: &str) -> Option<String> {
    let index = names::position(free.iter().map(String::as_str), name)?;
    Some(free.remove(index))
}

/// The path as a router takes it: a leading slash, single braces.
fn pattern(path: &str) -> String {
    let pieces = template::parse(path).into_iter().map(|piece| match piece {
        Piece::Text(text) => text,
        Piece::Variable(name, _) => format!("{{{name}}}"),
    });
    let pattern: String = pieces.collect();
    if pattern.starts_with('/') { pattern } else { format!("/{pattern}") }
}

fn variables(path: &str) -> Vec<String> {
    let pieces = template::parse(path).into_iter();
    pieces.filter_map(|piece| if let Piece::Variable(name, _) = piece { Some(name) } else { None }).collect()
}

/// Two routes that answer the same requests: the first one does.
fn report_twin(context: &mut Context<'_>, routes: &[(Place, Route)], route: &Route, place: &Place) {
    let Some((first, twin)) =
        routes.iter().find(|(_, known)| known.method == route.method && shape(&known.pattern) == shape(&route.pattern))
    else {
        return;
    };
    let known = label(&twin.name, twin.method, &twin.path);
    let unit = label(&route.name, route.method, &route.path);
    let message = format!("`{known}` also answers {} {}: `{unit}` is never reached", route.method.as_str(), route.path);
    context
        .sink
        .report(Code::DUPLICATE_ROUTE, place, message)
        .help("give it a path of its own")
        .related(first, "the one that answers");
}

/// What messages call an operation: documents may leave its name out.
fn label(name: &str, method: Method, path: &str) -> String {
    if name.is_empty() { format!("{} {path}", method.as_str()) } else { name.to_owned() }
}

/// A path without the names of its variables.
fn shape(pattern: &str) -> Vec<String> {
    let pieces = template::parse(pattern).into_iter();
    pieces.map(|piece| if let Piece::Text(text) = piece { text } else { "{}".to_owned() }).collect()
}

fn reject_unbuilt(context: &mut Context<'_>, operation: &RestOperation) {
    if let Some(input) = operation.input_parameters.first() {
        later(
            context.sink,
            &input.name.place,
            "a declared input of a REST operation",
            "remove it: inputs are taken from `with`",
        );
    }
    if let Some(binary) = &operation.response_binary {
        later(context.sink, &binary.place, "a binary answer", "remove it: the answer is passed on as it is");
    }
    if operation.method.value == doc::Method::Head {
        later(
            context.sink,
            &operation.method.place,
            "a HEAD operation of its own",
            "remove it: HEAD is answered wherever GET is",
        );
    }
}
