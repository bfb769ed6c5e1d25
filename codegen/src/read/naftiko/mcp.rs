//! MCP servers.

use serde::Deserialize;

use super::authentication::Authentication;
use super::input::ExposedInput;
use super::output::Output;
use super::reasons::{AsGenerated, ForCatalogues};
use super::work::{Mapping, Step, work};
use super::{Data, Idle, List, Loose, Map, Named, Spanned, Unread};
use crate::read::guard::guard;

/// An MCP server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct McpServer {
    /// Its name, and the prefix of references in `with`.
    pub namespace: Spanned<String>,
    /// What it is called where it is imported from, if that is something else: references say so.
    #[serde(skip)]
    pub former: Option<String>,
    /// How it talks; HTTP if absent.
    pub transport: Option<Spanned<Transport>>,
    /// TCP port, for HTTP.
    pub port: Option<Spanned<u16>>,
    /// Host or address to listen on; `localhost` if absent.
    pub address: Option<Spanned<String>>,
    /// How callers authenticate.
    #[serde(default, alias = "auth", deserialize_with = "guard")]
    pub authentication: Option<Spanned<Authentication>>,
    /// Instructions for the model.
    pub description: Option<String>,
    /// Its tools; one that refers to a flow may have its name from there.
    #[serde(default)]
    pub tools: Loose<Tool>,
    /// Its resources.
    #[serde(default)]
    pub resources: Named<McpResource>,
    /// Its prompts.
    #[serde(default)]
    pub prompts: Named<Prompt>,
    /// Upper limit of binary answers.
    pub max_binary_size: Option<Spanned<String>>,
    /// How long lists may be kept, in milliseconds.
    #[serde(default)]
    _ttl_ms: Idle<AsGenerated>,
    /// Who may keep them.
    #[serde(default)]
    _cache_scope: Idle<AsGenerated>,
}

impl McpServer {
    /// Whether it talks over standard streams.
    pub fn is_piped(&self) -> bool {
        self.transport.as_ref().is_some_and(|transport| transport.value == Transport::Stdio)
    }
}

/// How an MCP server talks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Transport {
    /// Streamable HTTP.
    Http,
    /// Standard input and output.
    Stdio,
}

/// A tool.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tool {
    /// Title.
    #[serde(alias = "display")]
    pub label: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// What it takes; required unless it says otherwise.
    #[serde(default)]
    pub input_parameters: Named<ExposedInput>,
    /// How it behaves.
    pub hints: Option<Spanned<Hints>>,
    /// `namespace.operation`
    pub call: Option<Spanned<String>>,
    /// What the call is given.
    #[serde(default)]
    pub with: Map<Spanned<Data>>,
    /// Several calls.
    #[serde(default)]
    pub steps: Named<Step>,
    /// From steps to outputs.
    #[serde(default)]
    pub mappings: List<Mapping>,
    /// `aggregate.flow`
    pub r#ref: Option<Spanned<String>>,
    /// What it answers.
    #[serde(default)]
    pub output_parameters: Loose<Output>,
    /// Documentation.
    #[serde(default)]
    _tags: Idle<ForCatalogues>,
}

/// How a tool behaves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Hints {
    /// It changes nothing.
    pub read_only: Option<bool>,
    /// It may destroy something.
    pub destructive: Option<bool>,
    /// Twice is once.
    pub idempotent: Option<bool>,
    /// It reaches beyond the upstream.
    pub open_world: Option<bool>,
}

/// A resource.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct McpResource {
    /// Title.
    #[serde(alias = "display")]
    pub label: Option<String>,
    /// Its URI, which may hold `{x}` variables.
    pub uri: Spanned<String>,
    /// What it is.
    pub description: Option<String>,
    /// Its media type.
    pub mime_type: Option<Spanned<String>>,
    /// A folder of files.
    pub location: Option<Spanned<String>>,
    /// What it takes.
    #[serde(default)]
    pub input_parameters: Named<ExposedInput>,
    /// `namespace.operation`
    pub call: Option<Spanned<String>>,
    /// What the call is given.
    #[serde(default)]
    pub with: Map<Spanned<Data>>,
    /// Several calls.
    #[serde(default)]
    pub steps: Named<Step>,
    /// From steps to outputs.
    #[serde(default)]
    pub mappings: List<Mapping>,
    /// `aggregate.flow`
    pub r#ref: Option<Spanned<String>>,
    /// What it answers.
    #[serde(default)]
    pub output_parameters: Loose<Output>,
    /// Whether it is bytes; its media type says so too.
    #[serde(default)]
    _binary: Unread,
    /// Documentation.
    #[serde(default)]
    _tags: Unread,
}

work!(Tool, McpResource);

/// A prompt.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Prompt {
    /// Title.
    #[serde(alias = "display")]
    pub label: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What it takes.
    #[serde(default)]
    pub arguments: Named<PromptArgument>,
    /// Its messages.
    #[serde(default)]
    pub template: List<PromptMessage>,
    /// A file with its messages.
    pub location: Option<Spanned<String>>,
    /// Documentation.
    #[serde(default)]
    _tags: Unread,
}

/// An argument of a prompt.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PromptArgument {
    /// Title.
    #[serde(alias = "display")]
    pub label: Option<String>,
    /// What it means.
    pub description: Option<String>,
    /// Whether it must be given; it must if absent.
    pub required: Option<Spanned<bool>>,
}

/// A message of a prompt.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PromptMessage {
    /// Who says it.
    pub role: Spanned<Role>,
    /// The text, with `{{argument}}` templates.
    pub content: Spanned<String>,
}

/// Who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// The user.
    User,
    /// The model.
    Assistant,
}
