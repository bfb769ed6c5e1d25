//! The scratch workspace: a folder below `target` that cargo builds, and that is the same again for the same documents.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::runner::Runner;
use super::ship::Ship;
use crate::failure::Failure;
use crate::repository::Repository;

/// Small and quick to write: nobody debugs here.
const PROFILE: &str = "\n[profile.dev]\ndebug = false\nincremental = false\n";

/// The workspace.
#[derive(Debug)]
pub(super) struct Scratch {
    root: PathBuf,
    runtime: PathBuf,
    lock: PathBuf,
}

impl Scratch {
    /// The one of this repository.
    ///
    /// # Errors
    /// The folder cannot be made.
    pub(super) fn new(repository: &Repository) -> Result<Self, Failure> {
        let (root, runtime) = (repository.folder("target/fleet"), repository.folder("runtime"));
        std::fs::create_dir_all(&root).map_err(Failure::at("create", &root))?;
        let full = |path: PathBuf| path.canonicalize().map_err(Failure::at("find", &path));
        Ok(Self { root: full(root)?, runtime: full(runtime)?, lock: full(repository.folder("Cargo.lock"))? })
    }

    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// Where the crates are.
    pub(super) fn crates(&self) -> PathBuf {
        self.root.join("crates")
    }

    /// Writes crates and runners. Files that stay as they are keep their time; all others go, but for what cargo built.
    ///
    /// # Errors
    /// The disk refuses.
    pub(super) fn write(&self, ships: &[Ship<'_>], runners: &[Runner<'_>]) -> Result<(), Failure> {
        let mut files = BTreeMap::new();
        for ship in ships {
            for (path, text) in &ship.package.files {
                files.insert(self.crates().join(&ship.package.name).join(path), text.clone());
            }
        }
        for runner in runners {
            files.extend(
                runner
                    .files(&self.runtime)
                    .into_iter()
                    .map(|(path, text)| (self.root.join("runners").join(path), text)),
            );
        }
        files.insert(self.root.join("Cargo.toml"), manifest(ships, runners));
        remove_others(&self.crates(), &files)?;
        remove_others(&self.root.join("runners"), &files)?;
        for (path, text) in &files {
            write(path, text)?;
        }
        let lock = self.root.join("Cargo.lock");
        std::fs::copy(&self.lock, &lock).map(drop).map_err(Failure::at("write", &lock))
    }
}

fn manifest(ships: &[Ship<'_>], runners: &[Runner<'_>]) -> String {
    let ships = ships.iter().map(|ship| format!("    \"crates/{}\",\n", ship.package.name));
    let runners = runners.iter().map(|runner| format!("    \"runners/{}\",\n", runner.name()));
    let members: String = ships.chain(runners).collect();
    format!("[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n{PROFILE}")
}

/// Removes the folders below `folder` that hold none of `files`.
fn remove_others(folder: &Path, files: &BTreeMap<PathBuf, String>) -> Result<(), Failure> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Ok(()) };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let holds_one = files.range(path.clone()..).next().is_some_and(|(file, _)| file.starts_with(&path));
        if !holds_one {
            std::fs::remove_dir_all(&path).map_err(Failure::at("remove", &path))?;
        }
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    if std::fs::read(path).is_ok_and(|before| before == text.as_bytes()) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(Failure::at("create", folder))?;
    std::fs::write(path, text).map_err(Failure::at("write", path))
}
