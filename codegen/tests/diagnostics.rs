//! What authors read: every fixture's diagnostics as a terminal shows them. A new diagnostic needs a fixture, no code.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;

use capwright_codegen::diagnostic::render;
use capwright_codegen::{Options, Project, Source};

/// What the compiler has to say about one document. Most fixtures are too small to have servers, which is no news here.
fn rendered(name: &str, text: &str) -> String {
    let source = Source::new(name, format!("specs/{name}"), text);
    let project = Project::new(vec![source], Options::default());
    let compiled = project.compile(0);
    let news = compiled.diagnostics.iter().filter(|found| found.code != "client-only" || name.starts_with(found.code));
    news.map(|diagnostic| render(diagnostic, project.sources(), false)).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn diagnostics_read_well() {
    insta::glob!("fixtures/diagnostics/*.yaml", |path| {
        let name = path.file_name().unwrap().to_string_lossy();
        let text = fs::read_to_string(path).unwrap();
        let rendered = rendered(&name, &text);
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(rendered);
        });
    });
}

/// A fixture is named after the diagnostic that it is about.
#[test]
fn fixtures_show_what_they_are_named_after() {
    insta::glob!("fixtures/diagnostics/*.yaml", |path| {
        let name = path.file_name().unwrap().to_string_lossy();
        let rendered = rendered(&name, &fs::read_to_string(path).unwrap());
        let stem = name.trim_end_matches(".yaml");
        let shown = rendered.lines().filter_map(|line| line.split_once('[')?.1.split_once("]: "));
        let codes: Vec<_> = shown.map(|(code, _)| code).collect();
        assert!(codes.iter().any(|code| stem.starts_with(code)), "{name}: {codes:?}");
    });
}
