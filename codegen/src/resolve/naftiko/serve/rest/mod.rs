//! REST servers.

mod clashes;
mod media_type;
mod placement;
mod route_path;
pub(crate) mod unbuilt;

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::model::{Method, OpenApi, Operation, Rest, Route, RouteInput};
use crate::read::naftiko::{Entry, RestOperation, RestResource, RestServer, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::Functions;
use crate::resolve::naftiko::functions::exposed::{BoundInput, Exposed};
use crate::resolve::naftiko::serve::address::ListenAddress;
use crate::resolve::naftiko::serve::rest::placement::Site;
use crate::resolve::naftiko::serve::serving::Serving;
use crate::resolve::naftiko::survey::unit::{Unit, UnitWord, Written};
use crate::resolve::naftiko::terms;
use crate::resolve::naftiko::terms::text;
use crate::resolve::text::path;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

type RouteEntry = Entry<Option<Spanned<String>>, RestOperation>;

/// The server of a document, resolved.
pub(crate) fn rest(serving: &mut Serving<'_, '_>, document: &RestServer) -> Rest {
    let namespace = &document.namespace;
    let address = ListenAddress::of(namespace, document.address.as_ref(), document.port.as_ref(), 8080);
    let address = serving.listen(address);
    let mut routes: Vec<Route> = Vec::new();
    let mut twins = Twins::default();
    for resource in &document.resources {
        for entry in &resource.operations {
            let Some(route) = route(serving, document, &resource.definition.value, entry) else { continue };
            let path = path::full(&resource.path, entry.path.as_ref()).1;
            if !serving.context.sink.has_within(Code::UNPLACED_PATH_PARAMETER, path) {
                twins.report(serving.context, &routes, &route, &entry.method.place);
            }
            routes.push(route);
        }
    }
    if !serving.context.sink.has_errors() {
        let resources = document.resources.iter().map(|resource| &resource.input_parameters);
        for shared in std::iter::once(&document.input_parameters).chain(resources) {
            serving.functions.note_shared(serving.context, shared);
        }
    }
    Rest {
        callers: serving.callers(namespace, document.authentication.as_ref()),
        namespace: namespace.value.clone(),
        module: serving.modules.snake("rest"),
        address,
        routes,
        openapi: OpenApi::default(), // it tells of functions, which have yet to be finished
    }
}

/// A route; none if there is a problem, which is reported.
fn route(
    serving: &mut Serving<'_, '_>,
    server: &RestServer,
    resource: &RestResource,
    entry: &RouteEntry,
) -> Option<Route> {
    let Serving { context, functions, .. } = serving;
    let (name, description) = said(functions, entry);
    let place = entry.name.as_ref().map_or(&entry.method.place, |name| &name.place);
    let method = terms::method(entry.method.value);
    let (path, written) = path::full(&resource.path, entry.path.as_ref());
    let shown = label(&name, method, &path);
    path::check_joined(context, &resource.path, entry.path.as_ref(), &path);
    let plain = route_path::read(context, &path, written);
    let variables = variables(&plain);
    let exposed = functions.expose(
        context,
        &Written {
            unit: Unit { kind: UnitWord::Operation, name: &shown, place },
            is_named: !name.is_empty(),
            description: description.clone(),
            prefixes: server.former.iter().chain([&server.namespace.value]).map(String::as_str).collect(),
            levels: vec![&server.input_parameters, &resource.input_parameters, &entry.input_parameters],
            variables: variables.iter().map(|name| (name.clone(), context.variable_within(written, name))).collect(),
            work: entry.work(),
        },
    )?;
    let media_type = media_type::of_route(context, entry, functions.format(exposed.function));
    let site = Site { method, path: &path, place, path_place: written };
    let placed = placement::place(context, &site, variables, &exposed.inputs);
    route_path::warn_of_foreign(context, &plain, written);
    note_method(context, entry, &shown, &functions.calls(exposed.function));
    Some(Route {
        name,
        method,
        path,
        pattern: route_path::pattern(&plain),
        description: functions.described(exposed.function, description),
        function: exposed.function,
        inputs: inputs(&placed.names, &exposed),
        query: placed.query,
        headers: placed.headers,
        cookies: placed.cookies,
        body: placed.body,
        required: placed.required,
        checks: exposed.checks(&placed.names),
        media_type,
        binding: exposed.binding(&placed.names),
    })
}

/// What callers give, by these names.
fn inputs(names: &[String], exposed: &Exposed) -> Vec<RouteInput> {
    let input = |(name, bound): (&String, &BoundInput)| RouteInput {
        name: name.clone(),
        ty: bound.ty,
        schema: bound.schema(),
        required: bound.required,
    };
    names.iter().zip(&exposed.inputs).map(input).collect()
}

/// Notes a route that calls one operation, and that with another method.
fn note_method(context: &mut Context<'_>, entry: &RouteEntry, name: &str, calls: &[&Operation]) {
    let [called] = calls else { return };
    let method = terms::method(entry.method.value);
    if called.method != method {
        let (own, other) = (method.as_str(), called.method.as_str());
        let message = format!("`{name}` is a {own}, and the operation that it calls, `{}`, a {other}", called.name);
        let help = format!("nothing to do here if it is meant; otherwise write `method: {other}`");
        context.sink.report(Code::METHOD_DIFFERS, &entry.method.place, message).help(help);
    }
}

/// The name and description of an operation, as far as it or the flow that it refers to has any.
fn said(functions: &Functions<'_>, entry: &RouteEntry) -> (String, String) {
    let flow = functions.flow(entry.r#ref.as_ref());
    let name = entry.name.as_ref().or(flow.map(|flow| flow.name)).map(|name| name.value.clone());
    let own = text(&entry.description, &entry.label);
    let inherited = flow.filter(|_| own.is_empty()).map(|flow| flow.description());
    (name.unwrap_or_default(), inherited.unwrap_or(own))
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
