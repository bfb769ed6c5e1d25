//! MCP servers.

mod notes;
mod portable;
pub(crate) mod unbuilt;

use crate::diagnostic::Code;
use crate::diagnostic::phrases::Unique;
use crate::json::{Object, Value};
use crate::model::{Hints, Mcp, Tool};
use crate::names;
use crate::read::naftiko::{self as doc, Entry, McpServer, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::exposed::{BoundInput, Exposed};
use crate::resolve::naftiko::serve::address::ListenAddress;
use crate::resolve::naftiko::serve::mcp::portable::portable;
use crate::resolve::naftiko::serve::schema;
use crate::resolve::naftiko::serve::serving::Serving;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::survey::unit::{Unit, UnitWord, Written};

/// A tool as it is written, with its name and the flow that it refers to.
struct WrittenTool<'d> {
    name: Spanned<String>,
    entry: &'d ToolEntry,
    flow: Option<Flow<'d>>,
}

type ToolEntry = Entry<Option<Spanned<String>>, doc::Tool>;

/// The server that is the `position`th of a document, resolved.
pub(crate) fn mcp(serving: &mut Serving<'_, '_>, position: usize, document: &McpServer) -> Mcp {
    let namespace = &document.namespace;
    let fallback = if document.is_piped() { serving.ports.any_from(9090) } else { 9090 };
    let address = ListenAddress::of(namespace, document.address.as_ref(), document.port.as_ref(), fallback);
    let address = serving.listen(address);
    let tools = tools(serving, document);
    notes::many(serving.context, namespace, document.tools.len());
    Mcp {
        callers: serving.callers(namespace, document.authentication.as_ref()),
        namespace: namespace.value.clone(),
        module: serving.modules.snake("mcp"),
        address,
        position,
        instructions: document.description.clone().unwrap_or_default(),
        tools,
    }
}

/// The tools of a server, each with a name of its own that clients take.
fn tools(serving: &mut Serving<'_, '_>, document: &McpServer) -> Vec<Tool> {
    let mut unique =
        Unique::new(Code::DUPLICATE_TOOL, "rename one of them", |name| format!("two tools are called `{name}`"));
    let mut written = Vec::new();
    for entry in &document.tools {
        let flow = serving.functions.flow(entry.r#ref.as_ref());
        let Some(name) = name(serving.context, entry, flow) else { continue };
        if unique.take(&name.value, &name.place, serving.context.sink) {
            written.push(WrittenTool { name, entry, flow });
        }
    }
    let names = names::mcp::legal(&written.iter().map(|tool| tool.name.value.as_str()).collect::<Vec<_>>());
    let tools = written.iter().zip(names).filter_map(|(written, name)| {
        notes::renamed(serving.context, &written.name, &name);
        tool(serving, document, written, name)
    });
    tools.collect()
}

/// The name of a tool; one without a name has that of the flow that it refers to.
fn name(context: &mut Context<'_>, entry: &ToolEntry, flow: Option<Flow<'_>>) -> Option<Spanned<String>> {
    let inherited = || flow.map(|flow| Spanned::new(flow.name.value.clone(), entry.place().clone()));
    let name = entry.name.clone().or_else(inherited);
    if name.is_none() && entry.r#ref.is_none() {
        let help = "give the tool a name; only one that refers to a flow may go without";
        context.sink.report(Code::MISSING_KEY, entry.place(), "`name` is missing").help(help);
    }
    name
}

/// A tool that clients call `name`; none if there is a problem, which is reported.
fn tool(serving: &mut Serving<'_, '_>, document: &McpServer, written: &WrittenTool<'_>, name: String) -> Option<Tool> {
    let WrittenTool { name: own_name, entry, flow } = written;
    let Serving { context, functions, .. } = serving;
    let unit = Unit { kind: UnitWord::Tool, name: &own_name.value, place: &own_name.place };
    let exposed = functions.expose(
        context,
        &Written {
            unit,
            is_named: true,
            description: entry.description.clone().unwrap_or_default(),
            prefixes: document.former.iter().chain([&document.namespace.value]).map(String::as_str).collect(),
            levels: vec![&entry.input_parameters],
            variables: Vec::new(),
            work: entry.work(),
        },
    )?;
    let inherited = || flow.map(|flow| flow.description()).filter(|description| !description.is_empty());
    let described = entry.description.clone().filter(|description| !description.trim().is_empty()).or_else(inherited);
    let called = functions.description(exposed.function);
    let described = described.unwrap_or_else(|| notes::description(context, unit, entry, called));
    let own = entry.hints.as_ref().map(|hints| self::hints(hints.value)).unwrap_or_default();
    let hints = flow.map_or(own, |flow| flow.hints(own));
    let hints_place = entry.hints.as_ref().map(|hints| &hints.place);
    let calls = functions.calls(exposed.function);
    notes::hints(context, unit, hints_place, hints, &calls);
    let hints = notes::derived(context, unit, hints, &calls);
    let names = arguments(&exposed);
    Some(Tool {
        name,
        written: own_name.value.clone(),
        title: entry.label.clone().unwrap_or_default(),
        description: described,
        hints,
        input_schema: input_schema(&names, &exposed.inputs),
        output_schema: schema::schema(functions.output(exposed.function)).map(portable).map(Value::from),
        function: exposed.function,
        binding: exposed.binding(&names),
    })
}

/// What clients call the inputs of a unit.
fn arguments(exposed: &Exposed) -> Vec<String> {
    names::mcp::arguments(&exposed.inputs.iter().map(|bound| bound.input.name.as_str()).collect::<Vec<_>>())
}

/// The JSON Schema of the arguments: their types, descriptions and which are required.
fn input_schema(names: &[String], inputs: &[BoundInput]) -> Value {
    let mut schema = Object::new();
    schema.insert("type".to_owned(), "object".into());
    if !inputs.is_empty() {
        let properties: Object =
            names.iter().cloned().zip(inputs.iter().map(|bound| Value::Object(bound.schema()))).collect();
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    let required: Vec<Value> =
        names.iter().zip(inputs).filter(|(_, bound)| bound.required).map(|(name, _)| name.clone().into()).collect();
    if !required.is_empty() {
        schema.insert("required".to_owned(), Value::Array(required));
    }
    schema.insert("additionalProperties".to_owned(), false.into());
    Value::Object(schema)
}

fn hints(hints: doc::Hints) -> Hints {
    Hints {
        read_only: hints.read_only,
        destructive: hints.destructive,
        idempotent: hints.idempotent,
        open_world: hints.open_world,
    }
}
