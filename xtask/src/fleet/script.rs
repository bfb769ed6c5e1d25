//! What is asked of a crate, as its model has it: every route, every tool, every operation of a client.

mod disputes;
mod routes;
mod skill;
mod taxii;

use std::collections::{BTreeMap, BTreeSet};

use capwright_codegen::model::{Callers, Capability, Mcp, Model, Operation, Server, Surface, Template, TemplatePart};
use serde_json::Value;

use super::http::Request;
use super::values;

/// What the settings of callers are set to.
const SECRET: &str = "fleet-secret";

/// The input that `call` takes as JSON.
const BODY: &str = "body";

/// What is asked of a crate.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// What callers present.
    pub(super) settings: BTreeMap<String, String>,
    pub(super) servers: Vec<Berth>,
    /// The arguments of `call`, where nothing is served.
    pub(super) calls: Vec<Vec<String>>,
}

/// What is asked of a server.
#[derive(Debug)]
pub(super) struct Berth {
    /// The name of its option and of its line of output.
    pub(super) name: String,
    pub(super) credential: Credential,
    pub(super) wanted: Wanted,
}

/// What is asked of a server, by kind.
#[derive(Debug)]
pub(super) enum Wanted {
    Routes(Vec<RouteCall>),
    Tools(Vec<ToolCalls>),
}

/// A request to a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RouteCall {
    /// The route, as written.
    pub(super) route: String,
    pub(super) request: Request,
    /// The refusals that are right, too: what is asked for may be elsewhere.
    pub(super) refusals: &'static [u16],
}

/// Calls of a tool.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ToolCalls {
    pub(super) name: String,
    /// One call each.
    pub(super) arguments: Vec<Value>,
    /// Whether it promises structured content.
    pub(super) is_structured: bool,
    /// Whether another function takes the same answer for something else: the stand-in can please only one of them.
    pub(super) is_disputed: bool,
}

/// What a caller shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Credential {
    None,
    Header(String, String),
    Query(String, String),
    Basic(String, String),
    Digest(String, String),
}

impl Script {
    /// The script of a crate.
    pub(super) fn of(model: &Model) -> Self {
        match &model.surface {
            Surface::Capability(capability) => Self::of_capability(capability),
            Surface::Taxii(taxii) => taxii::script(taxii),
        }
    }

    fn of_capability(capability: &Capability) -> Self {
        let mut script = Self::default();
        let disputed = disputes::of(capability);
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for server in &capability.servers {
            let (kind, callers, wanted) = match server {
                Server::Rest(rest) => {
                    ("rest", &rest.callers, Wanted::Routes(routes::calls(capability, rest, &disputed)))
                }
                Server::Mcp(mcp) => ("mcp", &mcp.callers, Wanted::Tools(tools(mcp, &disputed))),
                Server::Skill(skills) => ("skill", &skills.callers, Wanted::Routes(skill::calls(skills))),
            };
            let number = kinds.entry(kind).or_default();
            *number += 1;
            let name = if *number == 1 { kind.to_owned() } else { format!("{kind}-{number}") };
            script.settings.extend(callers.settings().map(|env| (env.to_owned(), SECRET.to_owned())));
            script.servers.push(Berth { name, credential: Credential::of(callers), wanted });
        }
        if script.servers.is_empty() {
            let commands = capability.commands();
            script.calls = commands.iter().map(|(command, operation)| call(command, operation)).collect();
        }
        script
    }
}

impl Credential {
    fn of(callers: &Callers) -> Self {
        match callers {
            Callers::Anyone => Self::None,
            Callers::Basic { username, password } => Self::Basic(text(username), text(password)),
            Callers::Digest { username, password } => Self::Digest(text(username), text(password)),
            Callers::Bearer { token } => Self::Header("authorization".to_owned(), format!("Bearer {}", text(token))),
            Callers::Header { name, key } => Self::Header(name.clone(), text(key)),
            Callers::Query { name, key } => Self::Query(name.clone(), text(key)),
        }
    }
}

fn text(template: &Template) -> String {
    let parts = template.0.iter().map(|part| match part {
        TemplatePart::Text(text) => text.as_str(),
        TemplatePart::Setting(_) => SECRET,
    });
    parts.collect()
}

/// With what a tool requires, and with everything.
fn tools(mcp: &Mcp, disputed: &BTreeSet<usize>) -> Vec<ToolCalls> {
    let calls = |tool: &capwright_codegen::model::Tool| {
        let mut arguments: Vec<Value> =
            [false, true].map(|everything| values::of_schema(&tool.input_schema, everything)).into();
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
