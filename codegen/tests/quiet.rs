//! What is read as it stands: documents that deviate from the schema, `quiet/<case>.yaml`, compile without a word.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

/// What most documents are told.
const NO_NEWS: [&str; 2] = ["client-only", "derived-hints"];

#[test]
fn what_is_accepted_as_it_stands_is_not_worth_a_word() {
    for source in common::fixtures("quiet") {
        let compiled = common::project(vec![source.clone()]).compile(0);
        let told: Vec<_> =
            compiled.diagnostics.iter().map(|found| found.code).filter(|code| !NO_NEWS.contains(code)).collect();
        assert_eq!(told, [""; 0], "{}", source.path);
        assert!(compiled.package.is_some(), "{}", source.path);
    }
}
