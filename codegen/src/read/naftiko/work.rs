//! What an exposed unit does: call, orchestrate, refer, or answer by itself.

use serde::Deserialize;

use super::input::ExposedInput;
use super::output::Output;
use super::reasons::{ForCatalogues, JsonAnswers, NotKept, Undocumented};
use super::{Data, Idle, List, Loose, Map, Named, Spanned};

/// What a unit does, whatever kind of unit it is.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// `namespace.operation`
    pub call: Option<&'a Spanned<String>>,
    /// What the call is given.
    pub with: &'a Map<Spanned<Data>>,
    /// Several calls.
    pub steps: &'a Named<Step>,
    /// From steps to outputs.
    pub mappings: &'a List<Mapping>,
    /// `aggregate.flow`; a flow has none.
    pub reference: Option<&'a Spanned<String>>,
    /// What it answers.
    pub outputs: &'a Loose<Output>,
}

/// Implements `work()` for a unit with the usual fields.
macro_rules! work {
    ($($unit:ty),*) => {$(
        impl $unit {
            /// What it does.
            pub fn work(&self) -> $crate::read::naftiko::Work<'_> {
                $crate::read::naftiko::Work {
                    call: self.call.as_ref(),
                    with: &self.with,
                    steps: &self.steps,
                    mappings: &self.mappings,
                    reference: self.r#ref.as_ref(),
                    outputs: &self.output_parameters,
                }
            }
        }
    )*};
}
pub(super) use work;

/// A reusable flow of an aggregate.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Flow {
    /// Title.
    #[serde(alias = "display")]
    pub label: Option<String>,
    /// What it does.
    pub description: Option<String>,
    /// What callers may expect of it.
    pub semantics: Option<Semantics>,
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
    /// Another flow, which the language does not allow; kept for the report.
    pub r#ref: Option<Spanned<String>>,
    /// What it answers.
    #[serde(default)]
    pub output_parameters: Loose<Output>,
    /// Documentation.
    #[serde(default)]
    _tags: Idle<ForCatalogues>,
    /// Documentation.
    #[serde(default)]
    _output_media_type: Idle<JsonAnswers>,
}

work!(Flow);

/// What callers may expect of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Semantics {
    /// It changes nothing.
    pub safe: Option<bool>,
    /// Twice is once.
    pub idempotent: Option<bool>,
    /// Its answer may be kept.
    #[serde(default, rename = "cacheable")]
    _cacheable: Idle<NotKept>,
}

/// One step of an orchestration.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename = "$type", rename_all = "camelCase")]
pub enum Step {
    /// Calls a consumed operation.
    Call(CallStep),
    /// Picks from an earlier step's answer.
    Lookup(LookupStep),
    /// Runs a script.
    Script(ScriptStep),
}

/// Calls a consumed operation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CallStep {
    /// `namespace.operation`
    pub call: Spanned<String>,
    /// What the call is given.
    #[serde(default)]
    pub with: Map<Spanned<Data>>,
    /// What it is for.
    #[serde(default)]
    _description: Idle<Undocumented>,
}

/// Picks from an earlier step's answer.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LookupStep {
    /// The earlier step.
    pub index: Spanned<String>,
    /// The field to compare.
    pub r#match: Spanned<String>,
    /// What to compare it with: a path or a template.
    pub lookup_value: Spanned<Data>,
    /// The fields to keep.
    #[serde(default)]
    pub output_parameters: List<Spanned<String>>,
    /// What it is for.
    #[serde(default)]
    _description: Idle<Undocumented>,
}

/// Runs a script.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ScriptStep {
    /// The file.
    pub file: Spanned<String>,
    /// `javascript`, `python` or `groovy`.
    pub language: Option<Spanned<String>>,
    /// The folder of the file.
    pub location: Option<Spanned<String>>,
    /// Files to load before.
    #[serde(default)]
    pub dependencies: List<Spanned<String>>,
    /// What the script is given.
    #[serde(default)]
    pub with: Map<Spanned<Data>>,
    /// What it is for.
    #[serde(default)]
    _description: Idle<Undocumented>,
}

/// From a step to an output.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mapping {
    /// The output; dots go into objects.
    #[serde(alias = "targetName")]
    pub target: Spanned<String>,
    /// `$.<step>.<field>…`
    pub value: Spanned<String>,
}
