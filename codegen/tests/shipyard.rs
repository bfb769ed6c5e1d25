//! The official tutorial compiles in both its spellings.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod common;
#[path = "shipyard/documents.rs"]
mod documents;

use std::collections::BTreeSet;

use documents::{project, shipyard, step};

/// The spellings that every step is written in.
const DIALECTS: [&str; 2] = ["alpha2", "beta5"];

#[test]
fn both_dialects_of_a_step_mean_the_same() {
    let Some(folder) = shipyard() else { return };
    let [alpha, beta] = DIALECTS.map(|dialect| common::packages(&project(&folder, dialect)));
    let steps: BTreeSet<_> = alpha.keys().filter_map(|path| step(path)).collect();
    assert_eq!(steps, (1..=11).collect());
    assert!(alpha.keys().eq(beta.keys()), "{:?} {:?}", alpha.keys(), beta.keys());
    for (path, package) in &alpha {
        for (file, text) in &package.files {
            assert_eq!(beta[path].files.get(file), Some(text), "{path}: {file}");
        }
    }
}
