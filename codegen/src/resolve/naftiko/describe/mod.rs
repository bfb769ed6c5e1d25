//! What REST servers are told to be: an OpenAPI 3.1 document of each, made of the model and of nothing else.

mod answers;
mod body;
mod members;
mod operation;
mod paths;

use serde_json::json;

use crate::json::{Object, Value};
use crate::model::{Callers, Capability, OpenApi, Rest, Server};
use crate::resolve::naftiko::describe::answers::Answers;
use crate::resolve::naftiko::describe::members::object;
use crate::resolve::naftiko::describe::operation::Names;
use crate::resolve::naftiko::describe::paths::Paths;

/// What a document says of itself.
pub(crate) struct About<'a> {
    /// One line.
    pub(crate) title: &'a str,
    /// The version of the package.
    pub(crate) version: &'a str,
    /// Paragraphs; may be empty.
    pub(crate) description: &'a str,
}

/// The name of the security scheme of callers.
const CALLERS: &str = "callers";

/// Describes every REST server.
pub(crate) fn servers(capability: &mut Capability, about: &About<'_>) {
    let described = |server: &Server| match server {
        Server::Rest(rest) => Some(openapi(capability, rest, about)),
        Server::Mcp(_) | Server::Skill(_) => None,
    };
    let all: Vec<Option<OpenApi>> = capability.servers.iter().map(described).collect();
    for (server, openapi) in capability.servers.iter_mut().zip(all) {
        if let (Server::Rest(rest), Some(openapi)) = (server, openapi) {
            rest.openapi = openapi;
        }
    }
}

/// Schemas are of JSON Schema 2020-12, with OpenAPI's base vocabulary: that is the dialect of a document that names none (§4.6).
fn openapi(capability: &Capability, rest: &Rest, about: &About<'_>) -> OpenApi {
    let members = object([
        ("openapi", Some("3.1.1".into())),
        ("info", Some(info(about))),
        ("servers", Some(json!([{"url": "/"}]).into())),
        ("security", security(&rest.callers)),
        ("tags", Some(json!([{"name": rest.namespace}]).into())),
        ("paths", Some(Value::Object(paths(capability, rest)))),
        ("components", Some(Value::Object(components(rest)))),
    ]);
    // The module of a second server has a number, and so has its file.
    OpenApi { path: format!("{}.json", rest.module.replacen("rest", "openapi", 1)), members }
}

fn info(about: &About<'_>) -> Value {
    let description = (!about.description.is_empty()).then(|| about.description.into());
    Value::Object(object([
        ("title", Some(about.title.into())),
        ("version", Some(about.version.into())),
        ("description", description),
    ]))
}

/// The routes; of those that answer the same requests, the first.
fn paths(capability: &Capability, rest: &Rest) -> Object {
    let (mut paths, mut names) = (Paths::default(), Names::under(&rest.namespace));
    let answers = Answers { capability, callers: &rest.callers };
    for route in &rest.routes {
        let place = paths.place(route);
        if paths.is_taken(&place, route.method) {
            continue;
        }
        let mut operation = names.operation(route, &place);
        operation.insert("responses".to_owned(), Value::Object(answers.of(route, &place)));
        paths.add(&place, route.method, operation);
    }
    paths.finish()
}

/// What all operations ask of callers, if anything.
fn security(callers: &Callers) -> Option<Value> {
    (*callers != Callers::Anyone).then(|| json!([{CALLERS: []}]).into())
}

fn components(rest: &Rest) -> Object {
    object([
        ("schemas", Some(answers::schemas())),
        ("responses", Some(Value::Object(answers::shared(&rest.callers)))),
        ("securitySchemes", scheme(&rest.callers).map(|scheme| json!({CALLERS: scheme}).into())),
    ])
}

/// OpenAPI 3.1 §4.8.27.
fn scheme(callers: &Callers) -> Option<serde_json::Value> {
    Some(match callers {
        Callers::Anyone => return None,
        Callers::Basic { .. } => json!({"type": "http", "scheme": "basic"}),
        Callers::Digest { .. } => json!({"type": "http", "scheme": "digest"}),
        Callers::Bearer { .. } => json!({"type": "http", "scheme": "bearer"}),
        Callers::Header { name, .. } => json!({"type": "apiKey", "in": "header", "name": name}),
        Callers::Query { name, .. } => json!({"type": "apiKey", "in": "query", "name": name}),
    })
}
