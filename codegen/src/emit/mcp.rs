//! `src/mcp.rs`: the tools.

use proc_macro2::TokenStream;
use quote::quote;

use super::file::{File, rust};
use super::imports::Mentioned;
use super::json::{filled, raw_string};
use super::markdown::{cell, code, table};
use super::served::{self, EmitServer};
use super::{callers, docs, rest::binding, service};
use crate::json::{Object, Value};
use crate::model::{Capability, Hints, Mcp, Tool};
use crate::names::reserved;

impl EmitServer for Mcp {
    fn files(&self, capability: &Capability) -> Vec<File> {
        vec![file(capability, self)]
    }

    fn start(&self) -> TokenStream {
        served::start("mcp", &self.module, &self.callers)
    }

    fn about(&self) -> String {
        let mut callers = callers::sentence(&self.callers);
        if !callers.is_empty() {
            callers += " With `serve --stdio` nothing is asked: the one caller is who started it.";
        }
        let rows = self.tools.iter().map(|tool| format!("| {} | {} |", code(&tool.name), cell(&tool.description)));
        let title = served::title("MCP", &format!("{}/mcp", self.address), &callers);
        table(&title, "| tool | |\n|---|---|", rows.collect())
    }
}

fn file(capability: &Capability, mcp: &Mcp) -> File {
    let (address, namespace, instructions) = (&mcp.address, &mcp.namespace, &mcp.instructions);
    let text = raw_string(&tools_json(&mcp.tools));
    let tools = mcp.tools.iter().map(|tool| {
        let (name, binding) = (&tool.name, binding(&tool.binding));
        let handler = service::handler(capability, tool.function);
        let tool = if binding.is_empty() { quote!(#name) } else { quote!(Tool::new(#name) #binding) };
        quote!(.tool(#tool, #handler))
    });
    let callers::Code { constant, parameter, argument, call } = callers::code(namespace, &mcp.callers);
    let items = quote! {
        /// Where the document wants it to listen; the endpoint is `/mcp`.
        pub const ADDRESS: &str = #address;

        #constant

        /// What the model is told of this server.
        pub const INSTRUCTIONS: &str = #instructions;

        /// The tools in document order, as `tools/list` gives them.
        pub const TOOLS: &str = #text;

        /// Serves `service` under `/mcp`, as `options` say; other paths are left to the app around it.
        pub fn router(service: impl Service #parameter, options: &ServerOptions) -> Router {
            server(service #argument).endpoint(options)
        }

        /// The tools of `service`, for a server of their own or the standard streams.
        pub fn server<S: Service>(service: S #parameter) -> Server {
            Mcp::new(#namespace, INSTRUCTIONS, TOOLS, service).version(env!("CARGO_PKG_VERSION")) #(#tools)* .into_server() #call
        }
    };
    let mentioned = Mentioned::by(&items);
    let part = mentioned.of(reserved::RUNTIME);
    let server = mentioned.of(reserved::SERVER);
    let served = mentioned.of(reserved::MCP);
    let imports = quote! {
        #served
        #server
        #part

        use crate::Service;
    };
    let docs = format!("The MCP server {}.", docs::code(namespace));
    rust(&format!("src/{}.rs", mcp.module), docs, quote!(#imports #items))
}

/// A tool begins a line, and so do its schemas: what a reviewer reads is what a client gets.
fn tools_json(tools: &[Tool]) -> String {
    let tools: Vec<String> = tools.iter().map(tool_json).collect();
    format!("[\n{}\n]", tools.join(",\n"))
}

fn tool_json(tool: &Tool) -> String {
    let mut head = Object::new();
    head.insert("name".to_owned(), tool.name.clone().into());
    if !tool.title.is_empty() {
        head.insert("title".to_owned(), tool.title.clone().into());
    }
    head.insert("description".to_owned(), tool.description.clone().into());
    let annotations = Value::Object(annotations(&tool.title, tool.hints));
    let parts = [
        Some(("inputSchema", &tool.input_schema)),
        tool.output_schema.as_ref().map(|schema| ("outputSchema", schema)),
        (annotations != Value::Object(Object::new())).then_some(("annotations", &annotations)),
    ];
    let parts = parts.into_iter().flatten().map(|part| filled([part]));
    let head = filled(head.iter().map(|(name, value)| (name.as_str(), value)));
    format!("{{{}}}", [head].into_iter().chain(parts).collect::<Vec<_>>().join(",\n"))
}

/// The title stands there too: clients of 2025-03-26 and before look for it nowhere else.
fn annotations(title: &str, hints: Hints) -> Object {
    let words = [
        ("readOnlyHint", hints.read_only),
        ("destructiveHint", hints.destructive),
        ("idempotentHint", hints.idempotent),
        ("openWorldHint", hints.open_world),
    ];
    let title = (!title.is_empty()).then(|| ("title".to_owned(), title.into()));
    title
        .into_iter()
        .chain(words.into_iter().filter_map(|(word, hint)| Some((word.to_owned(), hint?.into()))))
        .collect()
}
