//! Real documents, where they are at hand: they are data of third parties and no part of this repository.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use capwright_codegen::diagnostic::{Severity, Sink, render};
use capwright_codegen::{Options, Project, Source, read};

/// What the reader must refuse, and why: file and diagnostic. What only later steps refuse is read without an error.
const REFUSED_BY_THE_READER: [&str; 5] =
    ["yaml-syntax", "not-a-capability", "unknown-value", "missing-key", "wrong-type"];

/// What is refused until it is built.
const UNBUILT: [&str; 2] = ["not-yet", "duplicate-name"];

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
fn a_document_is_refused_for_its_mistakes_or_for_what_is_not_built() {
    let Some(folder) = corpus() else { return };
    let verdicts = verdicts(&folder);
    let project = Project::new(sources(&folder), Options::default());
    let (mut accepted, mut wrong) = (0, Vec::new());
    for index in project.documents() {
        let (source, compiled) = (project.source(index), project.compile(index));
        let errors: Vec<_> = compiled.diagnostics.iter().filter(|d| d.severity == Severity::Error).collect();
        let is_unbuilt = errors.iter().any(|error| UNBUILT.contains(&error.code));
        accepted += usize::from(compiled.package.is_some());
        let fits = match verdicts.get(&source.path).map(|(verdict, code)| (verdict.as_str(), code.as_str())) {
            None | Some(("accept", _)) => errors.iter().all(|error| UNBUILT.contains(&error.code)),
            Some(("reject", code)) => is_unbuilt || errors.iter().any(|error| error.code == code),
            Some(_) => true,
        };
        if !fits {
            let rendered = errors.iter().map(|error| render(error, project.sources(), false));
            wrong.push(format!("{}\n{}", source.path, rendered.collect::<Vec<_>>().join("\n")));
        }
    }
    eprintln!("{accepted} of {} documents are accepted", project.documents().len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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

/// The official tutorial, in the oldest and the newest spelling: whatever it imports and binds is found.
#[test]
fn the_tutorial_finds_its_imports() {
    for dialect in ["alpha2", "beta5"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/examples/shipyard").join(dialect);
        if !folder.is_dir() {
            return;
        }
        let project = common::project(common::documents(&folder));
        let steps = project.documents().filter(|index| project.source(*index).path.starts_with("step-"));
        assert_eq!(steps.clone().count(), 11);
        let lost = ["missing-import", "unbound-variable", "unknown-namespace", "duplicate-name", "not-a-capability"];
        for index in steps {
            let compiled = project.compile(index);
            let found: Vec<_> = compiled.diagnostics.iter().filter(|found| lost.contains(&found.code)).collect();
            assert!(found.is_empty(), "{} {found:#?}", project.source(index).path);
        }
    }
}
