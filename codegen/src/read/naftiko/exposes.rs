//! `exposes`: the servers. Here what they share, and REST.

use std::mem::replace;

use serde::Deserialize;

use super::authentication::Authentication;
use super::control::ControlServer;
use super::import::Import;
use super::input::ExposedInput;
use super::mcp::McpServer;
use super::output::{Output, Response, ResponseBinary};
use super::reasons::{ForCatalogues, ForTools, Undocumented};
use super::skill::SkillServer;
use super::work::{Mapping, Step, work};
use super::{Data, Idle, List, Loose, Map, Method, Named, Spanned};
use crate::read::guard::guard;

/// One entry of `exposes`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "WrittenExpose")]
pub enum Expose {
    /// HTTP routes.
    Rest(Box<RestServer>),
    /// Tools, resources and prompts.
    Mcp(Box<McpServer>),
    /// A catalogue of skills.
    Skill(Box<SkillServer>),
    /// The management plane.
    Control(Box<ControlServer>),
    /// One that stands in another file.
    Import(Box<Import>),
}

impl Expose {
    /// Its name; an import has none of its own, and a control server needs none.
    pub fn namespace(&self) -> Option<&Spanned<String>> {
        match self {
            Self::Rest(server) => Some(&server.namespace),
            Self::Mcp(server) => Some(&server.namespace),
            Self::Skill(server) => Some(&server.namespace),
            Self::Control(_) | Self::Import(_) => None,
        }
    }

    /// Gives it another name. References of its units may go on with the former one.
    pub fn rename(&mut self, name: Spanned<String>) {
        match self {
            Self::Rest(server) => server.former = Some(replace(&mut server.namespace, name).value),
            Self::Mcp(server) => server.former = Some(replace(&mut server.namespace, name).value),
            Self::Skill(server) => server.namespace = name,
            Self::Control(_) | Self::Import(_) => {}
        }
    }

    /// How callers authenticate, as far as it has effect.
    pub fn authentication(&self) -> Option<&Spanned<Authentication>> {
        match self {
            Self::Rest(server) => server.authentication.as_ref(),
            Self::Mcp(server) => server.authentication.as_ref(),
            Self::Skill(server) => server.authentication.as_ref(),
            Self::Control(_) | Self::Import(_) => None,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename = "$has")]
enum WrittenExpose {
    #[serde(rename = "type|port")]
    Server(WrittenServer),
    #[serde(rename = "import|from")]
    Import(Box<Import>),
}

#[derive(Deserialize)]
#[serde(rename = "$type", rename_all = "camelCase")]
enum WrittenServer {
    Rest(Box<RestServer>),
    Mcp(Box<McpServer>),
    Skill(Box<SkillServer>),
    Control(Box<ControlServer>),
}

impl From<WrittenExpose> for Expose {
    fn from(written: WrittenExpose) -> Self {
        match written {
            WrittenExpose::Server(WrittenServer::Rest(server)) => Self::Rest(server),
            WrittenExpose::Server(WrittenServer::Mcp(server)) => Self::Mcp(server),
            WrittenExpose::Server(WrittenServer::Skill(server)) => Self::Skill(server),
            WrittenExpose::Server(WrittenServer::Control(server)) => Self::Control(server),
            WrittenExpose::Import(import) => Self::Import(import),
        }
    }
}

/// A REST server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestServer {
    /// Its name, and the prefix of references in `with`.
    pub namespace: Spanned<String>,
    /// What it is called where it is imported from, if that is something else: references say so.
    #[serde(skip)]
    pub former: Option<String>,
    /// TCP port.
    pub port: Option<Spanned<u16>>,
    /// Host or address to listen on; `localhost` if absent.
    pub address: Option<Spanned<String>>,
    /// How callers authenticate.
    #[serde(default, alias = "auth", deserialize_with = "guard")]
    pub authentication: Option<Spanned<Authentication>>,
    /// What it is.
    #[serde(default)]
    _description: Idle<Undocumented>,
    /// Inputs of every operation.
    #[serde(default)]
    pub input_parameters: Named<ExposedInput>,
    /// Paths and their operations.
    #[serde(default)]
    pub resources: Loose<RestResource>,
    /// Upper limit of binary answers.
    pub max_binary_size: Option<Spanned<String>>,
}

/// A path of a REST server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestResource {
    /// The path, with `{x}` or `{{x}}` variables.
    pub path: Spanned<String>,
    /// Title.
    #[serde(default, alias = "display")]
    _label: Idle<Undocumented>,
    /// What it is.
    #[serde(default)]
    _description: Idle<Undocumented>,
    /// Inputs of every operation below.
    #[serde(default)]
    pub input_parameters: Named<ExposedInput>,
    /// What can be done with it.
    #[serde(default)]
    pub operations: Loose<RestOperation>,
    /// Passes requests that no operation answers on to an upstream.
    pub forward: Option<Spanned<Forward>>,
    /// Documentation.
    #[serde(default)]
    _tags: Idle<ForCatalogues>,
}

/// Passes requests on.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Forward {
    /// The upstream.
    pub target_namespace: Spanned<String>,
    /// Headers that may pass.
    #[serde(default)]
    pub trusted_headers: List<Spanned<String>>,
}

/// A REST operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RestOperation {
    /// HTTP method.
    pub method: Spanned<Method>,
    /// A path of its own, which a few documents have.
    pub path: Option<Spanned<String>>,
    /// Title.
    #[serde(alias = "display")]
    pub label: Option<String>,
    /// What it does.
    pub description: Option<String>,
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
    /// Documented answers by status.
    pub responses: Option<Spanned<Map<Response>>>,
    /// A binary answer.
    pub response_binary: Option<Spanned<ResponseBinary>>,
    /// Documentation.
    #[serde(default)]
    _tags: Idle<ForCatalogues>,
    /// Hints are for tools; some documents repeat them here.
    #[serde(default)]
    _hints: Idle<ForTools>,
}

work!(RestOperation);
