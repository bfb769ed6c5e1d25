//! The size of generated code: at most 60 lines of at most 100 columns an operation, beside a part that every crate has.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use capwright_codegen::{Options, Project, Source};

/// The founding specs, the sections that hold their operations, and how many operations there are.
const SPECS: [(&str, &[&str], usize); 2] = [
    ("tanium/threat-response-connections.yaml", &["resources:", "tools:"], 5),
    ("threatconnect/taxii.yaml", &["api_root:", "collections:", "collection:", "manifest:", "objects:"], 5),
];

#[test]
fn an_operation_takes_at_most_sixty_lines() {
    for (path, sections, operations) in SPECS {
        let text = std::fs::read_to_string(format!("{}/../specs/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (whole, fixed) = (lines(path, &text), lines(path, &without(&text, sections)));
        let each = (whole - fixed).div_ceil(operations);
        println!("{path}: {each} lines for each of {operations} operations, {fixed} besides");
        assert!(each <= 60, "{path}: {each} lines an operation");
    }
}

/// Lines under `src/`; a line of more than 100 columns counts as often as it would have to be broken.
fn lines(path: &str, text: &str) -> usize {
    let project = Project::new(vec![Source::new(path, path, text)], Options::default());
    let package = project.compile(0).package.unwrap();
    let sources = package.files.iter().filter(|(path, _)| path.starts_with("src/"));
    let lines = sources.flat_map(|(_, text)| text.lines()).map(|line| line.chars().count().div_ceil(100).max(1));
    lines.sum()
}

/// The document with empty sections: what stands deeper than their keys is left out. Sections of other kinds stay.
fn without(text: &str, sections: &[&str]) -> String {
    let mut kept = Vec::new();
    let mut skipped = None;
    for line in text.lines() {
        let indent = line.len() - line.trim_start().len();
        let below = |depth: usize| indent > depth || (indent == depth && line.trim_start().starts_with('-'));
        if skipped.is_some_and(below) {
            continue;
        }
        let section = sections.contains(&line.trim()) && indent > 0;
        skipped = section.then_some(indent);
        let taxii = section && text.starts_with('#');
        match (section, taxii) {
            (false, _) => kept.push(line.to_owned()),
            (true, false) => kept.push(format!("{line} []")),
            (true, true) => {}
        }
    }
    kept.join("\n")
}
