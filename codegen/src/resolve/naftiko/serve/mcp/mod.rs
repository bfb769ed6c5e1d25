//! MCP servers.

mod notes;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::diagnostic::Code;
use crate::model::{Hints, Mcp, Tool, Type};
use crate::names::{self, Scope};
use crate::read::naftiko::{self as doc, Entry, McpServer, Spanned};
use crate::resolve::auth::callers;
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::Functions;
use crate::resolve::naftiko::functions::exposed::Bound;
use crate::resolve::naftiko::serve::address::{Address, Ports};
use crate::resolve::naftiko::serve::schema;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::survey::unit::{Unit, Written};
use crate::source::Place;

pub(crate) fn mcp(
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
    let tools = tools(context, functions, document);
    notes::many(context, &document.namespace, document.tools.len());
    Mcp {
        callers: callers::callers(context, &namespace, document.authentication.as_ref()),
        namespace,
        module: modules.snake("mcp"),
        address,
        position: 0,
        instructions: document.description.clone().unwrap_or_default(),
        tools,
    }
}

/// The tools of a server, each with a name of its own that clients take.
fn tools(context: &mut Context<'_>, functions: &mut Functions<'_>, document: &McpServer) -> Vec<Tool> {
    let mut first: BTreeMap<String, Place> = BTreeMap::new();
    let mut written = Vec::new();
    for entry in &document.tools {
        let flow = functions.flow(entry.r#ref.as_ref());
        let Some(name) = name(context, entry, flow) else { continue };
        if let Some(twin) = first.get(&name.value) {
            let message = format!("two tools are called `{}`", name.value);
            let report = context.sink.report(Code::DUPLICATE_TOOL, &name.place, message);
            report.help("rename one of them").related(twin, "the first one");
            continue;
        }
        first.insert(name.value.clone(), name.place.clone());
        written.push((name, entry, flow));
    }
    let names = names::mcp::legal(&written.iter().map(|(name, ..)| name.value.as_str()).collect::<Vec<_>>());
    let tools = written.iter().zip(names).filter_map(|((written, entry, flow), name)| {
        notes::renamed(context, written, &name);
        Some(Tool { name, ..tool(context, functions, document, written, entry, *flow)? })
    });
    tools.collect()
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
    let described = entry.description.clone().filter(|description| !description.trim().is_empty()).or_else(inherited);
    let called = functions.description(exposed.function);
    let described = described.unwrap_or_else(|| notes::description(context, unit, entry, called));
    let own = entry.hints.as_ref().map(|hints| self::hints(hints.value)).unwrap_or_default();
    let hints = flow.map_or(own, |flow| flow.hints(own));
    notes::hints(
        context,
        unit,
        entry.hints.as_ref().map(|hints| &hints.place),
        hints,
        &functions.calls(exposed.function),
    );
    let mut taken = names::mcp::Taken::default();
    let names: Vec<String> =
        exposed.inputs.iter().map(|bound| names::mcp::argument(&mut taken, &bound.input.name)).collect();
    Some(Tool {
        name: name.value.clone(),
        written: name.value.clone(),
        title: entry.label.clone().unwrap_or_default(),
        description: described,
        hints,
        input_schema: input_schema(&names, &exposed.inputs),
        output_schema: schema::schema(functions.output(exposed.function)),
        function: exposed.function,
        binding: exposed.binding(&names),
    })
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
