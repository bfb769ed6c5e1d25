//! `src/mcp.rs`: the tools.

use quote::quote;
use serde_json::{Map, Value, json};

use super::imports::Mentioned;
use super::json::{plain, raw_string};
use super::{File, callers, docs, rest::binding, rust, service};
use crate::model::{Capability, Hints, Mcp, Tool};

pub(super) fn file(capability: &Capability, mcp: &Mcp) -> File {
    let (address, namespace, instructions) = (&mcp.address, &mcp.namespace, &mcp.instructions);
    let text = raw_string(&tools_json(&mcp.tools));
    let tools = mcp.tools.iter().map(|tool| {
        let (name, binding) = (&tool.name, binding(&tool.binding));
        let handler = service::handler(capability, tool.function);
        quote!(.tool(Tool::new(#name) #binding, #handler))
    });
    let callers::Code { constant, parameter, call, .. } = callers::code(namespace, &mcp.callers);
    let items = quote! {
        /// Where the document wants it to listen; the endpoint is `/mcp`.
        pub const ADDRESS: &str = #address;

        #constant

        /// What the model is told of this server.
        pub const INSTRUCTIONS: &str = #instructions;

        /// The tools in document order, as `tools/list` gives them.
        pub const TOOLS: &str = #text;

        /// Serves `service`.
        pub fn server<S: Service>(service: S #parameter) -> Server {
            Mcp::new(#namespace, INSTRUCTIONS, TOOLS, service).version(env!("CARGO_PKG_VERSION")) #(#tools)* .into_server() #call
        }
    };
    let mentioned = Mentioned::by(&items);
    let part = mentioned.from(&quote!(capwright_runtime), &["Part"]);
    let server = mentioned.from(&quote!(capwright_runtime::server), &["Authentication", "Callers", "no_input"]);
    let imports = quote! {
        use capwright_runtime::mcp::{Mcp, Server, Tool};
        #server
        #part

        use crate::Service;
    };
    let docs = format!("The MCP server {}.", docs::code(namespace));
    rust(&format!("src/{}.rs", mcp.module), docs, quote!(#imports #items))
}

/// One tool a few lines, one argument a line: what a reviewer reads is what a client gets.
fn tools_json(tools: &[Tool]) -> String {
    let tools: Vec<String> = tools.iter().map(tool_json).collect();
    format!("[\n{}\n]", tools.join(",\n"))
}

fn tool_json(tool: &Tool) -> String {
    let mut head = Map::new();
    head.insert("name".to_owned(), json!(tool.name));
    if !tool.title.is_empty() {
        head.insert("title".to_owned(), json!(tool.title));
    }
    head.insert("description".to_owned(), json!(tool.description));
    let head = plain(&Value::Object(head));
    let annotations = annotations(tool.hints);
    let annotations = if annotations.is_empty() {
        String::new()
    } else {
        format!(",\n\"annotations\":{}", plain(&Value::Object(annotations)))
    };
    let output = tool.output_schema.as_ref().map(|schema| format!(",\n\"outputSchema\":{}", schema_json(schema)));
    let output = output.unwrap_or_default();
    format!("{},\n\"inputSchema\":{}{output}{annotations}}}", &head[..head.len() - 1], schema_json(&tool.input_schema))
}

/// A JSON Schema with one property a line.
fn schema_json(schema: &Value) -> String {
    let Some(members) = schema.as_object() else { return plain(schema) };
    let members = members.iter().map(|(word, value)| {
        let value = match (word.as_str(), value) {
            ("properties", Value::Object(properties)) if !properties.is_empty() => {
                let lines = properties.iter().map(|(name, value)| member(name, &schema_json(value)));
                format!("{{\n{}\n}}", lines.collect::<Vec<_>>().join(",\n"))
            }
            ("items" | "additionalProperties", value) => schema_json(value),
            ("anyOf", Value::Array(schemas)) => {
                format!("[{}]", schemas.iter().map(schema_json).collect::<Vec<_>>().join(","))
            }
            (_, value) => plain(value),
        };
        member(word, &value)
    });
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn member(name: &str, value: &str) -> String {
    format!("{}:{value}", plain(&json!(name)))
}

fn annotations(hints: Hints) -> Map<String, Value> {
    let words = [
        ("readOnlyHint", hints.read_only),
        ("destructiveHint", hints.destructive),
        ("idempotentHint", hints.idempotent),
        ("openWorldHint", hints.open_world),
    ];
    words.into_iter().filter_map(|(word, hint)| Some((word.to_owned(), json!(hint?)))).collect()
}
