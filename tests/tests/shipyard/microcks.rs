//! An API that answers with the examples of its OpenAPI document, chosen by the dispatch rules of Microcks.

use std::collections::BTreeMap;
use std::path::Path;

use capwright_tests::{Script, Seen};
use serde_json::{Map, Value, json};

/// The operations of an API.
pub(crate) struct Api(Vec<Operation>);

struct Operation {
    id: String,
    method: String,
    path: String,
    rule: Rule,
    fallback: Option<String>,
    /// By name.
    examples: BTreeMap<String, Example>,
    requests: Vec<Value>,
}

/// What an operation answers.
struct Example {
    status: u16,
    /// What it says.
    value: Value,
    /// The text of what is no JSON.
    xml: Option<String>,
}

/// What names the example.
enum Rule {
    /// The variable of the path: `/imo=9`.
    Path(String),
    /// A query parameter: `?status=active`.
    Query(String),
    /// Nothing: there is only one.
    Only,
}

impl Api {
    /// Reads an OpenAPI document.
    pub(crate) fn read(file: &Path) -> Self {
        let document: Value = serde_yaml::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let paths = document["paths"].as_object().unwrap().iter();
        let operations = paths.flat_map(|(path, item)| {
            let operations = item.as_object().unwrap().iter();
            operations.map(move |(method, operation)| Operation::read(&method.to_uppercase(), path, operation))
        });
        Self(operations.collect())
    }

    /// What an operation answers if all is well, by the names of the examples.
    pub(crate) fn answers(&self, operation: &str) -> Vec<(&str, &Value)> {
        let examples = self.operation(operation).examples.iter();
        let good = examples.filter(|(_, example)| example.status < 300);
        good.map(|(name, example)| (name.as_str(), &example.value)).collect()
    }

    /// The example that an operation answers with if none is asked for.
    pub(crate) fn answer_to_all(&self, operation: &str) -> &Value {
        &self.operation(operation).default().unwrap().value
    }

    /// The examples of what an operation is sent.
    pub(crate) fn requests(&self, operation: &str) -> &[Value] {
        &self.operation(operation).requests
    }

    /// Answers a request.
    pub(crate) fn answer(&self, seen: &Seen) -> Script {
        let operation = self.0.iter().find(|operation| operation.takes(seen));
        let Some(Example { status, value, xml }) = operation.and_then(|operation| operation.choose(seen)) else {
            return Script::http("404 Not Found", "", "no such operation");
        };
        let sent = serde_json::from_slice(&seen.body).unwrap_or_default();
        let (media_type, body) = match xml {
            Some(xml) => ("application/xml", xml.clone()),
            None => ("application/json", filled(value, &sent).to_string()),
        };
        Script::http(&format!("{status} As Documented"), &format!("content-type: {media_type}\r\n"), body)
    }

    fn operation(&self, id: &str) -> &Operation {
        self.0.iter().find(|operation| operation.id == id).unwrap()
    }
}

impl Operation {
    fn read(method: &str, path: &str, operation: &Value) -> Self {
        let (rule, fallback) = rule(&operation["x-microcks-operation"]);
        let mut examples = BTreeMap::new();
        for (status, response) in operation["responses"].as_object().unwrap() {
            for (name, body) in bodies(response) {
                examples.insert(name.clone(), Example::read(status, &body["value"]));
            }
        }
        let requests = bodies(&operation["requestBody"]).map(|(_, body)| body["value"].clone()).collect();
        let id = operation["operationId"].as_str().unwrap().to_owned();
        Self { id, method: method.to_owned(), path: path.to_owned(), rule, fallback, examples, requests }
    }

    fn takes(&self, seen: &Seen) -> bool {
        let (method, path, _) = parts(seen);
        method == self.method && segments(&self.path, path).is_some()
    }

    /// The example for a request; what was not found, if that is documented.
    fn choose(&self, seen: &Seen) -> Option<&Example> {
        let (_, path, query) = parts(seen);
        let name = match &self.rule {
            Rule::Path(name) => format!("/{name}={}", segments(&self.path, path)?.first()?),
            Rule::Query(name) => {
                let given = query.split('&').find(|pair| pair.split('=').next() == Some(name));
                given.map(|pair| format!("?{pair}")).unwrap_or_default()
            }
            Rule::Only => String::new(),
        };
        let missing = || self.examples.values().find(|example| example.status == 404);
        self.examples.get(&name).or_else(|| self.default()).or_else(missing)
    }

    fn default(&self) -> Option<&Example> {
        match (&self.fallback, &self.rule) {
            (Some(name), _) => self.examples.get(name),
            (None, Rule::Only) => self.examples.values().next(),
            _ => None,
        }
    }
}

impl Example {
    fn read(status: &str, example: &Value) -> Self {
        let xml = example.as_str().filter(|text| text.starts_with('<'));
        let value = xml.map_or_else(|| example.clone(), json_of);
        Self { status: status.parse().unwrap(), value, xml: xml.map(str::to_owned) }
    }
}

/// The rule of an operation, and the example that a request gets which it doesn't fit.
fn rule(microcks: &Value) -> (Rule, Option<String>) {
    let rules = microcks["dispatcherRules"].as_str().unwrap_or_default();
    match microcks["dispatcher"].as_str() {
        Some("FALLBACK") => {
            let inner: Value = serde_json::from_str(rules).unwrap();
            (rule(&inner).0, inner["fallback"].as_str().map(str::to_owned))
        }
        Some("URI_PARTS") => (Rule::Path(rules.to_owned()), None),
        Some("URI_PARAMS") => (Rule::Query(rules.to_owned()), None),
        Some("SCRIPT") | None => (Rule::Only, None),
        Some(other) => panic!("no rule of ours: {other}"),
    }
}

/// The named examples of a request or response, whatever its media type.
fn bodies(of: &Value) -> impl Iterator<Item = (&String, &Value)> {
    let contents = of["content"].as_object().into_iter().flat_map(Map::values);
    contents.flat_map(|content| content["examples"].as_object().into_iter().flatten())
}

/// Method, path and query of a request.
fn parts(seen: &Seen) -> (&str, &str, &str) {
    let (method, target) = seen.line.split_once(' ').unwrap();
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    (method, path, query)
}

/// The values of the variables, if the path is one of the template's.
fn segments<'a>(template: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    let is_variable = |segment: &str| segment.starts_with('{');
    let fits = |(wanted, given): (&&str, &&str)| is_variable(wanted) || wanted == given;
    let all_fit = template.len() == path.len() && template.iter().zip(&path).all(fits);
    all_fit
        .then(|| template.iter().zip(path).filter(|(wanted, _)| is_variable(wanted)).map(|(_, given)| given).collect())
}

/// The example with what it repeats of the request: `{{ request.body/port }}`.
pub(crate) fn filled(example: &Value, sent: &Value) -> Value {
    match example {
        Value::String(text) => match text.strip_prefix("{{ request.body").and_then(|text| text.strip_suffix(" }}")) {
            Some(pointer) => sent.pointer(pointer).cloned().unwrap_or_default(),
            None => example.clone(),
        },
        Value::Array(items) => items.iter().map(|item| filled(item, sent)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, member)| (name.clone(), filled(member, sent))).collect::<Map<_, _>>().into()
        }
        scalar => scalar.clone(),
    }
}

/// XML in JSON, as the documents expect it: the root's children as lists by name. It takes what the examples have, which
/// is one element a line.
fn json_of(xml: &str) -> Value {
    let mut lists = Map::new();
    let mut record = Map::new();
    for line in xml.lines().map(str::trim) {
        let (name, rest) = line[1..].split_once('>').unwrap();
        match (rest.split_once("</"), name.strip_prefix('/')) {
            (Some((text, _)), _) => drop(record.insert(name.to_owned(), text.into())),
            (None, Some(name)) if !record.is_empty() => {
                let list = lists.entry(name).or_insert_with(|| json!([])).as_array_mut().unwrap();
                list.push(std::mem::take(&mut record).into());
            }
            (None, _) => {}
        }
    }
    lists.into()
}
