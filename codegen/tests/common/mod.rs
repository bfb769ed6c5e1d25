//! What the tests over whole documents share.

#![allow(clippy::unwrap_used, clippy::expect_used)]
#![allow(dead_code, reason = "each test uses a part")]

pub(crate) mod workspace;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use capwright_codegen::diagnostic::render;
use capwright_codegen::{Diagnostic, Options, Package, Project, Severity, Source};

/// Path from the folder of a committed crate to the runtime.
pub(crate) const RUNTIME: &str = "../../runtime";

/// The folders of fixtures. README.md says what each is for.
pub(crate) const KINDS: [&str; 7] = ["reports", "fragments", "quiet", "crates", "projects", "dialects", "mistakes"];

/// A folder of the repository.
pub(crate) fn repository(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(folder)
}

/// The folder of a kind of fixtures, or of what else lies beside the tests.
pub(crate) fn folder(kind: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(kind)
}

/// Whether a text of a table reads like the path of a fixture below `tests`.
pub(crate) fn is_fixture(text: &str) -> bool {
    text.split_once('/').is_some_and(|(kind, _)| KINDS.contains(&kind))
}

/// All fixtures of a kind, as documents named after their paths below its folder: `unknown-key/basic.yaml`.
pub(crate) fn fixtures(kind: &str) -> Vec<Source> {
    let found = documents(&folder(kind));
    assert!(!found.is_empty(), "no fixture in {kind}: a test over them would show nothing");
    found
}

/// One fixture of those that lie in folders by code or topic, as a document of a specs folder: `unknown-key-basic.yaml`.
pub(crate) fn fixture(path: &Path) -> Source {
    let names = [path.parent().unwrap(), path].map(|path| path.file_name().unwrap().to_str().unwrap());
    let name = names.join("-");
    Source::new(name.clone(), format!("specs/{name}"), fs::read_to_string(path).unwrap())
}

/// Reports as a terminal shows them.
pub(crate) fn rendered(diagnostics: &[Diagnostic], project: &Project) -> String {
    if diagnostics.is_empty() {
        return "nothing to report".to_owned();
    }
    diagnostics.iter().map(|diagnostic| render(diagnostic, project.sources(), false)).collect::<Vec<_>>().join("\n\n")
}

/// The crates of all documents of a project, by path. Not one is refused.
pub(crate) fn packages(project: &Project) -> BTreeMap<String, Package> {
    let (mut packages, mut refused) = (BTreeMap::new(), String::new());
    for index in project.documents().filter(|index| !project.is_data(*index)) {
        let compiled = project.compile(index);
        let errors = compiled.diagnostics.iter().filter(|report| report.severity == Severity::Error);
        errors.for_each(|error| refused += &format!("{}\n\n", render(error, project.sources(), false)));
        packages.extend(compiled.package.map(|package| (project.sources()[index].path.clone(), package)));
    }
    assert!(refused.is_empty(), "{refused}");
    packages
}

/// All documents below a folder, sorted by path.
pub(crate) fn documents(folder: &Path) -> Vec<Source> {
    let paths = paths(folder).into_iter().filter(|path| path.ends_with(".yaml") || path.ends_with(".yml"));
    let document = |path: String| {
        let text = fs::read_to_string(folder.join(&path)).unwrap();
        Source::new(path.clone(), format!("specs/{path}"), text)
    };
    paths.map(document).collect()
}

/// All files and folders below a folder, relative to it; folders end in a slash.
pub(crate) fn paths(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    collect(folder, "", &mut found);
    found
}

/// A project of these documents, with the options of the repository, in a workspace that has a dependency.
pub(crate) fn project(sources: Vec<Source>) -> Project {
    Project::new(sources, Options { reserved: vec!["serde".to_owned()], ..Options::default() })
}

fn collect(folder: &Path, path: &str, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let below = format!("{path}{}", entry.file_name().into_string().unwrap());
        if entry.path().is_dir() {
            collect(&entry.path(), &format!("{below}/"), found);
            found.insert(format!("{below}/"));
        } else {
            found.insert(below);
        }
    }
}
