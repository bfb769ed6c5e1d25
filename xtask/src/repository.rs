//! The repository that a command works on: its folders, and the names that no package may take.

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
    /// The repository at `root`, or the one around the current folder: the nearest folder upwards that holds `specs` or the
    /// manifest of a workspace. Where there is none, it is the current folder.
    ///
    /// # Errors
    /// There is no such folder, or its manifest cannot be read.
    pub(crate) fn find(root: Option<&Path>) -> Result<Self, Failure> {
        let start = root.unwrap_or(Path::new("."));
        let start = start.canonicalize().map_err(Failure::at("find", start))?;
        let root = if root.is_some() { start } else { around(&start)? };
        let manifest = workspace::manifest(&root.join("Cargo.toml"))?.unwrap_or_default();
        Ok(Self { root, manifest })
    }

    /// A folder of the repository, as seen from the current folder: messages name it as a terminal can open it.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        let full = self.root.join(name);
        let current = std::env::current_dir().and_then(|dir| dir.canonicalize());
        current.map_or(full.clone(), |current| relative(&current, &full))
    }

    /// Its folder, absolute.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The path from the folder of a package in `out` (absolute, without symbolic links) to the runtime crate in `folder`.
    ///
    /// # Errors
    /// It isn't there.
    pub(crate) fn runtime_from(&self, folder: &Path, out: &Path) -> Result<String, Failure> {
        let manifest = folder.join("Cargo.toml");
        if !manifest.is_file() {
            return Err(Failure::Usage(format!(
                "there is no {}: crates need the runtime of Capwright. Work in a clone of Capwright (`--root DIR` names it), or say \
                 where the runtime is: `--runtime DIR`, `--runtime VERSION` or `--runtime git+URL#REV`, or `runtime` under \
                 [workspace.metadata.capwright]",
                manifest.display()
            )));
        }
        let folder = folder.canonicalize().map_err(Failure::at("find", folder))?;
        Ok(with_slashes(&relative(&out.join("package"), &folder)))
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

/// The nearest folder from `start` upwards that is the root of a repository; a workspace that `gen` wrote is none.
fn around(start: &Path) -> Result<PathBuf, Failure> {
    for folder in start.ancestors() {
        let path = folder.join("Cargo.toml");
        let is_workspace = workspace::manifest(&path)?.is_some_and(|manifest| manifest.contains_key("workspace"));
        if folder.join("specs").is_dir() || (is_workspace && !workspace::is_ours(&path)?) {
            return Ok(folder.to_owned());
        }
    }
    Ok(start.to_owned())
}

/// The path from one folder to another; both absolute, without `..` and symbolic links.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let path = pathdiff::diff_paths(to, from).unwrap_or_else(|| to.to_owned());
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
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
    use capwright_codegen::package::MARKER;

    use super::*;

    #[test]
    fn paths_lead_from_one_folder_to_another() {
        let rows = [
            ("/repo/generated/p", "/repo/runtime", "../../runtime"),
            ("/tmp/out/p", "/repo/runtime", "../../../repo/runtime"),
            ("/repo", "/repo/specs", "specs"),
            ("/repo/tests", "/repo/specs", "../specs"),
            ("/repo/specs", "/repo/specs", "."),
        ];
        for (from, to, expected) in rows {
            assert_eq!(relative(Path::new(from), Path::new(to)), Path::new(expected), "{from} to {to}");
        }
    }

    #[test]
    fn the_root_is_above() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path().canonicalize().unwrap();
        let manifests = [
            ("a/Cargo.toml", "[workspace]\n"),
            ("a/member/Cargo.toml", "[package]\nname = 'member'\n"),
            ("a/out/Cargo.toml", &format!("# {MARKER}\n[workspace]\n")),
        ];
        for path in ["a/member/src", "a/out", "b/specs/acme", "b/deep/er", "a/inner/specs"] {
            std::fs::create_dir_all(top.join(path)).unwrap();
        }
        manifests.iter().for_each(|(path, text)| std::fs::write(top.join(path), text).unwrap());
        let rows = [
            ("a/member/src", "a"),
            ("a/out", "a"),
            ("b", "b"),
            ("b/specs/acme", "b"),
            ("b/deep/er", "b"),
            ("a/inner", "a/inner"),
        ];
        for (start, expected) in rows {
            assert_eq!(around(&top.join(start)).unwrap(), top.join(expected), "{start}");
        }
        let runtime = Repository::find(Some(&top))
            .unwrap()
            .runtime_from(&top.join("runtime"), &top.join("out"))
            .map_err(|f| format!("{f:?}"));
        assert!(runtime.unwrap_err().contains("crates need the runtime"));
    }

    #[test]
    fn members_and_dependencies_are_reserved() {
        let names = Repository::find(None).unwrap().reserved_names().unwrap();
        for name in ["xtask", "capwright-codegen", "capwright-runtime", "serde", "axum"] {
            assert!(names.iter().any(|reserved| reserved == name), "{name} is not in {names:?}");
        }
        assert!(!names.iter().any(|name| name.starts_with("tanium")), "{names:?}");
    }
}
