//! The repository that this program was built from: its folders, and the names that no package may take.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

use crate::failure::Failure;
use crate::workspace;

/// The repository.
#[derive(Debug)]
pub(crate) struct Repository {
    root: PathBuf,
    manifest: Table,
}

impl Repository {
    /// The repository around this crate; cargo builds the program anew when it moves.
    ///
    /// # Errors
    /// It is gone, or its manifest cannot be read.
    pub(crate) fn here() -> Result<Self, Failure> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("/"));
        let root = root.canonicalize().map_err(Failure::at("find the repository", root))?;
        let manifest = workspace::manifest(&root.join("Cargo.toml"))?.unwrap_or_default();
        Ok(Self { root, manifest })
    }

    /// A folder of the repository, as seen from the current folder: messages name it as a terminal can open it.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let full = self.root.join(name);
        let current = std::env::current_dir().and_then(|dir| dir.canonicalize());
        current.map_or(full.clone(), |current| relative(&current, &full))
    }

    /// The path from the folder of a package in `out` (absolute, without symbolic links) to the runtime crate.
    pub(crate) fn runtime_from(&self, out: &Path) -> String {
        with_slashes(&relative(&out.join("package"), &self.root.join("runtime")))
    }

    /// The manifest of the workspace.
    pub(crate) fn manifest(&self) -> &Table {
        &self.manifest
    }

    /// Names of the workspace's members and dependencies. Crates below `generated/` are not among them.
    ///
    /// # Errors
    /// A manifest cannot be read.
    pub(crate) fn reserved_names(&self) -> Result<Vec<String>, Failure> {
        let Some(root) = self.manifest.get("workspace").and_then(Value::as_table) else { return Ok(Vec::new()) };
        let mut names: BTreeSet<String> = dependencies(root).into_iter().collect();
        for member in workspace::strings(root, "members").filter(|member| !member.contains('*')) {
            let manifest = workspace::manifest(&self.root.join(member).join("Cargo.toml"))?.unwrap_or_default();
            names.extend(package_name(&manifest));
        }
        Ok(names.into_iter().collect())
    }
}

/// The path from one folder to another; both absolute, without `..` and symbolic links.
fn relative(from: &Path, to: &Path) -> PathBuf {
    pathdiff::diff_paths(to, from).unwrap_or_else(|| to.to_owned())
}

/// The text of a path with forward slashes, which cargo and diagnostics use on every system.
pub(crate) fn with_slashes(path: &Path) -> String {
    let text = path.to_string_lossy();
    if cfg!(windows) { text.replace('\\', "/") } else { text.into_owned() }
}

/// Dependencies from a registry, under both of their names.
fn dependencies(root: &Table) -> Vec<String> {
    let all = root.get("dependencies").and_then(Value::as_table).into_iter().flatten();
    let foreign = all.filter(|(_, spec)| spec.get("path").is_none());
    foreign
        .flat_map(|(name, spec)| [Some(name.as_str()), spec.get("package").and_then(Value::as_str)])
        .flatten()
        .map(str::to_owned)
        .collect()
}

fn package_name(manifest: &Table) -> Option<String> {
    manifest.get("package")?.get("name")?.as_str().map(str::to_owned)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_from_one_folder_to_another() {
        let rows = [
            ("/repo/generated/p", "/repo/runtime", "../../runtime"),
            ("/tmp/out/p", "/repo/runtime", "../../../repo/runtime"),
            ("/repo", "/repo/specs", "specs"),
            ("/repo/tests", "/repo/specs", "../specs"),
        ];
        for (from, to, expected) in rows {
            assert_eq!(relative(Path::new(from), Path::new(to)), Path::new(expected), "{from} to {to}");
        }
    }

    #[test]
    fn members_and_dependencies_are_reserved() {
        let names = Repository::here().unwrap().reserved_names().unwrap();
        for name in ["xtask", "capwright-codegen", "capwright-runtime", "serde", "axum"] {
            assert!(names.iter().any(|reserved| reserved == name), "{name} is not in {names:?}");
        }
        assert!(!names.iter().any(|name| name.starts_with("tanium")), "{names:?}");
    }
}
