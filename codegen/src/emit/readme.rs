//! `README.md` of a generated crate: how to run it, what it needs, what it offers.

use super::file::File;
use super::markdown::{cell, code, table};
use super::servers::emitted;
use super::{docs, types, work};
use crate::model::taxii::Taxii;
use crate::model::{Capability, Model, Setting, SettingKind, Work};

pub(super) fn file(model: &Model, capability: &Capability) -> File {
    let mut sections = vec![
        format!("# {}", docs::summary(&model.title)),
        docs::foreign(&model.description),
        format!("Generated from {}.", docs::code(&format!("specs/{}", model.spec))),
        run(model, capability),
        settings(&model.settings),
        operations(capability),
        orchestrations(capability),
    ];
    sections.extend(capability.servers.iter().map(|server| emitted(server).about()));
    File::Markdown { path: "README.md".to_owned(), text: docs::paragraphs(sections) + "\n" }
}

/// `README.md` of a TAXII crate.
pub(super) fn taxii(model: &Model, taxii: &Taxii) -> File {
    let package = &model.package;
    let rows = taxii.operations.iter().map(|endpoint| {
        let request = format!("GET {}{}", taxii.base_path, taxii.path(endpoint.operation));
        format!("| {} | {} | {} |", code(endpoint.operation.as_str()), code(&request), cell(&endpoint.summary))
    });
    let sections = [
        format!("# {}", docs::summary(&model.title)),
        docs::foreign(&model.description),
        format!("Generated from {}.", docs::code(&format!("specs/{}", model.spec))),
        format!(
            "```sh\ncargo run -p {package} -- serve --mock\n```\n\nThe server asks its callers for `TAXII_USERNAME` and `TAXII_PASSWORD`; with `--mock` it prints a pair of its own. `serve --data FILE` serves a JSON file. The client needs the settings below."
        ),
        settings(&model.settings),
        table("## Operations", "| operation | request | |\n|---|---|---|", rows.collect()),
    ];
    File::Markdown { path: "README.md".to_owned(), text: docs::paragraphs(sections) + "\n" }
}

fn run(model: &Model, capability: &Capability) -> String {
    let call = capability
        .commands()
        .into_iter()
        .find(|(command, target)| is_word(command) && types::has_default(&capability.operation(*target).inputs));
    let mut commands = Vec::new();
    let mock = if capability.upstreams.is_empty() { "" } else { " --mock" };
    if !capability.servers.is_empty() {
        commands.push(format!("cargo run -p {} -- serve{mock}", model.package));
    }
    if let Some((command, _)) = call {
        commands.push(format!("cargo run -p {} -- call {command} --mock", model.package));
    }
    if commands.is_empty() {
        commands.push(format!("cargo run -p {} -- --help", model.package));
    }
    let files =
        if model.settings.iter().any(|setting| setting.file.is_some()) { " or the files named there" } else { "" };
    let sources = match (mock, model.settings.as_slice()) {
        ("", []) => String::new(),
        ("", _) => format!("The settings below are read from the environment{files}."),
        _ => format!("Without `--mock` the settings below are read from the environment{files}."),
    };
    docs::paragraphs([format!("```sh\n{}\n```", commands.join("\n")), sources])
}

/// Whether a shell takes it as it is.
fn is_word(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
}

/// The table of settings, the same in every kind of crate.
pub(super) fn settings(settings: &[Setting]) -> String {
    let rows = settings.iter().map(|setting| {
        let kind = match &setting.kind {
            SettingKind::Required { unless: None } => "required".to_owned(),
            SettingKind::Required { unless: Some(other) } => format!("required unless {} is given", code(other)),
            SettingKind::Secret => "required, secret".to_owned(),
            SettingKind::Credential => "required to serve, secret".to_owned(),
            SettingKind::Optional => "optional".to_owned(),
        };
        let file = setting.file.as_ref();
        let file = file.map(|file| format!("; else {} in {}", code(&file.key), code(&file.path))).unwrap_or_default();
        format!("| {} | {kind}{file} | {} |", code(&setting.env), cell(&setting.purpose))
    });
    table("## Settings", "| variable | | what for |\n|---|---|---|", rows.collect())
}

fn operations(capability: &Capability) -> String {
    let rows = capability.upstreams.iter().flat_map(|upstream| {
        upstream.operations.iter().map(|operation| {
            let call = format!("{} {}", operation.method.as_str(), operation.path.text);
            format!("| {} | {} | {} |", code(&operation.name), code(&call), cell(&operation.description))
        })
    });
    table("## Operations", "| operation | request | |\n|---|---|---|", rows.collect())
}

/// The functions that take several steps.
fn orchestrations(capability: &Capability) -> String {
    let functions = capability.functions.iter().filter(|function| matches!(function.work, Work::Steps(_)));
    let rows = functions.map(|function| format!("| {} | {} |", code(&function.ident), work::in_words(function)));
    table("## Functions of several steps", "| function | steps |\n|---|---|", rows.collect())
}
