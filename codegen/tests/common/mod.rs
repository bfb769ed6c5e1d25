//! What the tests over whole documents share.

#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(dead_code, reason = "each test uses a part")]

pub(crate) mod workspace;

use std::fs;
use std::path::{Path, PathBuf};

use capwright_codegen::{Options, Project, Source};

/// Path from the folder of a committed crate to the runtime.
pub(crate) const RUNTIME: &str = "../../runtime";

/// A folder of the repository.
pub(crate) fn repository(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)
}

/// The fixtures below `tests/fixtures/{folder}`, as documents named after their files.
pub(crate) fn fixtures(folder: &str) -> Vec<Source> {
    let found = documents(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder));
    assert!(!found.is_empty(), "no fixture in {folder}: a test over them would show nothing");
    found
}

/// All documents below a folder, sorted by path.
pub(crate) fn documents(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    collect(folder, "", &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// A project of these documents, with the options of the repository.
pub(crate) fn project(sources: Vec<Source>) -> Project {
    Project::new(sources, Options { runtime: RUNTIME.to_owned(), reserved: Vec::new() })
}

fn collect(folder: &Path, path: &str, found: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        let below = if path.is_empty() { name.clone() } else { format!("{path}/{name}") };
        if entry.path().is_dir() {
            collect(&entry.path(), &below, found);
        } else if name.ends_with(".yaml") || name.ends_with(".yml") {
            let text = fs::read_to_string(entry.path()).unwrap();
            found.push(Source::new(below.clone(), format!("specs/{below}"), text));
        }
    }
}
