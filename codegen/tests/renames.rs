//! What a function, its input and its output are called follows from itself: units of documents are taken away, added, and given
//! another answer, one at a time, and all others keep the names that they had.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "renames/edits.rs"]
mod edits;

use std::collections::BTreeMap;

use capwright_codegen::model::{Capability, Function, Server, Surface};
use capwright_codegen::names::folded;
use capwright_codegen::{Goal, Options, Project, Severity, Source};
use edits::Edited;

/// The documents, and how many names give way there, with a note, to units of the same name that do something else.
const DOCUMENTS: [(&str, usize); 12] = [
    ("codegen/tests/crates/aggregates.yaml", 0),
    ("codegen/tests/crates/inputs.yaml", 6),
    ("codegen/tests/crates/mock-only.yaml", 1),
    ("codegen/tests/crates/names-of-code.yaml", 4),
    ("codegen/tests/crates/names.yaml", 0),
    ("codegen/tests/crates/outputs.yaml", 2),
    ("codegen/tests/crates/steps.yaml", 1),
    ("codegen/tests/crates/requests.yaml", 0),
    ("codegen/tests/crates/two-upstreams.yaml", 0),
    ("codegen/tests/crates/values.yaml", 1),
    ("specs/examples/contract-first.yaml", 1),
    ("specs/tanium/threat-response-connections.yaml", 0),
];

/// What units are called in code, by what they are: their server, kind and name.
type Named = BTreeMap<String, Vec<String>>;

/// What becomes of a document.
struct Outcome {
    named: Named,
    /// Whether a note says that a name had to give way.
    is_noted: bool,
}

#[test]
fn no_unit_renames_another() {
    let found = DOCUMENTS.map(|(path, _)| {
        let text = std::fs::read_to_string(common::repository(path)).unwrap();
        let (before, edited) = (outcome(path, &text), edits::all(&text));
        assert!(edited.len() > 2 * before.named.len(), "{path}: {} edits", edited.len());
        (path, edited.iter().map(|edited| check(path, &before, edited)).sum())
    });
    assert_eq!(found, DOCUMENTS);
}

/// Checks the names of all units but the edited one. How many gave way, as a note says.
fn check(path: &str, before: &Outcome, edited: &Edited) -> usize {
    let what = format!("{path}, {}", edited.what);
    let after = outcome(&what, &edited.text);
    let mut given = 0;
    for (unit, names) in before.named.iter().filter(|(unit, _)| !what.ends_with(*unit)) {
        let Some(now) = after.named.get(unit).filter(|now| *now != names) else { continue };
        let is_namesake = folded(&what).ends_with(&folded(unit.rsplit(' ').next().unwrap()));
        let is_noted = before.is_noted || after.is_noted;
        assert!(is_namesake && is_noted, "{what}: {unit} was {names:?}, and is {now:?}");
        given += 1;
    }
    given
}

#[track_caller]
fn outcome(what: &str, text: &str) -> Outcome {
    let project = Project::new(vec![Source::new("a/b.yaml", "a/b.yaml", text)], Options::default());
    let compiled = project.compile_to(Goal::Model, 0, &mut ());
    let is_noted = compiled.diagnostics.iter().any(|found| found.code == "shared-name");
    let model = compiled.model.unwrap_or_else(|| {
        let errors = compiled.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        panic!("{what}: {}", errors.map(|error| error.message.as_str()).collect::<Vec<_>>().join("; "))
    });
    let Surface::Capability(capability) = &model.surface else { panic!("{what}: no capability") };
    Outcome { named: named(capability), is_noted }
}

fn named(capability: &Capability) -> Named {
    let mut named = Named::new();
    for server in &capability.servers {
        match server {
            Server::Rest(rest) => named.extend(rest.routes.iter().map(|route| {
                let unit = format!("{} {} {} {}", rest.namespace, route.method.as_str(), route.path, route.name);
                (unit, names(capability, &capability.functions[route.function]))
            })),
            Server::Mcp(mcp) => named.extend(mcp.tools.iter().map(|tool| {
                let unit = format!("{} tool {}", mcp.namespace, tool.written);
                (unit, names(capability, &capability.functions[tool.function]))
            })),
            Server::Skill(_) => {}
        }
    }
    named
}

/// The method, the struct that it takes, and all types of what it answers.
fn names(capability: &Capability, function: &Function) -> Vec<String> {
    let types = capability.record(function).into_iter().chain(function.output.types());
    std::iter::once(function.ident.as_str()).chain(types).map(str::to_owned).collect()
}
