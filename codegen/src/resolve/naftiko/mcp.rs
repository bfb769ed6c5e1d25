//! MCP servers.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::bind_call::{self, Argument};
use super::call::{Functions, Unit};
use super::{Context, callers, later};
use crate::diagnostic::Code;
use crate::model::{Hints, Input, Mcp, Tool, Type};
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
    if let Some(transport) = &document.transport
        && transport.value == doc::Transport::Stdio
    {
        let why = "every MCP server speaks over standard streams with `serve --stdio`, and over HTTP with `serve`";
        context.sink.no_effect(&transport.place, "`transport: stdio`", why);
    }
    let address = Address {
        host: document.address.as_ref(),
        port: document.port.as_ref(),
        fallback: 9090,
        name: &document.namespace.place,
    };
    let address = ports.take(address, context.sink);
    let mut tools: Vec<(Place, Tool)> = Vec::new();
    for entry in &document.tools {
        if let Some((first, _)) = tools.iter().find(|(_, known)| known.name == entry.name.value) {
            let message = format!("two tools are called `{}`", entry.name.value);
            context
                .sink
                .report(Code::DUPLICATE_TOOL, &entry.name.place, message)
                .help("rename one of them")
                .related(first, "the first one");
            continue;
        }
        tools.extend(tool(context, functions, &namespace, entry).map(|tool| (entry.name.place.clone(), tool)));
    }
    Mcp {
        callers: callers::callers(context, &namespace, document.authentication.as_ref()),
        namespace,
        module: modules.snake("mcp"),
        address,
        instructions: document.description.clone().unwrap_or_default(),
        tools: tools.into_iter().map(|(_, tool)| tool).collect(),
    }
}

fn tool(
    context: &mut Context<'_>,
    functions: &mut Functions<'_>,
    namespace: &str,
    entry: &Entry<Spanned<String>, doc::Tool>,
) -> Option<Tool> {
    let unit = Unit {
        kind: "tool",
        name: &entry.name.value,
        place: &entry.name.place,
        declares_inputs: !entry.input_parameters.is_empty(),
    };
    if let Some(input) = entry.input_parameters.first() {
        later(
            context.sink,
            &input.name.place,
            "a declared input of a tool",
            "remove it: inputs are taken from the operation that the tool calls",
        );
    }
    let called = functions.call(context, unit, entry.work())?;
    let arguments = bind_call::arguments(context, unit, namespace, called, entry.work());
    let mut taken = BTreeSet::new();
    let names: Vec<String> =
        arguments.caller.iter().map(|argument| argument_name(&mut taken, &argument.name)).collect();
    let input_schema = schema(&names, &arguments.caller);
    Some(Tool {
        name: entry.name.value.clone(),
        title: entry.label.clone().unwrap_or_default(),
        description: entry.description.clone().unwrap_or_else(|| called.operation.description.clone()),
        hints: entry.hints.map(hints).unwrap_or_default(),
        input_schema,
        output_schema: None,
        function: called.function,
        binding: arguments.binding(&names),
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

/// The JSON Schema of the arguments: their types, descriptions and which are required, as the consumed operation declares them.
fn schema(names: &[String], arguments: &[Argument<'_>]) -> Value {
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    if !arguments.is_empty() {
        let properties: Map<String, Value> =
            names.iter().cloned().zip(arguments.iter().map(|argument| property(argument.input))).collect();
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    let required: Vec<&String> =
        names.iter().zip(arguments).filter(|(_, argument)| argument.input.required).map(|(name, _)| name).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema.insert("additionalProperties".to_owned(), json!(false));
    Value::Object(schema)
}

fn property(input: &Input) -> Value {
    let mut property = Map::new();
    if input.ty != Type::Any {
        property.insert("type".to_owned(), json!(input.ty.as_str()));
    }
    if input.ty == Type::Array {
        property.insert("items".to_owned(), json!({}));
    }
    if !input.description.is_empty() {
        property.insert("description".to_owned(), json!(input.description));
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
