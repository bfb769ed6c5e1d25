//! What a capability exposes.

use super::{Callers, Selection, Skills, Type};
use crate::json::{Object, Value};

/// A server.
#[derive(Debug, Clone, PartialEq)]
pub enum Server {
    /// REST.
    Rest(Rest),
    /// The Model Context Protocol.
    Mcp(Mcp),
    /// Skills.
    Skill(Skills),
}

impl Server {
    /// Its module.
    pub fn module(&self) -> &str {
        match self {
            Self::Rest(rest) => &rest.module,
            Self::Mcp(mcp) => &mcp.module,
            Self::Skill(server) => &server.module,
        }
    }

    /// Who may call it.
    pub fn callers(&self) -> &Callers {
        match self {
            Self::Rest(rest) => &rest.callers,
            Self::Mcp(mcp) => &mcp.callers,
            Self::Skill(server) => &server.callers,
        }
    }

    /// Whether it calls functions: one of skills serves files.
    pub fn calls(&self) -> bool {
        match self {
            Self::Rest(_) | Self::Mcp(_) => true,
            Self::Skill(_) => false,
        }
    }

    /// Whether it answers nothing.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Rest(rest) => rest.routes.is_empty(),
            Self::Mcp(mcp) => mcp.tools.is_empty(),
            Self::Skill(server) => server.skills.is_empty(),
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
    /// What others are told of it.
    pub openapi: OpenApi,
}

/// An OpenAPI 3.1 document: a file of the crate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OpenApi {
    /// The file, within the package.
    pub path: String,
    /// Its members, in order.
    pub members: Object,
}

/// A route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its name in the document; may be empty.
    pub name: String,
    /// HTTP method.
    pub method: super::Method,
    /// As written.
    pub path: String,
    /// The path as a router takes it: a leading slash, `{x}` for variables.
    pub pattern: String,
    /// One line or paragraphs; may be empty.
    pub description: String,
    /// Index of the function that answers.
    pub function: usize,
    /// What callers give, each by the name that they know, wherever it stands.
    pub inputs: Vec<RouteInput>,
    /// Names that are read from the query.
    pub query: Vec<String>,
    /// Names that are read from headers.
    pub headers: Vec<String>,
    /// Names that are read from cookies.
    pub cookies: Vec<String>,
    /// What is read from the body.
    pub body: RouteBody,
    /// Names that must be given, where the function does without.
    pub required: Vec<String>,
    /// Names whose values are bound, with the JSON Schema that says to what.
    pub checks: Vec<(String, String)>,
    /// The media type of bytes that it answers, if the document says so of the route.
    pub media_type: Option<String>,
    /// How caller names become inputs.
    pub binding: Binding,
}

/// What callers give to a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteInput {
    /// What they call it.
    pub name: String,
    /// Its type.
    pub ty: Type,
    /// JSON Schema of its values, with their description and the value that it has unless one is given.
    pub schema: Object,
    /// Whether a request without it is refused.
    pub required: bool,
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
    /// JSON: the member of that name if it is an object that has one of the type, else the whole.
    MemberOrWhole {
        /// What the caller calls it.
        name: String,
        /// Its type.
        ty: Type,
    },
    /// JSON, in parts.
    Parts {
        /// Members of the object; what the caller calls them.
        fields: Vec<String>,
        /// Parts by a path of the document, and what they are called.
        paths: Vec<(String, Selection)>,
    },
}

/// How the names of a caller become the inputs of a function.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Binding {
    /// Caller name and input name, where they differ.
    pub renames: Vec<(String, String)>,
    /// Input name and JSON text of the values that the document fixes.
    pub constants: Vec<(String, String)>,
    /// Input name and JSON text of the value that it has unless the caller gives one.
    pub defaults: Vec<(String, String)>,
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
    /// Where it stands among the servers of the document: one that asks for standard streams is served first.
    pub position: usize,
    /// What the model is told of it; may be empty.
    pub instructions: String,
    /// In document order.
    pub tools: Vec<Tool>,
}

/// A tool.
#[derive(Debug, Clone, PartialEq)]
pub struct Tool {
    /// Its name, as every client takes it.
    pub name: String,
    /// Its name in the document.
    pub written: String,
    /// Its title; may be empty.
    pub title: String,
    /// What the model is told of it.
    pub description: String,
    /// What it does to the world.
    pub hints: Hints,
    /// JSON Schema of its arguments: one type, no references.
    pub input_schema: Value,
    /// JSON Schema of what it answers, if the document says so: an object.
    pub output_schema: Option<Value>,
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
