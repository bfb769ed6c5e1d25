//! `docs/language.md` and the tests stay in step: every row has a status, and what it names exists.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};

const STATUSES: [&str; 4] = ["compiled", "no effect", "refused", "not a language feature"];

#[test]
fn every_row_is_shown() {
    let text = fs::read_to_string(common::repository("docs").join("language.md")).unwrap();
    let rows = text.lines().filter(|line| line.starts_with("| ")).skip(1);
    let rows: Vec<Vec<&str>> =
        rows.map(|row| row.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>()).collect();
    assert_eq!(rows.len(), 123);
    let sources = sources();
    for (index, row) in rows.iter().enumerate() {
        let [number, feature, status, shown] = row.as_slice() else { panic!("four columns, not {row:?}") };
        assert_eq!(*number, (index + 1).to_string());
        assert!(!feature.is_empty() && !shown.is_empty(), "row {number} is not complete");
        assert!(STATUSES.contains(status), "row {number}: `{status}` is no status");
        let references: Vec<&str> = quoted(shown).filter(|quoted| is_reference(quoted)).collect();
        let needs_one = matches!(*status, "compiled" | "refused");
        assert!(!needs_one || !references.is_empty(), "row {number} names neither fixture nor test");
        references.iter().for_each(|reference| assert!(exists(reference, &sources), "row {number}: no {reference}"));
    }
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn is_reference(quoted: &str) -> bool {
    quoted.starts_with("fixtures/") || quoted.contains(".rs::")
}

/// Whether there is such a fixture, or a test of that name in a file of that name.
fn exists(reference: &str, sources: &[(PathBuf, String)]) -> bool {
    let Some((file, function)) = reference.split_once("::") else {
        return common::repository("codegen/tests").join(reference).exists();
    };
    let of_file = sources.iter().filter(|(path, _)| path.ends_with(file));
    of_file.into_iter().any(|(_, text)| tests(text).any(|name| name == function))
}

/// Names of the functions below `#[test]` and its like.
fn tests(text: &str) -> impl Iterator<Item = &str> {
    let marked = text.split("test]\n").skip(1).filter_map(|after| after.split_once("fn "));
    marked.filter_map(|(_, after)| after.split_once('(')).map(|(name, _)| name)
}

/// Rust files that may hold tests, and their texts.
fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    for folder in ["codegen/src", "codegen/tests", "runtime/src", "runtime/tests", "xtask"] {
        collect(&common::repository(folder), &mut found);
    }
    found
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push((path.clone(), fs::read_to_string(&path).unwrap()));
        }
    }
}
