//! Servers are as their OpenAPI documents say: each operation is called by what the document of the running server tells of it, and
//! answers so; what the document rules out is refused.

use std::net::SocketAddr;

use capwright_tests::{Answer, Process, command, send};
use serde_json::{Map, Value, json};

use crate::{CONTRACT_FIRST, JSON, TANIUM, TRIAGE};

/// Texts that wait for a place in a request.
#[derive(Default, Clone)]
struct Request {
    path: String,
    query: Vec<String>,
    headers: Vec<String>,
    body: Vec<u8>,
}

async fn documented(package: &str, settings: &[(&str, &str)]) -> (Process, SocketAddr, Value) {
    let serve = ["serve", "--rest", "localhost:0", "--mcp", "localhost:0", "--mock", "--docs"];
    let process = Process::start(command(package, &serve, settings));
    let rest = process.address("rest").await;
    let key = format!("x-triage-key: {}", settings.first().map_or("", |(_, key)| key));
    let document = send(rest, "GET /openapi.json", &[&key], b"").await;
    assert_eq!((document.status, document.header("content-type")), (200, Some("application/json")));
    let file = format!("{}/../generated/{package}/openapi.json", env!("CARGO_MANIFEST_DIR"));
    assert_eq!(document.text(), std::fs::read_to_string(file).unwrap());
    (process, rest, document.json())
}

#[tokio::test]
async fn every_operation_answers_what_its_document_says() {
    for (package, operations) in [(TANIUM, 5), (CONTRACT_FIRST, 1), (TRIAGE, 6)] {
        let (_process, rest, document) = documented(package, &[("TRIAGE_API_KEY", "k-1")]).await;
        let mut called = 0;
        for (path, method, operation) in operations_of(&document) {
            let request = Request::valid(path, operation, &document);
            let answer = request.send(rest, method, &document).await;
            check_answer(&answer, operation, &format!("{package} {method} {path}"));
            for (wrong, name) in request.wrong(path, operation) {
                let answer = wrong.send(rest, method, &document).await;
                assert_eq!(answer.status, 400, "{package} {method} {path} {name} {answer:?}");
                assert_eq!(answer.json()["input"], *name, "{answer:?}");
            }
            called += 1;
        }
        assert_eq!(called, operations, "{package}");
    }
}

#[tokio::test]
async fn without_its_feature_there_is_no_page_and_a_word_why() {
    let (process, rest, _) = documented(TANIUM, &[]).await;
    assert_eq!(send(rest, "GET /docs", &[], b"").await.status, 404);
    process.signal("TERM").await;
    let ended = process.finished().await;
    assert!(ended.stderr.contains("the page under /docs takes the feature `docs`"), "{ended:?}");
    let serve = ["serve", "--rest", "localhost:0", "--mcp", "localhost:0", "--mock"];
    let process = Process::start(command(TANIUM, &serve, &[("DOCS", "true")]));
    assert_eq!(send(process.address("rest").await, "GET /openapi.json", &[], b"").await.status, 200);
    let process = Process::start(command(TANIUM, &serve, &[]));
    assert_eq!(send(process.address("rest").await, "GET /openapi.json", &[], b"").await.status, 404);
}

#[tokio::test]
async fn whom_the_server_does_not_let_in_reads_nothing_of_it() {
    let (_process, rest, document) = documented(TRIAGE, &[("TRIAGE_API_KEY", "k-1")]).await;
    assert_eq!(
        document["components"]["securitySchemes"]["callers"],
        json!({"type": "apiKey", "in": "header", "name": "X-Triage-Key"})
    );
    assert_eq!(send(rest, "GET /openapi.json", &[], b"").await.status, 401);
    assert_eq!(send(rest, "GET /openapi.json", &["host: evil.test", "x-triage-key: k-1"], b"").await.status, 403);
}

/// Path, method and operation.
fn operations_of(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(|(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

fn parameters(operation: &Value) -> impl Iterator<Item = &Value> {
    operation["parameters"].as_array().into_iter().flatten()
}

impl Request {
    /// Every input, with a value that its schema allows.
    fn valid(path: &str, operation: &Value, document: &Value) -> Self {
        let mut request = Self { path: path.to_owned(), ..Self::default() };
        parameters(operation).for_each(|parameter| request.add(parameter, &text(&sample(&parameter["schema"]))));
        let body = &operation["requestBody"]["content"]["application/json"]["schema"];
        if !body.is_null() {
            request.body = sample(body).to_string().into_bytes();
            request.headers.push(JSON.to_owned());
        }
        if !document["security"].is_null() {
            request.headers.push("X-Triage-Key: k-1".to_owned());
        }
        request
    }

    fn add(&mut self, parameter: &Value, value: &str) {
        let name = parameter["name"].as_str().unwrap();
        match parameter["in"].as_str().unwrap() {
            "path" => self.path = self.path.replace(&format!("{{{name}}}"), value),
            "query" => self.query.push(format!("{name}={value}")),
            "header" => self.headers.push(format!("{name}: {value}")),
            other => panic!("{other}"),
        }
    }

    /// The same with a text in the place of each number, and without what is required of the body; each with what is wrong.
    fn wrong<'o>(&self, path: &str, operation: &'o Value) -> Vec<(Self, &'o str)> {
        let numbers = parameters(operation).filter(|it| it["in"] == "query" && it["schema"]["type"] == "integer");
        let mut wrong: Vec<(Self, &str)> = Vec::new();
        for parameter in numbers {
            let name = parameter["name"].as_str().unwrap();
            let mut request = self.clone();
            request.query.retain(|given| !given.starts_with(&format!("{name}=")));
            request.add(parameter, "none");
            wrong.push((request, name));
        }
        let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
        if let Some(name) = schema["required"].as_array().and_then(|names| names.first()) {
            let members = schema["properties"].as_object().unwrap().iter().filter(|(other, _)| *other != name);
            let members: Map<String, Value> = members.map(|(name, schema)| (name.clone(), sample(schema))).collect();
            let body = Value::Object(members).to_string().into_bytes();
            wrong.push((Self { body, path: self.path.clone(), ..self.clone() }, name.as_str().unwrap()));
        }
        assert!(!self.path.contains('{'), "{path}");
        wrong
    }

    async fn send(&self, rest: SocketAddr, method: &str, document: &Value) -> Answer {
        let server = document["servers"][0]["url"].as_str().unwrap().trim_end_matches('/');
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query.join("&")) };
        let line = format!("{} {server}{}{query}", method.to_uppercase(), self.path);
        let headers: Vec<&str> = self.headers.iter().map(String::as_str).collect();
        send(rest, &line, &headers, &self.body).await
    }
}

/// A value that a schema allows.
fn sample(schema: &Value) -> Value {
    let first = |name: &str| schema[name].as_array().and_then(|values| values.first());
    if let Some(one) = first("enum") {
        return one.clone();
    }
    if let Some(schema) = first("anyOf") {
        return sample(schema);
    }
    match schema["type"].as_str() {
        Some("integer" | "number") => json!(2),
        Some("boolean") => json!(true),
        Some("array") => json!([sample(&schema["items"])]),
        Some("object") => {
            let members = schema["properties"].as_object().into_iter().flatten();
            Value::Object(members.map(|(name, schema)| (name.clone(), sample(schema))).collect())
        }
        _ => json!("x"),
    }
}

/// A value as one of a path, query or header; of a list, its first.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => text(&items[0]),
        other => other.to_string(),
    }
}

fn check_answer(answer: &Answer, operation: &Value, name: &str) {
    let responses = operation["responses"].as_object().unwrap();
    let exact = responses.get(&answer.status.to_string());
    let response = exact.or_else(|| responses.get(&format!("{}XX", answer.status / 100)));
    let response = response.unwrap_or_else(|| panic!("{name}: {} is not told\n{answer:?}", answer.status));
    assert_eq!(answer.status / 100, 2, "{name} {answer:?}");
    let content = response["content"].as_object().unwrap();
    let (media_type, media) = content.iter().next().unwrap();
    assert_eq!(answer.header("content-type"), Some(media_type.as_str()), "{name}");
    assert!(fits(&media["schema"], &answer.json()), "{name}: {}\n{}", answer.text(), media["schema"]);
}

/// Whether a value is of a schema, as far as types go.
fn fits(schema: &Value, value: &Value) -> bool {
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        _ => return true,
    };
    let is = |ty: &&str| match *ty {
        "null" => value.is_null(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "array" => value.as_array().is_some_and(|items| items.iter().all(|item| fits(&schema["items"], item))),
        "object" => value.as_object().is_some_and(|members| {
            let properties = schema["properties"].as_object();
            let known = |name: &String| properties.is_none_or(|properties| properties.contains_key(name));
            members.iter().all(|(name, member)| known(name) && fits(&schema["properties"][name], member))
        }),
        other => panic!("{other}"),
    };
    types.iter().any(is)
}
