//! The pages for authors: every document and part of one that they show compiles without a warning, and every word that the reader
//! knows stands in the reference.
//!
//! A fenced block of the reference that begins with ```` ```yaml in NAME ```` stands in the place of `# here` of `frames/NAME.yaml`; any
//! other is a whole document. Each block of the tutorial is appended to those before it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use capwright_codegen::{Severity, Source};

use super::words;
use crate::common;

const REFERENCE: &str = "capability.md";
const TUTORIAL: &str = "first-capability.md";

/// What examples import.
const IMPORTED: &str = "shared/directory.yaml";

fn page(name: &str) -> String {
    fs::read_to_string(common::repository("docs").join(name)).unwrap()
}

/// The fenced blocks of YAML: the name of a frame, or nothing, and the text.
fn blocks(page: &str) -> Vec<(&str, &str)> {
    let blocks = page.split("\n```yaml").skip(1).map(|block| block.split_once('\n').unwrap());
    blocks.map(|(head, rest)| (head.trim_start_matches(" in").trim(), rest.split("\n```").next().unwrap())).collect()
}

/// The whole document of a block.
fn document(frame: &str, block: &str) -> String {
    if frame.is_empty() {
        return block.to_owned();
    }
    let path = common::folder("docs/frames").join(format!("{frame}.yaml"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let place = text.lines().find(|line| line.trim() == "# here").unwrap();
    let indent = place.strip_suffix("# here").unwrap();
    let block: Vec<_> = block.lines().map(|line| format!("{indent}{line}")).collect();
    text.replace(place, &block.join("\n"))
}

/// What is worse than a note about a document.
fn faults(text: &str) -> Vec<String> {
    let imported = fs::read_to_string(common::repository("specs/examples").join(IMPORTED)).unwrap();
    let imported = Source::new(IMPORTED, format!("specs/{IMPORTED}"), imported);
    let project = common::project(vec![Source::new("shop.yaml", "specs/shop.yaml", text), imported]);
    let compiled = project.compile(0);
    let faults = compiled.diagnostics.iter().filter(|found| found.severity != Severity::Note);
    faults.map(|found| common::rendered(std::slice::from_ref(found), &project)).collect()
}

#[test]
fn every_example_of_the_reference_compiles() {
    let page = page(REFERENCE);
    let blocks = blocks(&page);
    assert!(blocks.len() > 8, "{} examples", blocks.len());
    let faults: Vec<_> = blocks.iter().flat_map(|(frame, block)| faults(&document(frame, block))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_document_of_the_tutorial_compiles_as_it_grows() {
    let page = page(TUTORIAL);
    let mut document = String::new();
    for (_, block) in blocks(&page) {
        document += &format!("{block}\n");
        let faults = faults(&document);
        assert!(faults.is_empty(), "{}", faults.join("\n"));
    }
    assert!(document.contains("outputParameters"));
}

#[test]
fn faults_of_examples_are_found() {
    let is_faulty = |block: &str| !faults(&document("operations", block)).is_empty();
    assert!(!is_faulty("list: {method: GET}"));
    assert!(is_faulty("list: {metod: GET}"));
}

#[test]
fn the_first_line_names_the_root_key() {
    for name in [REFERENCE, TUTORIAL] {
        let page = page(name);
        assert!(page.lines().next().unwrap().contains("`ikanos: 1.0.0-beta5`"), "{name}");
    }
}

#[test]
fn every_word_that_the_reader_knows_is_explained() {
    let page = page(REFERENCE);
    let shown: BTreeSet<&str> = page.split(|c: char| !c.is_alphanumeric() && c != '-').collect();
    let words = words::of_grammar(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/read/naftiko").as_path());
    assert!(words.len() > 150, "{words:?}");
    let missing: Vec<_> = words.iter().filter(|word| !shown.contains(word.as_str())).collect();
    assert!(missing.is_empty(), "docs/capability.md doesn't explain {missing:?}");
}
