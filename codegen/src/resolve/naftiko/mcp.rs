//! MCP servers.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::aggregate::Flow;
use super::call::{Functions, Unit, Written};
use super::registry::Bound;
use super::{Context, callers, schema};
use crate::diagnostic::Code;
use crate::model::{Hints, Mcp, Tool, Type};
use crate::read::naftiko::{self as doc, Entry, McpServer, Spanned};
use crate::resolve::address::{Address, Ports};
use crate::resolve::names::Scope;
use crate::source::Place;

/// What clients take as the name of an argument; one name beyond that ends whole sessions.
const LONGEST_ARGUMENT: usize = 64;

pub(super) fn mcp(
    context: &mut Context<'_>,
    functions: &mut Functions<'_>,
    modules: &mut Scope,
    ports: &mut Ports,
    document: &McpServer,
) -> Mcp {
    let namespace = document.namespace.value.clone();
    let address = Address {
        host: document.address.as_ref(),
        port: document.port.as_ref(),
        fallback: if document.is_piped() { ports.any_from(9090) } else { 9090 },
        name: &document.namespace.place,
    };
    let address = ports.take(address, context.sink);
    let mut tools: Vec<(Place, Tool)> = Vec::new();
    for entry in &document.tools {
        let flow = functions.flow(context, entry.r#ref.as_ref());
        let Some(name) = name(context, entry, flow) else { continue };
        if let Some((first, _)) = tools.iter().find(|(_, known)| known.name == name.value) {
            let message = format!("two tools are called `{}`", name.value);
            context
                .sink
                .report(Code::DUPLICATE_TOOL, &name.place, message)
                .help("rename one of them")
                .related(first, "the first one");
            continue;
        }
        tools.extend(tool(context, functions, document, &name, entry, flow).map(|tool| (name.place, tool)));
    }
    Mcp {
        callers: callers::callers(context, &namespace, document.authentication.as_ref()),
        namespace,
        module: modules.snake("mcp"),
        address,
        position: 0,
        instructions: document.description.clone().unwrap_or_default(),
        tools: tools.into_iter().map(|(_, tool)| tool).collect(),
    }
}

/// The name of a tool; one without a name has that of the flow that it refers to.
fn name(
    context: &mut Context<'_>,
    entry: &Entry<Option<Spanned<String>>, doc::Tool>,
    flow: Option<Flow<'_>>,
) -> Option<Spanned<String>> {
    let inherited = || flow.map(|flow| Spanned::new(flow.name.value.clone(), entry.place().clone()));
    let name = entry.name.clone().or_else(inherited);
    if name.is_none() && entry.r#ref.is_none() {
        let help = "give the tool a name; only one that refers to a flow may go without";
        context.sink.report(Code::MISSING_KEY, entry.place(), "`name` is missing").help(help);
    }
    name
}

fn tool(
    context: &mut Context<'_>,
    functions: &mut Functions<'_>,
    document: &McpServer,
    name: &Spanned<String>,
    entry: &Entry<Option<Spanned<String>>, doc::Tool>,
    flow: Option<Flow<'_>>,
) -> Option<Tool> {
    let unit = Unit { kind: "tool", name: &name.value, place: &name.place };
    let written = Written {
        unit,
        is_named: true,
        description: entry.description.clone().unwrap_or_default(),
        prefixes: document.former.iter().chain([&document.namespace.value]).map(String::as_str).collect(),
        levels: vec![&entry.input_parameters],
        variables: Vec::new(),
        work: entry.work(),
    };
    let exposed = functions.expose(context, &written)?;
    let inherited = || flow.map(|flow| flow.description()).filter(|description| !description.is_empty());
    let described = entry.description.clone().or_else(inherited);
    let own = entry.hints.map(hints).unwrap_or_default();
    let mut taken = BTreeSet::new();
    let names: Vec<String> = exposed.inputs.iter().map(|bound| argument_name(&mut taken, &bound.input.name)).collect();
    Some(Tool {
        name: name.value.clone(),
        title: entry.label.clone().unwrap_or_default(),
        description: described.unwrap_or_else(|| functions.description(exposed.function).to_owned()),
        hints: flow.map_or(own, |flow| flow.hints(own)),
        input_schema: input_schema(&names, &exposed.inputs),
        output_schema: schema::schema(functions.output(exposed.function)),
        function: exposed.function,
        binding: exposed.binding(&names),
    })
}

/// A name that every client takes: 1 to 64 of `A-Za-z0-9_.-`, unlike those already taken.
fn argument_name(taken: &mut BTreeSet<String>, name: &str) -> String {
    let legal = |c: char| if c.is_ascii_alphanumeric() || "_.-".contains(c) { c } else { '_' };
    let plain: String = name.chars().map(legal).take(LONGEST_ARGUMENT - 4).collect();
    let trimmed = plain.trim_matches('_');
    let base = if name == plain {
        plain.as_str()
    } else if trimmed.is_empty() {
        "argument"
    } else {
        trimmed
    };
    let numbered = (2..).map(|number| format!("{base}_{number}"));
    let free = std::iter::once(base.to_owned())
        .chain(numbered)
        .find(|candidate| !taken.contains(candidate))
        .unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// The JSON Schema of the arguments: their types, descriptions and which are required.
fn input_schema(names: &[String], inputs: &[Bound]) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    if !inputs.is_empty() {
        let properties: Map<String, Value> = names.iter().cloned().zip(inputs.iter().map(property)).collect();
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    let required: Vec<&String> =
        names.iter().zip(inputs).filter(|(_, bound)| bound.required).map(|(name, _)| name).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    Value::Object(schema)
}

fn property(bound: &Bound) -> Value {
    let mut property = Map::new();
    if bound.ty != Type::Any {
        property.insert("type".to_owned(), json!(bound.ty.as_str()));
    }
    if bound.ty == Type::Array {
        property.insert("items".to_owned(), json!({}));
    }
    if !bound.input.description.is_empty() {
        property.insert("description".to_owned(), json!(bound.input.description));
    }
    if let Some(default) = &bound.default {
        property.insert("default".to_owned(), default.clone());
    }
    Value::Object(property)
}

fn hints(hints: doc::Hints) -> Hints {
    Hints {
        read_only: hints.read_only,
        destructive: hints.destructive,
        idempotent: hints.idempotent,
        open_world: hints.open_world,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_client_takes_the_names_of_arguments() {
        let mut taken = BTreeSet::new();
        let rows = [
            ("limit", "limit"),
            ("$filter", "filter"),
            ("filter[name]", "filter_name"),
            ("filter", "filter_2"),
            ("日本", "argument"),
        ];
        for (name, expected) in rows {
            assert_eq!(argument_name(&mut taken, name), expected);
        }
        assert!(argument_name(&mut taken, &"x".repeat(100)).len() <= LONGEST_ARGUMENT);
    }
}
