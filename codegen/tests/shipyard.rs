//! The official tutorial compiles in both its spellings.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod common;
#[path = "shipyard/documents.rs"]
mod documents;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use capwright_codegen::diagnostic::render;
use capwright_codegen::{Diagnostic, Package, Project, Severity};
use documents::{project, shipyard, step};

/// The spellings that every step is written in.
const DIALECTS: [&str; 2] = ["alpha2", "beta5"];

/// The crates of all documents of a dialect, by path. The parts they share are crates too: clients.
fn packages(folder: &Path, dialect: &str) -> BTreeMap<String, Package> {
    let project = project(folder, dialect);
    let (mut packages, mut refused) = (BTreeMap::new(), String::new());
    for index in documents_of(&project) {
        let compiled = project.compile(index);
        let errors = errors(&compiled.diagnostics).map(|error| render(error, project.sources(), false));
        refused.extend(errors.map(|error| format!("{dialect}: {error}\n\n")));
        packages.extend(compiled.package.map(|package| (project.source(index).path.clone(), package)));
    }
    assert!(refused.is_empty(), "{refused}");
    packages
}

fn documents_of(project: &Project) -> impl Iterator<Item = usize> {
    project.documents().filter(|index| !project.is_data(*index))
}

fn errors(diagnostics: &[Diagnostic]) -> impl Iterator<Item = &Diagnostic> {
    diagnostics.iter().filter(|found| found.severity == Severity::Error)
}

#[test]
fn both_dialects_of_a_step_mean_the_same() {
    let Some(folder) = shipyard() else { return };
    let [alpha, beta] = DIALECTS.map(|dialect| packages(&folder, dialect));
    let steps: BTreeSet<_> = alpha.keys().filter_map(|path| step(path)).collect();
    assert_eq!(steps, (1..=11).collect());
    assert!(alpha.keys().eq(beta.keys()), "{:?} {:?}", alpha.keys(), beta.keys());
    for (path, package) in &alpha {
        for (file, text) in &package.files {
            assert_eq!(beta[path].files.get(file), Some(text), "{path}: {file}");
        }
    }
}
