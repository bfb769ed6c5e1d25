//! Skill servers.

use std::path::{Component, Path};

use crate::diagnostic::Code;
use crate::diagnostic::phrases::Unique;
use crate::model::{Skill, SkillSource, SkillTool, Skills};
use crate::read::naftiko::{self as doc, Entry, Named, SkillServer, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::link::Links;
use crate::resolve::naftiko::link::tools::Action;
use crate::resolve::naftiko::serve::address::ListenAddress;
use crate::resolve::naftiko::serve::serving::Serving;
use crate::resolve::naftiko::terms::text;
use crate::resolve::settings::binds;

/// The server of a document, resolved.
pub(crate) fn skills(serving: &mut Serving<'_, '_>, document: &SkillServer) -> Skills {
    let namespace = &document.namespace;
    let address = ListenAddress::of(namespace, document.address.as_ref(), document.port.as_ref(), 7070);
    let address = serving.listen(address);
    let entries = unique(serving.context, &document.skills, "skills");
    Skills {
        callers: serving.callers(namespace, document.authentication.as_ref()),
        namespace: namespace.value.clone(),
        module: serving.modules.snake("skill"),
        address,
        description: document.description.clone().unwrap_or_default(),
        skills: entries.into_iter().map(|entry| skill(serving.context, serving.links, entry)).collect(),
    }
}

fn skill(context: &mut Context<'_>, links: &Links, entry: &Entry<Spanned<String>, doc::Skill>) -> Skill {
    let word = |word: &Option<Spanned<String>>| word.as_ref().map(|word| word.value.clone());
    let flag = |flag: &Option<Spanned<bool>>| flag.as_ref().map(|flag| flag.value);
    let metadata = entry.metadata.iter().map(|(name, value)| (name.value.clone(), value.value.clone()));
    let tools = unique(context, &entry.tools, "tools of the skill");
    if is_blank(entry.description.as_deref()) {
        undescribed(context, &entry.name, "skill");
    }
    Skill {
        name: entry.name.value.clone(),
        description: text(&entry.description, &entry.label),
        license: entry.license.clone(),
        compatibility: entry.compatibility.clone(),
        argument_hint: word(&entry.argument_hint),
        allowed_tools: word(&entry.allowed_tools),
        user_invocable: flag(&entry.user_invocable),
        disable_model_invocation: flag(&entry.disable_model_invocation),
        metadata: metadata.collect(),
        location: entry.location.as_ref().and_then(|location| folder(context, location)),
        tools: tools.into_iter().filter_map(|tool| self::tool(context, links, entry, tool)).collect(),
    }
}

/// Those of `entries` whose names no earlier one has; the others are reported.
fn unique<'e, T>(context: &mut Context<'_>, entries: &'e Named<T>, kind: &str) -> Vec<&'e Entry<Spanned<String>, T>> {
    let mut names =
        Unique::new(Code::DUPLICATE_NAME, "rename one of them", |name| format!("two {kind} are called `{name}`"));
    entries.iter().filter(|entry| names.take(&entry.name.value, &entry.name.place, context.sink)).collect()
}

/// The folder that a location names: one with a name of its own, as all that it holds is served. The root of a file system
/// and the working directory, which may hold secrets, are none.
fn folder(context: &mut Context<'_>, location: &Spanned<String>) -> Option<String> {
    let is_named = |path: &String| matches!(Path::new(path).components().next_back(), Some(Component::Normal(_)));
    let path = binds::path(location).filter(is_named);
    if path.is_none() {
        let message = "`location` names no folder: the files of skills are read from folders only";
        let help = "write `location: file:///./skills/name`, relative to the working directory, or `file:///` and an absolute path";
        context.sink.report(Code::UNKNOWN_VALUE, &location.place, message).help(help);
    }
    path
}

/// A tool of a skill; none if there is a problem, which is reported.
fn tool(
    context: &mut Context<'_>,
    links: &Links,
    skill: &doc::Skill,
    tool: &Entry<Spanned<String>, doc::SkillTool>,
) -> Option<SkillTool> {
    let (description, source) = match (&tool.from, &tool.instruction) {
        (Some(from), instruction) => {
            if let Some(instruction) = instruction {
                let message =
                    "the reference engine refuses a tool with both `from` and `instruction`; Capwright takes `from`";
                let report = context.sink.report(Code::ENGINE_DIFFERS, &instruction.place, message);
                report.help("remove one of them");
            }
            derived(links.action(from)?)
        }
        (None, Some(file)) => {
            check_instruction(context, skill, file);
            (String::new(), SkillSource::Instruction(file.value.clone()))
        }
        (None, None) => derived(links.namesake(&tool.name)?),
    };
    let description = tool.description.clone().unwrap_or(description);
    if is_blank(Some(&description)) {
        undescribed(context, &tool.name, "tool of a skill");
    }
    Some(SkillTool { name: tool.name.value.clone(), description, source })
}

fn is_blank(text: Option<&str>) -> bool {
    text.is_none_or(|text| text.trim().is_empty())
}

/// Warns of what clients can't choose, as they go by descriptions.
fn undescribed(context: &mut Context<'_>, name: &Spanned<String>, kind: &str) {
    let message = format!("{kind} `{}` has no `description`: models can't tell when to use it", name.value);
    let report = context.sink.report(Code::UNDESCRIBED_SKILL, &name.place, message);
    report.help("add `description: …`, what it does and when to use it");
}

fn derived(from: &Action) -> (String, SkillSource) {
    let (namespace, action) = (from.namespace.clone(), from.shown.clone());
    (from.description.clone(), SkillSource::Derived { namespace, action, mode: from.mode })
}

/// The file is one of the folder.
fn check_instruction(context: &mut Context<'_>, skill: &doc::Skill, file: &Spanned<String>) {
    if skill.location.is_none() {
        let message = "`instruction` names a file of the skill's folder, and the skill has no `location`";
        let help = "add `location: file:///./skills/name` to the skill";
        context.sink.report(Code::MISSING_KEY, &file.place, message).help(help);
    }
}
