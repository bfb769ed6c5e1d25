//! Serves functions as MCP tools, over streamable HTTP and stdio, in both eras of the protocol: with the handshake of
//! the versions up to 2025-11-25, and without, as of 2026-07-28.

mod arguments;
mod digits;
mod http;
mod jsonrpc;
mod params;
mod results;
mod selection;
mod server;
mod stdio;
mod structured;
mod tool;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub use axum::Router;
use rmcp::model::{Implementation, ServerCapabilities, ServerConfig, Tool as Description};
use serde::de::DeserializeOwned;

use self::arguments::Arguments;
pub use self::selection::Selection;
#[cfg(feature = "cli")]
pub(crate) use self::selection::{READ_ONLY, TOOLS};
pub use self::server::Server;
use self::tool::Entry;
pub use self::tool::Tool;
use crate::server::{Handler, bind_function};

/// Builds a [`Server`] from the descriptions of its tools and the functions behind them.
pub struct Mcp<S> {
    service: Arc<S>,
    info: ServerConfig,
    descriptions: Vec<Description>,
    entries: BTreeMap<&'static str, Arc<Entry>>,
}

impl<S: Send + Sync + 'static> Mcp<S> {
    /// A server called `name` that tells models `instructions`. `tools` is a JSON array: the tools as `tools/list` gives
    /// them, in that order.
    ///
    /// # Panics
    /// If `tools` is not such an array, which is a mistake of the program.
    pub fn new(name: &str, instructions: &str, tools: &str, service: S) -> Self {
        Self::shared(name, instructions, tools, Arc::new(service))
    }

    /// As [`new`](Self::new), over a service that others hold as well.
    ///
    /// # Panics
    /// As [`new`](Self::new) does.
    pub fn shared(name: &str, instructions: &str, tools: &str, service: Arc<S>) -> Self {
        #[allow(clippy::expect_used, reason = "written by the compiler of the crate, never by a user")]
        let descriptions = digits::descriptions(tools).expect("the tools are a JSON array of MCP tools");
        let mut info = ServerConfig::new(ServerCapabilities::builder().enable_tools().build());
        info.server_info = Implementation::new(name, env!("CARGO_PKG_VERSION"));
        info.instructions = Some(instructions.to_owned()).filter(|text| !text.is_empty());
        Self { service, info, descriptions, entries: BTreeMap::new() }
    }

    /// The version that the server tells clients; that of this crate unless given.
    pub fn version(mut self, version: &str) -> Self {
        version.clone_into(&mut self.info.server_info.version);
        self
    }

    /// Answers calls of `tool` with `handler`. Of two tools of one name the first wins.
    ///
    /// # Panics
    /// If the tool is not described, which is a mistake of the program.
    pub fn tool<I: DeserializeOwned + Send + 'static>(
        mut self,
        tool: impl Into<Tool>,
        handler: impl for<'s> Handler<'s, S, I> + 'static,
    ) -> Self {
        let (tool, function) = (tool.into(), bind_function(Arc::clone(&self.service), handler));
        let description = self.description(tool.name);
        let arguments = Arguments::new(&digits::arguments(description.input_schema.as_ref().clone()));
        let (output_schema, meter) = (description.output_schema.clone(), OnceLock::new());
        let entry = Entry { tool, arguments, output_schema, function, meter };
        self.entries.entry(entry.tool.name).or_insert_with(|| Arc::new(entry));
        self
    }

    /// The finished server.
    ///
    /// # Panics
    /// If a tool is described that nothing answers, which is a mistake of the program.
    pub fn into_server(self) -> Server {
        for Description { name, .. } in &self.descriptions {
            assert!(self.entries.contains_key(name.as_ref()), "nothing answers the tool {name}");
        }
        Server::new(self.info, self.descriptions, self.entries)
    }

    fn description(&self, name: &str) -> &Description {
        let description = self.descriptions.iter().find(|description| description.name == name);
        #[allow(clippy::panic, reason = "a mistake of the program, found by its first start")]
        let Some(description) = description else { panic!("the tool {name} is not described") };
        description
    }
}
