//! Naftiko and Ikanos capability documents, 1.0.0-alpha1 to 1.0.0-beta5.
//!
//! These types are the grammar: what a document can say, as written, with the dialects made one: lists with `name` and mappings
//! by name, `label` and `display`, `functions` and `flows`, `targetName` and `target`, `location` and `from`.

mod authentication;
mod body;
mod consumes;
mod control;
mod document;
mod exposes;
mod import;
mod info;
mod input;
mod keywords;
mod mcp;
mod output;
mod reasons;
mod skill;
mod standalone;
#[cfg(test)]
mod tests;
mod vanishing;
mod word;
mod work;

pub use super::collection::{Entries, Entry, List, Loose, Map, Named, Unread};
pub use super::data::Data;
pub use super::idle::Idle;
pub use super::spanned::Spanned;
pub use authentication::{ApiKey, Authentication, Aws, Login, OAuth1, OAuth2, Placement, Scheme, Usual};
pub use body::{Body, BodyBlock, BodyType};
pub use consumes::{
    Consume, ConsumedInput, ConsumedOperation, ConsumedOutput, ConsumedResource, RawFormat, Upstream, UpstreamType,
};
pub use control::{
    ControlServer, Exporters, LocalEndpoint, LogSettings, Logs, Management, Metrics, Observability, Otlp, Propagation,
    Scripting, Traces,
};
pub use document::{Capability, Document, document};
pub use exposes::{Expose, Forward, RestOperation, RestResource, RestServer};
pub use import::{Aggregate, Aggregates, Aggregation, Bind, Binding, Import, LooseImport};
pub use info::Info;
pub use input::{ExposedInput, Location};
pub use keywords::Keywords;
pub use mcp::{Hints, McpResource, McpServer, Prompt, PromptArgument, PromptMessage, Role, Tool, Transport};
pub use output::{MediaType, OneOf, Output, Response, ResponseBinary};
pub use skill::{Skill, SkillServer, SkillTool, ToolSource};
pub use word::{Method, ValueType};
pub use work::{CallStep, Flow, LookupStep, Mapping, ScriptStep, Semantics, Step, Work};
