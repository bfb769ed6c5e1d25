//! What is asked of a crate, as its model has it: every route, every tool, every operation of a client.

mod disputes;
mod routes;
mod skill;
mod taxii;

use std::collections::{BTreeMap, BTreeSet};

use capwright_codegen::model::{Callers, Capability, Mcp, Model, Operation, Server, Surface, Template, TemplatePart};
use serde_json::Value;

use super::asked::{Berth, Credential, SECRET, Script, ToolCalls, Wanted};
use super::values;

/// The input that `call` takes as JSON.
const BODY: &str = "body";

/// The script of a crate.
pub(super) fn of(model: &Model) -> Script {
    match &model.surface {
        Surface::Capability(capability) => of_capability(capability),
        Surface::Taxii(taxii) => taxii::script(taxii),
    }
}

fn of_capability(capability: &Capability) -> Script {
    let mut script = Script::default();
    let disputed = disputes::of(capability);
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for server in &capability.servers {
        let (kind, callers, wanted) = match server {
            Server::Rest(rest) => ("rest", &rest.callers, Wanted::Routes(routes::calls(capability, rest, &disputed))),
            Server::Mcp(mcp) => ("mcp", &mcp.callers, Wanted::Tools(tools(mcp, &disputed))),
            Server::Skill(skills) => ("skill", &skills.callers, Wanted::Routes(skill::calls(skills))),
        };
        let number = kinds.entry(kind).or_default();
        *number += 1;
        let name = if *number == 1 { kind.to_owned() } else { format!("{kind}-{number}") };
        script.settings.extend(callers.settings().map(|env| (env.to_owned(), SECRET.to_owned())));
        script.servers.push(Berth { name, credential: credential(callers), wanted });
    }
    if script.servers.is_empty() {
        let commands = capability.commands();
        script.calls = commands.iter().map(|(command, target)| call(command, capability.operation(*target))).collect();
    }
    script
}

/// What a caller shows who is let in.
fn credential(callers: &Callers) -> Credential {
    match callers {
        Callers::Anyone => Credential::None,
        Callers::Basic { username, password } => Credential::Basic(text(username), text(password)),
        Callers::Digest { username, password } => Credential::Digest(text(username), text(password)),
        Callers::Bearer { token } => Credential::Header("authorization".to_owned(), format!("Bearer {}", text(token))),
        Callers::Header { name, key } => Credential::Header(name.clone(), text(key)),
        Callers::Query { name, key } => Credential::Query(name.clone(), text(key)),
    }
}

fn text(template: &Template) -> String {
    let parts = template.0.iter().map(|part| match part {
        TemplatePart::Text(text) => text.as_str(),
        TemplatePart::Setting(_) | TemplatePart::Input(_) => SECRET,
    });
    parts.collect()
}

/// With what a tool requires, and with everything.
fn tools(mcp: &Mcp, disputed: &BTreeSet<usize>) -> Vec<ToolCalls> {
    let calls = |tool: &capwright_codegen::model::Tool| {
        let mut arguments: Vec<Value> =
            [false, true].map(|everything| values::of_schema(&tool.input_schema.rounded(), everything)).into();
        arguments.dedup();
        ToolCalls {
            name: tool.name.clone(),
            arguments,
            is_structured: tool.output_schema.is_some(),
            is_disputed: disputed.contains(&tool.function),
        }
    };
    mcp.tools.iter().map(calls).collect()
}

/// `call COMMAND --NAME=VALUE…`
fn call(command: &str, operation: &Operation) -> Vec<String> {
    let mut arguments = ["call", "--mock", command].map(str::to_owned).to_vec();
    for input in &operation.inputs {
        let value = values::of_type(input.ty);
        let texts = if input.name == BODY { vec![value.to_string()] } else { values::texts(&value) };
        arguments.extend(texts.into_iter().map(|text| format!("--{}={text}", input.name)));
    }
    arguments
}
