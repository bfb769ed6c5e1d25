//! Points 1 to 6: what is said of tools, decided when a crate is generated.

use std::collections::{BTreeMap, BTreeSet};

use capwright_codegen::model::{Mcp, Tool};
use capwright_runtime::server::ServerOptions;
use capwright_tests::serve;
use serde_json::{Value, json};

use crate::documents::{DOCUMENTS, Document, document, real_documents};
use crate::rules::{is_argument, is_tool_name, keyword_fault, root_fault, schemas};

const DOCUMENT: &str = include_str!("tools.yaml");

/// Each tool of each document that has what `fault` finds.
fn faults(fault: impl Fn(&Tool) -> Option<String>) -> Vec<String> {
    let of_server = |document: &'static Document, server: &'static Mcp| {
        server.tools.iter().map(move |tool| (format!("{} {}", document.path, tool.name), tool))
    };
    let tools = DOCUMENTS
        .iter()
        .flat_map(|document| document.servers.iter().flat_map(move |server| of_server(document, server)));
    let tools: Vec<_> = tools.collect();
    assert!(tools.len() > 1000, "{} tools show nothing", tools.len());
    tools.into_iter().filter_map(|(place, tool)| Some(format!("{place}: {}", fault(tool)?))).collect()
}

fn none_has(fault: impl Fn(&Tool) -> Option<String>) {
    assert_eq!(faults(fault), [""; 0]);
}

/// The tools of `tools.yaml` as clients are told of them.
fn told() -> Value {
    let tool = |tool: &Tool| {
        let mut told = json!({"name": tool.name, "description": tool.description});
        if !tool.title.is_empty() {
            told["title"] = tool.title.clone().into();
        }
        for (kind, schema) in schemas(tool) {
            told[format!("{kind}Schema")] = schema;
        }
        let hints = tool.hints;
        told["hints"] = json!([hints.read_only, hints.destructive, hints.idempotent, hints.open_world]);
        told["inputs"] = tool.binding.renames.iter().map(|(caller, input)| json!([caller, input])).collect();
        told
    };
    document(DOCUMENT).servers[0].tools.iter().map(tool).collect()
}

#[test]
fn item_01_input_schemas_join_what_is_declared() {
    let told = serde_json::to_string_pretty(&told()).unwrap();
    assert_eq!(told.trim(), include_str!("tools.json").trim(), "take up what is right:\n{told}");
}

#[test]
fn item_01_no_arguments_is_an_object_without_members() {
    let told = told();
    let hours = told.as_array().unwrap().iter().find(|tool| tool["name"] == "hours").unwrap();
    assert_eq!(hours["inputSchema"].to_string(), r#"{"type":"object","additionalProperties":false}"#);
}

#[test]
fn item_01_every_schema_is_one() {
    none_has(|tool| {
        let invalid = |(kind, schema): (&str, Value)| {
            Some(format!("{kind}: {}", jsonschema::draft202012::meta::validate(&schema).err()?))
        };
        schemas(tool).into_iter().find_map(invalid)
    });
}

#[test]
fn item_02_names_of_tools_are_taken_by_every_client() {
    none_has(|tool| (!is_tool_name(&tool.name)).then(|| tool.name.clone()));
    let servers = DOCUMENTS.iter().flat_map(|document| document.servers.iter().map(move |server| (document, server)));
    for (document, server) in servers {
        let names: BTreeSet<_> = server.tools.iter().map(|tool| &tool.name).collect();
        assert_eq!(names.len(), server.tools.len(), "{}", document.path);
        let is_told = document.diagnostics.iter().any(|report| report.code == "many-tools");
        assert!(is_told || server.tools.len() <= 40, "{} has {} tools", document.path, server.tools.len());
    }
    let renamed = document(DOCUMENT);
    assert!(renamed.diagnostics.iter().any(|report| report.code == "tool-name"));
}

#[test]
fn item_03_names_of_arguments_are_taken_by_every_client() {
    none_has(|tool| {
        let (_, schema) = schemas(tool).remove(0);
        let properties = schema["properties"].as_object()?.clone();
        properties.keys().find(|name| !is_argument(name)).cloned()
    });
}

#[test]
fn item_03_names_lead_back_to_the_wire() {
    let told = told();
    assert_eq!(told[0]["inputs"], json!([["filter", "$filter"], ["filter_name", "filter[name]"]]));
}

#[test]
fn item_04_roots_are_objects() {
    none_has(|tool| {
        schemas(tool).iter().find_map(|(kind, schema)| Some(format!("{kind}: {}", root_fault(kind, schema)?)))
    });
}

#[test]
fn item_04_no_keyword_is_one_that_clients_drop() {
    none_has(|tool| {
        schemas(tool).iter().find_map(|(kind, schema)| Some(format!("{kind}: {}", keyword_fault(schema)?)))
    });
}

/// What is told of what calls lack, over the real documents: how many documents, and how many places. A path variable that nothing
/// declares is an input, and so is whatever an operation wants that a tool says nothing of: the call has it.
const TOLD: [(&str, usize, usize); 6] = [
    ("duplicate-tool", 1, 4),
    ("unbound-variable", 54, 68),
    ("undeclared-path-variable", 28, 352),
    ("unplaced-path-parameter", 28, 163),
    ("derived-inputs", 155, 3457),
    ("tool-name", 1, 1),
];

#[test]
fn item_05_what_calls_lack_is_told_at_its_place() {
    let mut told: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let documents = real_documents();
    for document in &documents {
        for report in &document.diagnostics {
            assert!(report.all_places().iter().all(|place| place.line > 0), "{}: {report:?}", document.path);
            let (files, places) = told.entry(report.code).or_default();
            *files += 1;
            *places += report.all_places().len();
        }
    }
    let found = TOLD.map(|(code, ..)| {
        let (files, places) = told.get(code).copied().unwrap_or_default();
        (code, files, places)
    });
    assert!(documents.is_empty() || found == TOLD, "{found:?}");
}

#[tokio::test]
async fn item_06_lists_are_the_same_to_the_byte_and_say_all_there_is() {
    let settings = capwright_runtime::Settings::from_env(&[]);
    let client = tanium_threat_response_connections::Client::builder().settings(settings);
    let client = client.threat_response_connections_base_url("http://localhost:1").tanium_api_key("k").build().unwrap();
    let server =
        tanium_threat_response_connections::mcp::server(tanium_threat_response_connections::Proxy::new(client));
    let served = serve(server.router(&ServerOptions::default())).await;
    let list = async || {
        let message = r#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#;
        served.send("POST /mcp", &["content-type: application/json"], message.as_bytes()).await.text().to_owned()
    };
    let (first, second) = (list().await, list().await);
    assert_eq!(first, second);
    let names: Vec<_> =
        first.match_indices(r#""name":""#).map(|(at, _)| first[at + 8..].split('"').next().unwrap()).collect();
    let document = include_str!("../../../specs/tanium/threat-response-connections.yaml");
    let tools = document.split("  - type: mcp").nth(1).unwrap();
    let places: Vec<_> = names.iter().map(|name| tools.find(&format!("name: {name}\n"))).collect();
    assert!(places.len() == 5 && places.is_sorted() && places[0].is_some(), "{names:?} {places:?}");
}

#[test]
fn item_06_hints_and_titles_are_passed_on() {
    let told = told();
    let rows: Vec<_> = told.as_array().unwrap().iter().map(|tool| (&tool["title"], &tool["hints"])).collect();
    let derived = json!([null, null, null, true]);
    let wanted = [
        (json!("Orders"), json!([true, false, true, false])),
        (Value::Null, derived.clone()),
        (Value::Null, derived.clone()),
        (Value::Null, derived),
        (Value::Null, json!([false, false, null, null])),
        (Value::Null, json!([null, null, null, null])),
    ];
    assert_eq!(rows, wanted.iter().map(|(title, hints)| (title, hints)).collect::<Vec<_>>());
    assert_eq!(document(DOCUMENT).servers[0].instructions, "Orders of the shop.");
}
