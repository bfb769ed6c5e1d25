//! One language in several spellings: the same document in each, `dialects/<dialect>/`, becomes the same crate.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use std::fs;

use common::{documents, folder, project};

/// The crate of the document in one spelling of the language, file by file.
fn files(dialect: &str) -> Vec<(String, String)> {
    let project = project(documents(&folder("dialects").join(dialect)));
    let compiled = project.compile(0);
    assert_eq!(project.source(0).path, "fleet.yaml");
    let package = compiled.package.unwrap_or_else(|| panic!("{:#?}", compiled.diagnostics));
    package.files.into_iter().collect()
}

#[test]
fn every_dialect_means_the_same() {
    let expected = files("alpha2");
    assert!(expected.iter().any(|(path, _)| path == "src/mcp.rs"));
    for dialect in fs::read_dir(folder("dialects")).unwrap() {
        let dialect = dialect.unwrap().file_name().into_string().unwrap();
        assert_eq!(files(&dialect), expected, "{dialect}");
    }
}
