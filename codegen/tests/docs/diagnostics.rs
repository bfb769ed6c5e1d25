//! `docs/diagnostics/`: every code has a page whose examples do what it says, a fixture, and a snapshot of how it reads.
//!
//! An example is a fenced block that begins with ```` ```yaml before ````; a path may follow, when it takes several files.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use capwright_codegen::diagnostic::Code;
use capwright_codegen::{Diagnostic, Severity, Source};

use crate::common;

/// Pages by the name of their file.
fn pages() -> BTreeMap<String, String> {
    let files = fs::read_dir(common::repository("docs/diagnostics")).unwrap().map(|entry| entry.unwrap().path());
    let page =
        |path: &Path| (path.file_stem().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap());
    files.map(|path| page(&path)).collect()
}

/// The documents of an example of a page.
fn example(page: &str, kind: &str) -> Vec<Source> {
    let blocks = page.split("\n```yaml ").skip(1).map(|block| block.split_once('\n').unwrap());
    let wanted = blocks.filter_map(|(head, rest)| Some((head.strip_prefix(kind)?.trim(), rest.split("```").next()?)));
    let source = |(path, text): (&str, &str)| {
        let path = if path.is_empty() { "shop.yaml" } else { path };
        Source::new(path, format!("specs/{path}"), text)
    };
    wanted.map(source).collect()
}

/// All problems of the documents of an example.
fn problems(sources: Vec<Source>) -> Vec<Diagnostic> {
    assert!(!sources.is_empty(), "there is an example");
    let project = common::project(sources);
    project.documents().flat_map(|index| project.compile(index).diagnostics).collect()
}

/// The texts of the snapshots below a folder.
fn snapshots(folder: &Path) -> Vec<String> {
    let snaps = common::paths(folder).into_iter().filter(|path| path.ends_with(".snap"));
    snaps.map(|path| fs::read_to_string(folder.join(path)).unwrap()).collect()
}

#[test]
fn every_code_has_a_page_of_the_same_form() {
    let pages = pages();
    let codes: BTreeSet<String> = Code::ALL.iter().map(|code| code.name.to_owned()).collect();
    assert_eq!(pages.keys().cloned().collect::<BTreeSet<_>>(), codes);
    for code in Code::ALL {
        let (name, page) = (code.name, &pages[code.name]);
        assert!(page.starts_with(&format!("# {}[{name}]\n\n", code.severity)), "{name}: its heading");
        assert!(page.lines().count() <= 60 && page.lines().all(|line| line.chars().count() <= 130), "{name} is long");
        let silences = page.contains(&format!("--allow {name}`")) && page.contains(&format!("allow = [\"{name}\"]"));
        assert_eq!(silences, code.severity != Severity::Error, "{name}: how to silence what is no error");
    }
}

/// What is wrong with the examples of a page: the first shows the code and no other fault, the second is in order.
fn faults_of_examples(name: &str, page: &str) -> Vec<String> {
    let before = problems(example(page, "before"));
    let shown = before.iter().any(|found| found.code == name);
    let lacks = (!shown).then(|| format!("{name}, before: lacks it"));
    let others = before.iter().filter(|found| found.severity != Severity::Note && found.code != name);
    let others = others.map(|found| format!("{name}, before: shows {}: {} too", found.code, found.message));
    let after = problems(example(page, "after"));
    let left = after.iter().filter(|found| found.severity != Severity::Note || found.code == name);
    let left = left.map(|found| format!("{name}, after: {}: {}", found.code, found.message));
    lacks.into_iter().chain(others).chain(left).collect()
}

#[test]
fn examples_show_the_code_and_how_to_be_rid_of_it() {
    let faults: Vec<_> = pages().iter().flat_map(|(name, page)| faults_of_examples(name, page)).collect();
    assert_eq!(faults, [""; 0]);
}

#[test]
fn every_code_has_a_fixture_and_a_snapshot() {
    let snapshots: Vec<_> = ["reports", "projects"].iter().flat_map(|kind| snapshots(&common::folder(kind))).collect();
    let shown = |code: &Code| {
        let head = format!("{}[{}]: ", code.severity, code.name);
        snapshots.iter().any(|text| text.lines().any(|line| line.starts_with(&head)))
    };
    let missing: Vec<_> = Code::ALL.iter().filter(|code| !shown(code)).map(|code| code.name).collect();
    assert_eq!(missing, [""; 0], "add tests/reports/<code>/basic.yaml, as tests/README.md says");
}
