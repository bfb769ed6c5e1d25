//! What authors read: all reports on one document as a terminal shows them, `reports/<code>/<case>.yaml` and its `.snap`.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "common/beside.rs"]
mod beside;
mod common;

use beside::{beside, case};
use capwright_codegen::{Diagnostic, Source};

/// What stands in the fixtures for a secret.
const SECRET: &str = "hunter2";

/// What almost every document with tools is told, shown once.
const NO_NEWS: &str = "derived-hints";

#[test]
fn reports_read_well() {
    insta::glob!("reports/*/*.yaml", |path| {
        let project = common::project(vec![common::fixture(path)]);
        let is_news = |found: &Diagnostic| found.code != NO_NEWS || path.to_string_lossy().contains(NO_NEWS);
        let told: Vec<_> = project.compile(0).diagnostics.into_iter().filter(is_news).collect();
        let rendered = common::rendered(&told, &project);
        assert!(!rendered.contains(SECRET), "{rendered}");
        beside(path).bind(|| insta::assert_snapshot!(case(path), rendered));
    });
}

#[test]
fn every_fixture_shows_the_code_that_it_lies_under() {
    for source in common::fixtures("reports") {
        let (code, _) = source.path.split_once('/').unwrap();
        let compiled = common::project(vec![source.clone()]).compile(0);
        assert!(compiled.diagnostics.iter().any(|diagnostic| diagnostic.code == code), "{}", source.path);
    }
}

#[test]
fn a_secret_is_in_no_generated_file() {
    let with_secret = |source: &Source| source.text.contains(SECRET);
    let mut searched = 0;
    for source in common::fixtures("reports").into_iter().filter(with_secret) {
        let compiled = common::project(vec![source.clone()]).compile(0);
        for (path, text) in compiled.package.iter().flat_map(|package| &package.files) {
            assert!(!text.contains(SECRET), "{}: {path}", source.path);
            searched += 1;
        }
    }
    assert!(searched > 0, "some of them compile, with a warning");
}
