//! Real documents, where they are at hand: they are data of third parties and no part of this repository.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use capwright_codegen::diagnostic::{Severity, Sink, render};
use capwright_codegen::{Diagnostic, Options, Project, Source, read};

/// What the reader must refuse, and why: file and diagnostic. What only later steps refuse is read without an error.
const REFUSED_BY_THE_READER: [&str; 5] =
    ["yaml-syntax", "not-a-capability", "unknown-value", "missing-key", "wrong-type"];

fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    folder.is_dir().then_some(folder)
}

fn sources(folder: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    for group in ["catalogue", "per-tag", "large"] {
        let mut files: Vec<_> = fs::read_dir(folder.join(group)).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for file in files {
            let name = file.file_name().unwrap().to_string_lossy().into_owned();
            sources.push(Source::new(name.clone(), name, fs::read_to_string(&file).unwrap()));
        }
    }
    sources
}

/// File to verdict and diagnostic.
fn verdicts(folder: &Path) -> BTreeMap<String, (String, String)> {
    let table = fs::read_to_string(folder.join("expected-verdicts.tsv")).unwrap();
    let rows = table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect::<Vec<_>>());
    rows.filter(|row| row.len() >= 3).map(|row| (row[0].to_owned(), (row[1].to_owned(), row[2].to_owned()))).collect()
}

#[test]
fn every_document_is_read_as_it_should_be() {
    let Some(folder) = corpus() else { return };
    let verdicts = verdicts(&folder);
    let mut wrong = Vec::new();
    for source in sources(&folder) {
        let mut sink = Sink::new();
        let document = read::document(&source, &mut sink);
        let errors: Vec<_> = sink.into_sorted().into_iter().filter(|d| d.severity == Severity::Error).collect();
        let codes: Vec<_> = errors.iter().map(|d| d.code).collect();
        let fits = match verdicts.get(&source.path).map(|(verdict, code)| (verdict.as_str(), code.as_str())) {
            None | Some(("accept", _)) => codes.is_empty() && document.is_some(),
            Some(("reject", code)) if REFUSED_BY_THE_READER.contains(&code) => codes.contains(&code),
            Some(("reject", _)) => document.is_some(),
            Some(_) => true,
        };
        if !fits {
            let rendered: Vec<_> =
                errors.iter().map(|error| render(error, std::slice::from_ref(&source), false)).collect();
            wrong.push(format!("{}: {:?}\n{}", source.path, verdicts.get(&source.path), rendered.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_document_gets_its_verdict() {
    let Some(folder) = corpus() else { return };
    let verdicts = verdicts(&folder);
    let project = Project::new(sources(&folder), Options::default());
    let (mut accepted, mut wrong) = (0, Vec::new());
    for index in project.documents() {
        let (source, compiled) = (project.source(index), project.compile(index));
        let errors: Vec<_> = compiled.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
        let is_accepted = compiled.package.is_some();
        let is_refused_for = |code: &str| !is_accepted && errors.iter().any(|error| error.code == code);
        accepted += usize::from(is_accepted);
        let fits = match verdicts.get(&source.path).map(|(verdict, code)| (verdict.as_str(), code.as_str())) {
            None | Some(("accept", _)) => is_accepted,
            Some(("reject", code)) => is_refused_for(code),
            Some((_, code)) => is_accepted || is_refused_for(code),
        };
        if !fits {
            let rendered = errors.iter().map(|error| render(error, project.sources(), false));
            wrong.push(format!("{}\n{}", source.path, rendered.collect::<Vec<_>>().join("\n")));
        }
    }
    let count = project.documents().len();
    eprintln!("{accepted} of {count} documents are accepted");
    assert!(wrong.is_empty(), "{} of {count} get another verdict:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_is_not_supplied_is_said_and_nothing_else() {
    let Some(folder) = corpus() else { return };
    let project = Project::new(sources(&folder), Options::default());
    let verdicts = verdicts(&folder);
    let missing =
        |index: &usize| verdicts.get(&project.source(*index).path).is_some_and(|(_, code)| code == "missing-import");
    for index in project.documents().filter(missing) {
        let compiled = project.compile(index);
        let errors = compiled.diagnostics.iter().filter(|d| d.severity == Severity::Error && d.code != "not-yet");
        let codes: Vec<_> = errors.map(|error| error.code).collect();
        assert!(
            codes.contains(&"missing-import") && !codes.contains(&"unknown-namespace"),
            "{codes:?} {}",
            project.source(index).path
        );
    }
}

/// Real texts look like references in many ways; not one of them is taken for a mistaken one.
#[test]
fn no_text_is_taken_for_a_mistaken_reference() {
    let Some(folder) = corpus() else { return };
    let project = Project::new(sources(&folder), Options::default());
    let mut found = Vec::new();
    for index in project.documents() {
        let compiled = project.compile(index);
        let codes = ["unresolved-reference", "sent-as-text"];
        let reports = compiled.diagnostics.iter().filter(|report| codes.contains(&report.code));
        found.extend(reports.map(|report| render(report, project.sources(), false)));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A reference of each real document, with a letter of its prefix lost, then without its prefix: each is told at its place.
#[test]
fn every_reference_gone_astray_is_told_at_its_place() {
    let Some(folder) = corpus() else { return };
    let project = Project::new(sources(&folder), Options::default());
    let (mut told, mut missed) = (0, Vec::new());
    for index in project.documents().filter(|index| project.source(*index).text.len() < 100_000) {
        let source = project.source(index);
        let Some(reference) = source.text.lines().enumerate().find_map(reference) else { continue };
        if project.compile(index).package.is_none() {
            continue; // what is wrong with it may hide the rest
        }
        let (line, prefix, name) = reference;
        for instead in [format!("{}.{name}", &prefix[1..]), name.to_owned()] {
            let lines = source.text.lines().enumerate().map(|(at, text)| match text.split_once(": ") {
                Some((key, _)) if at == line => format!("{key}: {instead}"),
                _ => text.to_owned(),
            });
            let text = lines.collect::<Vec<_>>().join("\n");
            let changed = Project::new(vec![Source::new("a.yaml", "specs/a.yaml", text)], Options::default());
            let reports = changed.compile(0).diagnostics;
            let is_it = |report: &&Diagnostic| ["unresolved-reference", "sent-as-text"].contains(&report.code);
            let mut places = reports.iter().filter(is_it).flat_map(Diagnostic::all_places);
            if places.any(|place| place.line == line + 1) {
                told += 1;
            } else {
                missed.push(format!("{}:{} {instead}", source.path, line + 1));
            }
        }
    }
    eprintln!("{told} are told");
    assert!(told > 100 && missed.is_empty(), "{told} are told, and not: {missed:#?}");
}

/// The first value of `with` that refers to an input by the name of its key: its line, prefix and name.
fn reference((at, line): (usize, &str)) -> Option<(usize, &str, &str)> {
    let (key, value) = line.split_once(": ")?;
    let (prefix, name) = value.trim().split_once('.')?;
    let is_reference = ["rest", "tools"].contains(&prefix) && key.trim() == name;
    // What the client fills itself is not looked at.
    let is_own = ["accept", "api_key", "authorization", "content-type"].contains(&name.to_ascii_lowercase().as_str());
    (is_reference && !is_own).then_some((at, prefix, name))
}
