//! What is said of skills, as constants of a generated crate and as JSON.

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

/// A skill.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Skill {
    pub(super) name: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    compatibility: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    argument_hint: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    allowed_tools: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_invocable: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    disable_model_invocation: Option<bool>,
    #[serde(skip_serializing_if = "<[_]>::is_empty", serialize_with = "as_map")]
    metadata: &'static [(&'static str, &'static str)],
    #[serde(skip)]
    pub(super) location: Option<&'static str>,
    tools: &'static [Tool],
}

/// A tool of a skill.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    name: &'static str,
    description: &'static str,
    way: Way,
}

/// What a tool is.
#[derive(Debug, Clone, Copy)]
enum Way {
    /// An operation of a server.
    Derived { namespace: &'static str, action: &'static str, mode: Mode },
    /// A file of the skill's folder that tells what to do.
    Instruction(&'static str),
}

/// How the server of a tool is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Mode {
    /// As REST API.
    Rest,
    /// By the Model Context Protocol.
    Mcp,
}

impl Skill {
    /// A skill without tools and files.
    pub const fn new(name: &'static str, description: &'static str) -> Self {
        Self {
            name,
            description,
            license: None,
            compatibility: None,
            argument_hint: None,
            allowed_tools: None,
            user_invocable: None,
            disable_model_invocation: None,
            metadata: &[],
            location: None,
            tools: &[],
        }
    }

    /// The licence of its files.
    pub const fn license(self, license: &'static str) -> Self {
        Self { license: Some(license), ..self }
    }

    /// What it needs.
    pub const fn compatibility(self, compatibility: &'static str) -> Self {
        Self { compatibility: Some(compatibility), ..self }
    }

    /// What people who invoke it are to give.
    pub const fn argument_hint(self, hint: &'static str) -> Self {
        Self { argument_hint: Some(hint), ..self }
    }

    /// The tools that it may use.
    pub const fn allowed_tools(self, tools: &'static str) -> Self {
        Self { allowed_tools: Some(tools), ..self }
    }

    /// Whether people can invoke it.
    pub const fn user_invocable(self, is_invocable: bool) -> Self {
        Self { user_invocable: Some(is_invocable), ..self }
    }

    /// Whether models can't invoke it.
    pub const fn disable_model_invocation(self, is_disabled: bool) -> Self {
        Self { disable_model_invocation: Some(is_disabled), ..self }
    }

    /// Whatever else there is to say, by name.
    pub const fn metadata(self, metadata: &'static [(&'static str, &'static str)]) -> Self {
        Self { metadata, ..self }
    }

    /// The folder of its files; relative to the working directory unless absolute.
    pub const fn location(self, folder: &'static str) -> Self {
        Self { location: Some(folder), ..self }
    }

    /// Its tools.
    pub const fn tools(self, tools: &'static [Tool]) -> Self {
        Self { tools, ..self }
    }
}

impl Tool {
    /// One that is the operation or tool `action` of the server `namespace`.
    pub const fn derived(
        name: &'static str,
        description: &'static str,
        mode: Mode,
        namespace: &'static str,
        action: &'static str,
    ) -> Self {
        Self { name, description, way: Way::Derived { namespace, action, mode } }
    }

    /// One that is told in `file` of the skill's folder.
    pub const fn instruction(name: &'static str, description: &'static str, file: &'static str) -> Self {
        Self { name, description, way: Way::Instruction(file) }
    }
}

/// All skills, for an overview.
#[derive(Serialize)]
pub(super) struct Catalogue {
    count: usize,
    skills: Vec<Summary>,
}

#[derive(Serialize)]
struct Summary {
    name: &'static str,
    description: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    license: Option<&'static str>,
    tools: Vec<&'static str>,
}

impl Catalogue {
    pub(super) fn of(skills: &[Skill]) -> Self {
        let summary = |skill: &Skill| Summary {
            name: skill.name,
            description: skill.description,
            license: skill.license,
            tools: skill.tools.iter().map(|tool| tool.name).collect(),
        };
        Self { count: skills.len(), skills: skills.iter().map(summary).collect() }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InvocationRef {
    target_namespace: &'static str,
    action: &'static str,
    mode: Mode,
}

impl Serialize for Tool {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut tool = serializer.serialize_struct("Tool", 4)?;
        tool.serialize_field("name", self.name)?;
        tool.serialize_field("description", self.description)?;
        match self.way {
            Way::Derived { namespace, action, mode } => {
                tool.serialize_field("type", "derived")?;
                let reference = InvocationRef { target_namespace: namespace, action, mode };
                tool.serialize_field("invocationRef", &reference)?;
            }
            Way::Instruction(file) => {
                tool.serialize_field("type", "instruction")?;
                tool.serialize_field("instruction", file)?;
            }
        }
        tool.end()
    }
}

fn as_map<S: Serializer>(pairs: &[(&str, &str)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(pairs.iter().copied())
}
