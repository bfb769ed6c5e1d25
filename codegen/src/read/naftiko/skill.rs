//! Skill servers.

use serde::Deserialize;

use super::authentication::Authentication;
use super::reasons::OfTheServer;
use super::{Idle, Map, Named, Spanned};
use crate::read::guard::guard;

/// A catalogue of skills.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillServer {
    /// Its name.
    pub namespace: Spanned<String>,
    /// TCP port.
    pub port: Option<Spanned<u16>>,
    /// Host or address to listen on; `localhost` if absent.
    pub address: Option<Spanned<String>>,
    /// How callers authenticate.
    #[serde(default, alias = "auth", deserialize_with = "guard")]
    pub authentication: Option<Spanned<Authentication>>,
    /// What it is.
    pub description: Option<String>,
    /// Its skills.
    #[serde(default)]
    pub skills: Named<Skill>,
}

/// A skill, with the front matter of the Agent Skills format.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Skill {
    /// What it does and when to use it.
    pub description: Option<String>,
    /// Title.
    #[serde(alias = "display")]
    pub label: Option<String>,
    /// Licence.
    pub license: Option<String>,
    /// Requirements.
    pub compatibility: Option<String>,
    /// Whatever else there is to say.
    #[serde(default)]
    pub metadata: Map<Spanned<String>>,
    /// Tools it may use.
    pub allowed_tools: Option<Spanned<String>>,
    /// What to give it.
    pub argument_hint: Option<Spanned<String>>,
    /// Whether people can invoke it; they can if absent.
    pub user_invocable: Option<Spanned<bool>>,
    /// Whether models can't.
    pub disable_model_invocation: Option<Spanned<bool>>,
    /// The folder of its files.
    pub location: Option<Spanned<String>>,
    /// Its tools.
    #[serde(default)]
    pub tools: Named<SkillTool>,
    /// Some documents describe a skill as if it were a tool.
    #[serde(default, rename = "call")]
    _call: Idle<OfTheServer>,
    /// Likewise.
    #[serde(default, rename = "hints")]
    _hints: Idle<OfTheServer>,
    /// Likewise.
    #[serde(default, rename = "inputParameters")]
    _input_parameters: Idle<OfTheServer>,
    /// Likewise.
    #[serde(default, rename = "outputParameters")]
    _output_parameters: Idle<OfTheServer>,
}

/// A tool of a skill.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SkillTool {
    /// What it does.
    pub description: Option<String>,
    /// A tool of another server.
    pub from: Option<Spanned<ToolSource>>,
    /// A file that says how.
    pub instruction: Option<Spanned<String>>,
    /// Some documents call an operation here.
    #[serde(default)]
    _call: Idle<OfTheServer>,
    /// Likewise.
    #[serde(default)]
    _hints: Idle<OfTheServer>,
}

/// A tool of another server.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ToolSource {
    /// The server.
    pub source_namespace: Spanned<String>,
    /// Its operation or tool.
    pub action: Spanned<String>,
}
