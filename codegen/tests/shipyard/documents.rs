//! The official tutorial of the language, where it is at hand: data of third parties and no part of this repository.

use std::path::{Path, PathBuf};

use capwright_codegen::Project;

use crate::common;

/// The folder of the tutorial, beside the repository. Tests that get none have nothing to do, and stderr says so.
pub(crate) fn shipyard() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/examples/shipyard");
    let is_there = folder.is_dir();
    if !is_there {
        eprintln!("the tutorial is not at hand: nothing is tested");
    }
    is_there.then_some(folder)
}

/// The documents of one dialect.
pub(crate) fn project(folder: &Path, dialect: &str) -> Project {
    common::project(common::documents(&folder.join(dialect)))
}

/// The number of the step that a path is: 7 of `step-7-….yml`.
pub(crate) fn step(path: &str) -> Option<usize> {
    path.strip_prefix("step-")?.split('-').next()?.parse().ok()
}
