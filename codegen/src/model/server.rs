//! What a capability exposes.

use super::Callers;

/// What is exposed, once: one method of the service trait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// The method of the trait.
    pub ident: String,
    /// One line or paragraphs; may be empty.
    pub description: String,
    /// Index of the upstream whose operation it calls.
    pub upstream: usize,
    /// Index of that operation; the function has its inputs.
    pub operation: usize,
}

/// A server.
#[derive(Debug, Clone, PartialEq)]
pub enum Server {
    /// REST.
    Rest(Rest),
    /// The Model Context Protocol.
    Mcp(Mcp),
}

impl Server {
    /// Whether it answers nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Rest(rest) => rest.routes.is_empty(),
            Self::Mcp(mcp) => mcp.tools.is_empty(),
        }
    }
}

/// A REST server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rest {
    /// Its name in the document.
    pub namespace: String,
    /// Its module.
    pub module: String,
    /// `host:port`.
    pub address: String,
    /// Whom it lets in.
    pub callers: Callers,
    /// In document order.
    pub routes: Vec<Route>,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its name in the document; may be empty.
    pub name: String,
    /// HTTP method.
    pub method: super::Method,
    /// One line or paragraphs; may be empty.
    pub description: String,
    /// As written.
    pub path: String,
    /// The path as a router takes it: a leading slash, `{x}` for variables.
    pub pattern: String,
    /// Index of the function that answers.
    pub function: usize,
    /// Names that are read from the query.
    pub query: Vec<String>,
    /// Names that are read from headers.
    pub headers: Vec<String>,
    /// What is read from the body.
    pub body: RouteBody,
    /// How caller names become inputs.
    pub binding: Binding,
}

/// What a route reads from the body of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RouteBody {
    /// Nothing.
    None,
    /// JSON.
    Json {
        /// What the caller calls it.
        name: String,
        /// Whether a request without is refused.
        required: bool,
    },
    /// A JSON object; what the caller calls its members.
    Fields(Vec<String>),
}

/// How the names of a caller become the inputs of a function.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binding {
    /// Caller name and input name, where they differ.
    pub renames: Vec<(String, String)>,
    /// Input name and JSON text of the values that the document fixes.
    pub constants: Vec<(String, String)>,
}

/// An MCP server.
#[derive(Debug, Clone, PartialEq)]
pub struct Mcp {
    /// Its name in the document.
    pub namespace: String,
    /// Its module.
    pub module: String,
    /// `host:port`.
    pub address: String,
    /// Whom it lets in over HTTP; over the standard streams, whoever started it.
    pub callers: Callers,
    /// What the model is told of it; may be empty.
    pub instructions: String,
    /// In document order.
    pub tools: Vec<Tool>,
}

/// A tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its title; may be empty.
    pub title: String,
    /// What the model is told of it.
    pub description: String,
    /// What it does to the world.
    pub hints: Hints,
    /// JSON Schema of its arguments: one type, no references.
    pub input_schema: serde_json::Value,
    /// Index of the function that answers.
    pub function: usize,
    /// How arguments become inputs.
    pub binding: Binding,
}

/// What a tool does to the world, as far as the document says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of MCP")]
pub struct Hints {
    pub read_only: Option<bool>,
    pub destructive: Option<bool>,
    pub idempotent: Option<bool>,
    pub open_world: Option<bool>,
}
