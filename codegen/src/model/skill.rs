//! Skills that a capability offers.

use super::Callers;

/// A server of skills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skills {
    /// Its name in the document.
    pub namespace: String,
    /// Its module.
    pub module: String,
    /// `host:port`.
    pub address: String,
    /// Whom it lets in.
    pub callers: Callers,
    /// What it is; may be empty.
    pub description: String,
    /// In document order.
    pub skills: Vec<Skill>,
}

/// A skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skill {
    /// Its name.
    pub name: String,
    /// What it does and when to use it; may be empty.
    pub description: String,
    /// The licence of its files.
    pub license: Option<String>,
    /// What it needs.
    pub compatibility: Option<String>,
    /// What people who invoke it are to give.
    pub argument_hint: Option<String>,
    /// The tools that it may use.
    pub allowed_tools: Option<String>,
    /// Whether people can invoke it, if the document says so.
    pub user_invocable: Option<bool>,
    /// Whether models can't invoke it, if the document says so.
    pub disable_model_invocation: Option<bool>,
    /// Whatever else there is to say, by name.
    pub metadata: Vec<(String, String)>,
    /// The folder of its files, relative to the working directory unless it is absolute.
    pub location: Option<String>,
    /// In document order.
    pub tools: Vec<SkillTool>,
}

/// A tool of a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkillTool {
    /// Its name.
    pub name: String,
    /// What it does; may be empty.
    pub description: String,
    /// What it is.
    pub source: SkillSource,
}

/// What a tool of a skill is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SkillSource {
    /// An operation or tool of a server of the document.
    Derived {
        /// The server.
        namespace: String,
        /// Its operation or tool.
        action: String,
        /// How that server is called.
        mode: Mode,
    },
    /// A file of the skill's folder that tells what to do.
    Instruction(String),
}

/// How a server is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// As REST API.
    Rest,
    /// By the Model Context Protocol.
    Mcp,
}
