//! REST servers.

mod placement;

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::model::{self, Binding, Method, Rest, Route, RouteBody};
use crate::names::Scope;
use crate::read::naftiko::{Entry, RestOperation, RestResource, RestServer, Spanned};
use crate::resolve::auth::callers;
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::format;
use crate::resolve::naftiko::functions::Functions;
use crate::resolve::naftiko::serve::address::{Address, Ports};
use crate::resolve::naftiko::survey::unit::{Unit, Written};
use crate::resolve::naftiko::terms;
use crate::resolve::naftiko::terms::text;
use crate::resolve::text::path;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

pub(crate) fn rest(
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
    let mut routes: Vec<Route> = Vec::new();
    let mut twins = Twins::default();
    for resource in &document.resources {
        for operation in &resource.operations {
            let Some(route) = route(context, functions, document, &resource.definition.value, operation) else {
                continue;
            };
            twins.report(context, &routes, &route, &operation.method.place);
            routes.push(route);
        }
    }
    if !context.sink.has_errors() {
        functions.note_shared(context, &document.input_parameters);
        document.resources.iter().for_each(|resource| functions.note_shared(context, &resource.input_parameters));
    }
    Rest {
        callers: callers::callers(context, &namespace, document.authentication.as_ref()),
        namespace,
        module: modules.snake("rest"),
        address,
        routes,
    }
}

type Operation = Entry<Option<Spanned<String>>, RestOperation>;

fn route(
    context: &mut Context<'_>,
    functions: &mut Functions<'_>,
    server: &RestServer,
    resource: &RestResource,
    operation: &Operation,
) -> Option<Route> {
    let (name, description) = said(functions, operation);
    let place = operation.name.as_ref().map_or(&operation.method.place, |name| &name.place);
    let method = terms::method(operation.method.value);
    let (path, written) = path::full(&resource.path, operation.path.as_ref());
    let shown = label(&name, method, &path);
    path::check_joined(context, &resource.path, operation.path.as_ref(), &path);
    let plain = path::collapsed(path::of_route(context, &path, written));
    path::check(context, &plain, written);
    let variables = variables(&plain);
    let exposed = functions.expose(
        context,
        &Written {
            unit: Unit { kind: "operation", name: &shown, place },
            is_named: !name.is_empty(),
            description,
            prefixes: server.former.iter().chain([&server.namespace.value]).map(String::as_str).collect(),
            levels: vec![&server.input_parameters, &resource.input_parameters, &operation.input_parameters],
            variables: variables.iter().map(|name| (name.clone(), context.within(written, name))).collect(),
            work: operation.work(),
        },
    )?;
    let mut route = Route {
        method,
        pattern: pattern(&plain),
        path,
        function: exposed.function,
        query: Vec::new(),
        headers: Vec::new(),
        cookies: Vec::new(),
        required: Vec::new(),
        media_type: format::of_route(context, operation, functions.format(exposed.function)),
        body: RouteBody::None,
        binding: Binding::default(),
        name,
    };
    let names = placement::place(context, (&mut route, place), variables, &exposed.inputs);
    note_method(context, operation, &shown, &functions.calls(exposed.function));
    route.binding = exposed.binding(&names);
    Some(route)
}

/// Notes a route that calls one operation, and that with another method.
fn note_method(context: &mut Context<'_>, operation: &Operation, name: &str, calls: &[&model::Operation]) {
    let [called] = calls else { return };
    let method = terms::method(operation.method.value);
    if called.method != method {
        let (own, other) = (method.as_str(), called.method.as_str());
        let message = format!("`{name}` is a {own}, and the operation that it calls, `{}`, a {other}", called.name);
        let help = format!("nothing to do here if it is meant; otherwise write `method: {other}`");
        context.sink.report(Code::METHOD_DIFFERS, &operation.method.place, message).help(help);
    }
}

/// The name and description of an operation, as far as it or the flow that it refers to has any.
fn said(functions: &Functions<'_>, operation: &Operation) -> (String, String) {
    let flow = functions.flow(operation.r#ref.as_ref());
    let name = operation.name.as_ref().or(flow.map(|flow| flow.name)).map(|name| name.value.clone());
    let own = text(&operation.description, &operation.label);
    let inherited = flow.filter(|_| own.is_empty()).map(|flow| flow.description());
    (name.unwrap_or_default(), inherited.unwrap_or(own))
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

/// The first route of each method and shape of a path: its index, and where it stands.
#[derive(Default)]
struct Twins(BTreeMap<(&'static str, Vec<String>), (usize, Place)>);

impl Twins {
    /// Reports a route that answers the same requests as one of `routes`: the first one does.
    fn report(&mut self, context: &mut Context<'_>, routes: &[Route], route: &Route, place: &Place) {
        let key = (route.method.as_str(), shape(&route.pattern));
        let Some((first, known)) = self.0.get(&key) else {
            self.0.insert(key, (routes.len(), place.clone()));
            return;
        };
        let twin = &routes[*first];
        let twin = label(&twin.name, twin.method, &twin.path);
        let unit = label(&route.name, route.method, &route.path);
        let message =
            format!("`{twin}` also answers {} {}: `{unit}` is never reached", route.method.as_str(), route.path);
        let report = context.sink.report(Code::DUPLICATE_ROUTE, place, message);
        report.help("give it a path of its own").related(known, "the one that answers");
    }
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
