//! `docs/dialects.md` and the fixtures stay in step: what a row names exists, and its fixture shows its diagnostic.

use std::fs;

use capwright_codegen::Source;
use capwright_codegen::diagnostic::Code;

use crate::common;

/// The rows of the table: deviation, diagnostic and fixture.
fn rows() -> Vec<[String; 3]> {
    let text = fs::read_to_string(common::repository("docs").join("dialects.md")).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| b"));
    let row = |line: &str| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [_, deviation, happens, diagnostic, fixture] = cells.as_slice() else { panic!("five columns, not {line}") };
        assert!(!happens.is_empty(), "{line}");
        [*deviation, diagnostic, fixture].map(|cell| cell.trim_matches('`').to_owned())
    };
    lines.map(row).collect()
}

#[test]
fn every_row_is_shown_by_its_fixture() {
    let rows = rows();
    assert!(rows.len() > 40, "{} rows", rows.len());
    let mut wrong = Vec::new();
    for [deviation, diagnostic, fixture] in rows.iter().filter(|row| common::is_fixture(&row[2])) {
        let path = common::repository("codegen/tests").join(fixture);
        let Ok(text) = fs::read_to_string(path) else {
            wrong.push(format!("{deviation}: no {fixture}"));
            continue;
        };
        let compiled = common::project(vec![Source::new("shop.yaml", format!("specs/{fixture}"), text)]).compile(0);
        let is_told = compiled.diagnostics.iter().any(|found| found.code == diagnostic);
        let is_accepted = diagnostic == "—" && compiled.package.is_some();
        if !is_told && !is_accepted {
            wrong.push(format!("{deviation}: {fixture} does not show {diagnostic}"));
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_named_diagnostic_exists() {
    for [deviation, diagnostic, _] in rows() {
        let is_known = diagnostic == "—" || Code::ALL.iter().any(|code| code.name == diagnostic);
        assert!(is_known, "{deviation}: there is no {diagnostic}");
    }
}
