//! `docs/language.md` and the tests stay in step: every row has a status, and what it names exists.

use std::fs;
use std::ops::RangeInclusive;
use std::path::PathBuf;

use capwright_codegen::diagnostic::Code;

use crate::common;

const STATUSES: [&str; 4] = ["compiled", "no effect", "refused", "not a language feature"];

/// Rows that a later step brings; everything else is decided.
const LATER: [(RangeInclusive<usize>, &str); 10] = [
    (51..=54, "formats with schemas, and texts with structure"),
    (56..=56, "schemas of formats"),
    (78..=78, "forward"),
    (88..=90, "MCP resources and prompts"),
    (96..=98, "scripts"),
    (100..=100, "scripts and the control server"),
    (104..=106, "OAuth 2 of callers"),
    (109..=114, "the control server"),
    (116..=117, "OpenAPI"),
    (122..=122, "lint rules"),
];

/// A line of the table.
struct Row {
    number: usize,
    status: String,
    shown: String,
}

/// The table, whose every cell is filled in.
fn rows() -> Vec<Row> {
    let text = fs::read_to_string(common::repository("docs").join("language.md")).unwrap();
    let lines = text.lines().filter(|line| line.starts_with("| ")).skip(1);
    let rows = lines.enumerate().map(|(index, line)| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let [number, feature, status, shown] = cells.as_slice() else { panic!("four columns, not {line}") };
        assert_eq!(*number, (index + 1).to_string());
        assert!(!feature.is_empty() && !shown.is_empty(), "row {number} is not complete");
        assert!(STATUSES.contains(status), "row {number}: `{status}` is no status");
        Row { number: index + 1, status: (*status).to_owned(), shown: (*shown).to_owned() }
    });
    rows.collect()
}

#[test]
fn every_row_is_shown() {
    let rows = rows();
    assert_eq!(rows.len(), 123);
    let sources = sources();
    for Row { number, status, shown } in &rows {
        let references: Vec<&str> = quoted(shown).filter(|quoted| is_reference(quoted)).collect();
        let needs_one = status != "not a language feature";
        assert!(!needs_one || !references.is_empty(), "row {number} names neither fixture nor test");
        references.iter().for_each(|reference| assert!(exists(reference, &sources), "row {number}: no {reference}"));
    }
}

#[test]
fn what_does_not_compile_is_told_by_a_diagnostic() {
    for Row { number, status, shown } in rows() {
        let names_one = quoted(&shown).any(|quoted| Code::ALL.iter().any(|code| code.name == quoted));
        assert!(names_one || !matches!(status.as_str(), "no effect" | "refused"), "row {number} names no diagnostic");
    }
}

#[test]
fn only_these_rows_wait() {
    for Row { number, status, shown } in rows() {
        let may_wait = LATER.iter().any(|(rows, _)| rows.contains(&number));
        let is_later = shown.split(|c: char| !c.is_ascii_alphabetic()).any(|word| word == "later");
        let not_yet = quoted(&shown).any(|quoted| quoted == Code::NOT_YET.name || quoted.contains("/not-yet/"));
        assert!(may_wait || !is_later && !not_yet, "row {number} is not to wait");
        assert!(!not_yet || status == "refused" && is_later, "row {number} is refused, and says that it comes later");
    }
}

#[test]
fn everything_that_waits_has_its_row() {
    let rows = rows();
    for path in common::fixtures("reports").into_iter().map(|source| source.path) {
        let name = format!("reports/{path}");
        let is_named = rows.iter().any(|row| quoted(&row.shown).any(|quoted| quoted == name));
        assert!(is_named || !path.starts_with("not-yet/"), "no row names {name}");
    }
}

/// A key means something or not: none is both unknown and without effect.
#[test]
fn what_has_no_effect_is_known() {
    let mut seen = 0;
    for source in common::fixtures("reports") {
        let diagnostics = common::project(vec![source]).compile(0).diagnostics;
        let places = |code: Code| {
            let found = diagnostics.iter().filter(move |diagnostic| diagnostic.code == code.name);
            found.flat_map(|found| found.all_places())
        };
        assert!(places(Code::NO_EFFECT).all(|idle| places(Code::UNKNOWN_KEY).all(|unknown| unknown != idle)));
        seen += places(Code::NO_EFFECT).count();
    }
    assert!(seen > 20, "the fixtures show {seen}");
}

/// What stands between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

fn is_reference(quoted: &str) -> bool {
    common::is_fixture(quoted) || quoted.contains(".rs::")
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
    let folders = ["codegen/src", "codegen/tests", "runtime/src", "runtime/tests", "tests/tests", "xtask"];
    let read = |path: PathBuf| (path.clone(), fs::read_to_string(path).unwrap());
    let of_folder = |folder| {
        let folder = common::repository(folder);
        let paths = common::paths(&folder).into_iter().filter(|path| path.ends_with(".rs"));
        paths.map(|path| read(folder.join(path))).collect::<Vec<_>>()
    };
    folders.into_iter().flat_map(of_folder).collect()
}
