//! The Tanium spec, and the same after others have edited it: each document is the one before it and one edit more.

use capwright_codegen::{Package, Source};
use serde_yaml::Value;

use crate::common;

/// What became of the spec, and what reaches `deleteconnection` by then.
pub(crate) struct Stage {
    /// The package, which its binary is called after.
    pub(crate) package: String,
    /// Requests, with `ID` for the connection.
    pub(crate) routes: &'static [&'static str],
    pub(crate) tools: &'static [&'static str],
}

const ROUTE: &str = "DELETE /v1/plugin/products/threat-response/api/v1/conns/delete/ID";
const TOOL: &str = "delete-connection-record";

/// Their crates, with a binary each that is guarded as the README does it.
pub(crate) fn guarded() -> (Vec<Stage>, Vec<Package>) {
    let mut document: Value = serde_yaml::from_str(&text("specs/tanium/threat-response-connections.yaml")).unwrap();
    let mut texts = vec![serde_yaml::to_string(&document).unwrap()];
    let mut edit = |edit: fn(&mut Value)| {
        edit(&mut document);
        texts.push(serde_yaml::to_string(&document).unwrap());
    };
    edit(type_the_tool);
    edit(add_a_flow);
    let names = ["passed_on", "typed", "in_a_flow"];
    let sources = names.iter().zip(texts).map(|(name, text)| {
        let path = format!("guarded/{name}.yaml");
        Source::new(path.clone(), path, text)
    });
    let mut packages = common::packages(&common::project(sources.collect()));
    let packages: Vec<Package> =
        names.iter().map(|name| packages.remove(&format!("guarded/{name}.yaml")).unwrap()).collect();
    let guarded: Vec<Package> = packages.into_iter().map(guard).collect();
    let stage = |package: &Package, routes, tools| Stage { package: package.name.clone(), routes, tools };
    let stages = vec![
        stage(&guarded[0], &[ROUTE], &[TOOL]),
        stage(&guarded[1], &[ROUTE], &[TOOL]),
        stage(&guarded[2], &[ROUTE, "DELETE /v1/forget/ID"], &[TOOL, "forget"]),
    ];
    (stages, guarded)
}

/// Puts the example of the README in the place of the binary.
fn guard(mut package: Package) -> Package {
    let example = include_str!("../e2e/readme/keep_production.rs");
    let library = package.name.replace('-', "_");
    let main = format!(
        "{}\nfn main() -> std::process::ExitCode {{\n    {library}::cli::run(|client| KeepProduction(Proxy::new(client)))\n}}\n",
        example.replace("tanium_threat_response_connections", &library)
    );
    package.files.insert("src/main.rs".to_owned(), format!("//! Guarded.\n\n{main}"));
    package
}

/// Gives one tool a typed output.
fn type_the_tool(document: &mut Value) {
    let tools = document["capability"]["exposes"][1]["tools"].as_sequence_mut().unwrap();
    let tool = tools.iter_mut().find(|tool| tool["name"] == TOOL).unwrap();
    tool["outputParameters"] = yaml("[{type: object, properties: {id: {type: string, mapping: $.id}}}]");
}

/// Adds a flow that deletes, a tool and a route that refer to it.
fn add_a_flow(document: &mut Value) {
    let capability = document["capability"].as_mapping_mut().unwrap();
    let flow = "
- namespace: cleaning
  label: Cleaning
  flows:
  - name: forget
    description: Deletes a connection that is there.
    inputParameters: [{name: id, type: string, description: Which one}]
    steps:
    - {type: call, name: look, call: threat-response-connections.getconnection, with: {connectionId: cleaning.id}}
    - {type: call, name: delete, call: threat-response-connections.deleteconnection, with: {connectionId: cleaning.id}}
    outputParameters: [{name: id, type: string, value: '{{look.id}}'}]
";
    capability.insert("aggregates".into(), yaml(flow));
    let exposes = &mut document["capability"]["exposes"];
    let route =
        "{path: '/v1/forget/{id}', name: forget, operations: [{method: DELETE, name: forget, ref: cleaning.forget}]}";
    exposes[0]["resources"].as_sequence_mut().unwrap().push(yaml(route));
    let tool = "{name: forget, description: Forget, ref: cleaning.forget}";
    exposes[1]["tools"].as_sequence_mut().unwrap().push(yaml(tool));
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

fn text(path: &str) -> String {
    std::fs::read_to_string(common::repository(path)).unwrap()
}
