//! Examples of TAXII descriptions, given to the compiler and to the mock that serves them: neither depends on the other, so that
//! nothing but this test holds what the one accepts against what the other loads.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use capwright_codegen::diagnostic::Sink;
use capwright_codegen::read::{self, Data, Document};
use capwright_codegen::{Options, Project, Severity, Source};
use capwright_runtime::taxii::server::Layout;
use capwright_runtime::taxii::store::MemoryStore;
use serde_json::{Map, Value, json};

const COLLECTIONS: &str =
    r#"collections: {collections: [{id: a, alias: first, title: A, can_read: true, can_write: false}]}"#;
const RECORD: &str = "id: x--1, version: v";

/// A description with these examples, each `operation: answer`, with the collection that a `?` names.
fn description(api_root: &str, examples: &[&str]) -> Source {
    let mut text = format!(
        "taxii: 1\ninfo: {{title: T}}\nserver: {{base_url: 'https://taxii.test', api_root: {api_root}}}\noperations:\n"
    );
    for example in examples {
        let (head, response) = example.split_once(": ").unwrap();
        let (operation, collection) = head.split_once('?').unwrap_or((head, ""));
        let request =
            if collection.is_empty() { String::new() } else { format!("request: {{collection: {collection}}}, ") };
        text += &format!("  {operation}: {{example: {{{request}response: {response}}}}}\n");
    }
    Source::new("t.yaml", "specs/t.yaml", text)
}

/// The examples as a generated crate holds them, whatever the compiler says of them.
fn examples(source: &Source) -> String {
    let Some(Document::Taxii(document)) = read::document(source, &mut Sink::new()) else { panic!("{}", source.text) };
    let written = |value: &Data| match value.to_json().rounded() {
        Value::String(text) => text,
        other => other.to_string(),
    };
    let examples = document.operations.value.iter().filter_map(|(name, operation)| {
        let example = operation.example.as_ref()?;
        let request: Map<String, Value> =
            example.request.iter().map(|(name, value)| (name.value.clone(), json!(written(value)))).collect();
        Some(json!({"operation": name.value, "request": request, "response": example.response.to_json().rounded()}))
    });
    Value::from_iter(examples).to_string()
}

#[derive(Debug, PartialEq, Eq)]
struct Accepted {
    by_the_compiler: bool,
    by_the_mock: bool,
}

fn accepted(api_root: &'static str, given: &[&str]) -> Accepted {
    let source = description(api_root, given);
    let by_the_mock = MemoryStore::from_examples(Layout::new("/taxii2", api_root).root(), &examples(&source)).is_ok();
    let compiled = Project::new(vec![source], Options::default()).compile(0);
    let by_the_compiler = compiled.diagnostics.iter().all(|report| report.severity != Severity::Error);
    Accepted { by_the_compiler, by_the_mock }
}

#[test]
fn what_is_right_is_accepted_by_both() {
    let check = |given: &[&str]| {
        assert_eq!(accepted("/root", given), Accepted { by_the_compiler: true, by_the_mock: true }, "{given:?}");
    };
    check(&["objects?a: {}"]);
    check(&[COLLECTIONS, "objects?a: {objects: null, more: null, next: 10}"]);
    check(&[COLLECTIONS, "objects?first: {objects: [{type: x, id: x--1}], more: false}"]);
    check(&[
        "collection?2: {id: '2', title: B, can_read: true, can_write: false}",
        "objects?2: {objects: [{type: x, id: x--1}]}",
    ]);
    check(&["discovery: {title: T, description: null, api_roots: /root}"]);
    check(&["api_root: {title: T, versions: application/taxii+json;version=2.1, max_content_length: 0}"]);
    check(&["api_root: {title: T, versions: [], max_content_length: 18446744073709551615}"]);
    for date in ["2021-12-13T20:37:44Z", "' 2021-12-13T20:37:44.123456789Z '", "2021-12-13t22:37:44+02:00"] {
        check(&[&format!("manifest: {{objects: [{{{RECORD}, date_added: {date}, media_type: [a/b]}}]}}")]);
    }
}

#[test]
fn what_the_mock_refuses_is_refused_by_the_compiler() {
    let check = |api_root: &'static str, given: &[&str]| {
        assert_eq!(accepted(api_root, given), Accepted { by_the_compiler: false, by_the_mock: false }, "{given:?}");
    };
    check("/", &[]);
    check("/feeds/", &[COLLECTIONS, "objects?b: {objects: [{type: x, id: x--1}]}"]);
    let values = ["5", "-1", "1.5", "true", "text", "[1]", "{a: b}", "null", "2021-12-13"];
    let resources = [
        ("discovery", "", "title: T", &["title", "description", "contact", "default", "api_roots"][..]),
        (
            "api_root",
            "",
            "title: T, versions: [v], max_content_length: 1",
            &["title", "versions", "max_content_length"],
        ),
        (
            "collection",
            "",
            "id: a, title: A, can_read: true, can_write: false",
            &["id", "title", "description", "alias", "can_read", "can_write", "media_types"],
        ),
        (
            "manifest",
            "objects",
            "id: a, version: v, date_added: '2021-12-13T20:37:44Z'",
            &["id", "version", "date_added", "media_type", "media_types"],
        ),
        ("objects?a", "objects", "type: x, id: x--1", &["type", "id"]),
        ("objects?a", "", "more: true, objects: []", &["more", "next", "objects"]),
    ];
    let mut refused = 0;
    for (operation, list, right, keys) in resources {
        for (key, value) in keys.iter().flat_map(|key| values.map(|value| (key, value))) {
            let others = right.split(", ").filter(|entry| !entry.starts_with(&format!("{key}:")));
            let entries: Vec<String> = others.map(str::to_owned).chain([format!("{key}: {value}")]).collect();
            let entries = entries.join(", ");
            let answer =
                if list.is_empty() { format!("{{{entries}}}") } else { format!("{{{list}: [{{{entries}}}]}}") };
            let given = format!("{operation}: {answer}");
            let Accepted { by_the_compiler, by_the_mock } = accepted("/root", &[COLLECTIONS, &given]);
            assert!(by_the_mock || !by_the_compiler, "the mock refuses what the compiler accepts: {given}");
            refused += usize::from(!by_the_mock);
        }
    }
    assert!(refused > 100, "{refused} are refused by the mock: too few to show anything");
}
