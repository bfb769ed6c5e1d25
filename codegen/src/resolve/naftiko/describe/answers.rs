//! What routes answer, and what a server answers in their place.

use serde_json::json;

use crate::json::{Object, Value};
use crate::model::{Callers, Capability, Format, Function, Method, Output, Route, RouteBody, Work};
use crate::resolve::naftiko::describe::members::object;
use crate::resolve::naftiko::describe::paths::PathPlace;
use crate::resolve::naftiko::serve::schema;

/// What a server answers by itself: status, name, and when.
const SHARED: [(&str, &str, &str); 9] = [
    ("400", "BadRequest", "An input is missing, or is not what it must be."),
    ("401", "Unauthorized", "The caller presents no credential, or a wrong one."),
    (
        "403",
        "Forbidden",
        "The request names a host, or comes from the page of an origin, that the server doesn't know.",
    ),
    ("404", "NotFound", "Nothing is served under this path."),
    ("405", "MethodNotAllowed", "The path is served with other methods."),
    ("413", "ContentTooLarge", "The body is longer than the server takes."),
    ("415", "UnsupportedMediaType", "The body is not announced as JSON."),
    ("502", "BadGateway", "An upstream can't be reached, or answers what can't be used."),
    ("504", "GatewayTimeout", "An upstream did not answer in time."),
];

/// What its operations answer.
pub(super) struct Answers<'a> {
    pub(super) capability: &'a Capability,
    pub(super) callers: &'a Callers,
}

impl Answers<'_> {
    /// The answers of a route, by status (OpenAPI 3.1 §4.8.16).
    pub(super) fn of(&self, route: &Route, place: &PathPlace) -> Object {
        let function = &self.capability.functions[route.function];
        let asks = function.work != Work::Nothing;
        let mut answers = Object::new();
        // What an upstream answers has its status.
        let status = if function.work.passes_on() { "2XX" } else { "200" };
        answers.insert(status.to_owned(), Value::Object(self.answer(route, function)));
        for (status, name, _) in SHARED {
            let is_told = match status {
                "401" => *self.callers != Callers::Anyone,
                "404" => !place.variables.is_empty(),
                "405" => false,
                "415" => route.body != RouteBody::None,
                "502" | "504" => asks,
                _ => true,
            };
            if is_told {
                let reference = format!("#/components/responses/{name}");
                answers.insert(status.to_owned(), json!({"$ref": reference}).into());
            }
        }
        if asks {
            answers.insert("default".to_owned(), Value::Object(other(function)));
        }
        answers
    }

    /// What it answers where all goes well.
    fn answer(&self, route: &Route, function: &Function) -> Object {
        let description = match &function.output {
            Output::Reply => "The answer of the upstream, as it is.",
            Output::Typed(_) | Output::FirstOf(_) => "The answer.",
        };
        let content = (route.method != Method::Head).then(|| self.content(route, function));
        let headers = (function.output != Output::Reply && function.work != Work::Nothing).then(misfits);
        object([("description", Some(description.into())), ("headers", headers), ("content", content)])
    }

    fn content(&self, route: &Route, function: &Function) -> Value {
        let schema = schema::of_answer(&function.output).map_or_else(|| Value::Object(Object::new()), Value::from);
        let (media_type, schema) = match (&route.media_type, &function.output) {
            (_, Output::Typed(_) | Output::FirstOf(_)) => ("application/json", Some(schema)),
            (Some(media_type), Output::Reply) => (media_type.as_str(), None),
            (None, Output::Reply) => {
                let format = self.format(&function.work);
                (media_type(format), (*format == Format::Json).then_some(schema))
            }
        };
        let media = Value::Object(object([("schema", schema)]));
        Value::Object([(media_type.to_owned(), media)].into_iter().collect())
    }

    /// The format of what is passed on.
    fn format(&self, work: &Work) -> &Format {
        let call = match work {
            Work::Call(call) => Some(call),
            Work::Steps(steps) => steps.passed_on().map(|step| &step.call),
            Work::Nothing => None,
        };
        call.map_or(&Format::Json, |call| &self.capability.operation(call.target).format)
    }
}

/// What is told beside an answer whose values come from upstreams.
fn misfits() -> Value {
    let description =
        "Where values of the answer are `null` since what the upstream gave is not of their type: paths, after commas.";
    json!({"Capwright-Misfits": {"description": description, "schema": {"type": "string"}}}).into()
}

/// What else comes of upstreams.
fn other(function: &Function) -> Object {
    if let Work::Steps(_) = function.work {
        let description = "A step failed: with the status of the upstream, if that says that the request is wrong.";
        return object([("description", Some(description.into())), ("content", Some(problem()))]);
    }
    object([("description", Some("Another answer of the upstream, as it is.".into()))])
}

fn media_type(format: &Format) -> &str {
    match format {
        Format::Json => "application/json",
        Format::Xml => "application/xml",
        Format::Csv => "text/csv",
        Format::Tsv => "text/tab-separated-values",
        Format::Psv | Format::Text => "text/plain",
        Format::Yaml => "application/yaml",
        Format::Binary(binary) => binary.media_type.as_deref().unwrap_or("application/octet-stream"),
    }
}

/// The answers that operations refer to.
pub(super) fn shared(callers: &Callers) -> Object {
    let known = SHARED.into_iter().filter(|(status, ..)| *status != "401" || *callers != Callers::Anyone);
    let answer = |description: &str| object([("description", Some(description.into())), ("content", Some(problem()))]);
    known.map(|(_, name, description)| (name.to_owned(), Value::Object(answer(description)))).collect()
}

fn problem() -> Value {
    json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}).into()
}

/// RFC 9457 §3.1, and what the runtime adds.
pub(super) fn schemas() -> Value {
    let problem = json!({
        "description": "What is wrong (RFC 9457).",
        "type": "object",
        "properties": {
            "type": {"type": "string", "description": "Always `about:blank`: the status says what kind of problem it is."},
            "title": {"type": "string", "description": "The status, in words."},
            "status": {"type": "integer", "description": "The status."},
            "detail": {"type": "string", "description": "What is wrong, for people."},
            "input": {"type": "string", "description": "The input that is wrong, if it is one."},
        },
        "required": ["type", "title", "status", "detail"],
    });
    json!({"Problem": problem}).into()
}
