//! The size of generated code: at most 60 lines of at most 100 columns an operation, beside a part that every crate has, and no
//! more than it took before.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use capwright_codegen::{Options, Project, Source};

/// The founding specs, the sections that hold all operations but the first, how many that are, and the most lines each takes.
const SPECS: [(&str, &[&str], usize, usize); 2] = [
    ("tanium/threat-response-connections.yaml", &["resources:", "tools:"], 4, 47),
    ("threatconnect/taxii.yaml", &["api_root:", "collections:", "collection:", "manifest:", "objects:"], 5, 56),
];

#[test]
fn an_operation_takes_few_lines() {
    for (path, sections, operations, most) in SPECS {
        let text = std::fs::read_to_string(format!("{}/../specs/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
        let (whole, first) = (lines(path, &text), lines(path, &first_of(&text, sections)));
        let each = (whole - first).div_ceil(operations);
        println!("{path}: {each} lines for each of {} operations, {} besides", operations + 1, first - each);
        assert!(each <= most, "{path}: {each} lines an operation");
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

/// The document with the first item of each list, and without mappings, below these keys.
fn first_of(text: &str, sections: &[&str]) -> String {
    let mut kept = Vec::new();
    let mut section: Option<(usize, usize)> = None;
    for line in text.lines() {
        let depth = line.len() - line.trim_start().len();
        let item = line.trim_start().starts_with('-');
        section = section.filter(|(above, _)| depth > *above || (depth == *above && item));
        if let Some((above, items)) = &mut section {
            *items += usize::from(item && depth == *above);
            if *items == 1 {
                kept.push(line);
            }
        } else if depth > 0 && sections.contains(&line.trim()) {
            section = Some((depth, 0));
            kept.extend((line.trim() == "resources:" || line.trim() == "tools:").then_some(line));
        } else {
            kept.push(line);
        }
    }
    kept.join("\n")
}
