//! What authors read of problems that only show when the parts of a document are put together.
//!
//! A fixture is named after its diagnostic; those of TAXII descriptions after `taxii-`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;

use capwright_codegen::diagnostic::{Code, render};
use capwright_codegen::{Compiled, Diagnostic, Project, Source};

/// What stands in the fixtures for a secret.
const SECRET: &str = "hunter2";

fn compile(name: &str, text: &str) -> (Project, Compiled) {
    let project = common::project(vec![Source::new(name, format!("specs/{name}"), text)]);
    let compiled = project.compile(0);
    (project, compiled)
}

fn rendered(diagnostics: &[Diagnostic], project: &Project) -> String {
    if diagnostics.is_empty() {
        return "nothing to report".to_owned();
    }
    diagnostics.iter().map(|diagnostic| render(diagnostic, project.sources(), false)).collect::<Vec<_>>().join("\n\n")
}

#[test]
fn diagnostics_read_well() {
    insta::glob!("fixtures/resolve/*.yaml", |path| {
        let name = path.file_name().unwrap().to_string_lossy();
        let (project, compiled) = compile(&name, &fs::read_to_string(path).unwrap());
        let rendered = rendered(&compiled.diagnostics, &project);
        assert!(!rendered.contains(SECRET), "{rendered}");
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false, snapshot_path => "snapshots/resolve" }, {
            insta::assert_snapshot!(rendered);
        });
    });
}

#[test]
fn fixtures_show_what_they_are_named_after() {
    for source in common::fixtures("resolve") {
        let stem = source.path.trim_start_matches("taxii-").trim_end_matches(".yaml").to_owned();
        let (_, compiled) = compile(&source.path, &source.text);
        let named = Code::ALL.iter().filter(|code| stem.starts_with(code.name)).max_by_key(|code| code.name.len());
        let named = named.unwrap_or_else(|| panic!("{stem} begins with no code")).name;
        assert!(compiled.diagnostics.iter().any(|diagnostic| diagnostic.code == named), "{stem}");
    }
}

#[test]
fn a_secret_is_in_no_generated_file() {
    let fixtures = common::fixtures("resolve").into_iter().filter(|source| source.text.contains(SECRET));
    let mut searched = 0;
    for source in fixtures {
        let (_, compiled) = compile(&source.path, &source.text);
        for (path, text) in compiled.package.iter().flat_map(|package| &package.files) {
            assert!(!text.contains(SECRET), "{}: {path}", source.path);
            searched += 1;
        }
    }
    assert!(searched > 0, "some of them compile, with a warning");
}

#[test]
fn names_of_packages_are_told_apart() {
    let document =
        "taxii: 1\ninfo: {title: A}\nserver: {base_url: https://a.test, api_root: /a}\noperations: {objects: {}}\n";
    let sources =
        ["a/b.yaml", "A-b.yml", "serde.yaml"].map(|path| Source::new(path, format!("specs/{path}"), document));
    let options = capwright_codegen::Options { runtime: String::new(), reserved: vec!["serde".to_owned()] };
    let project = Project::new(sources.to_vec(), options);
    let reports = project.documents().map(|index| rendered(&project.compile(index).diagnostics, &project));
    insta::with_settings!({ omit_expression => true, snapshot_path => "snapshots/resolve" }, {
        insta::assert_snapshot!("package-name", reports.collect::<Vec<_>>().join("\n\n"));
    });
}
