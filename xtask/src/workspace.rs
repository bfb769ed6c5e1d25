//! The workspace around generated crates: the enclosing one, or one of their own.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use capwright_codegen::package::MARKER;
use glob::{MatchOptions, Pattern};
use toml::{Table, Value};

use crate::failure::Failure;

/// The name of the folder where files are written before they appear.
pub(crate) const STAGING: &str = ".capwright-staging";

/// The output folder: where it is, and how messages call it.
#[derive(Debug)]
pub(crate) struct Destination {
    /// Absolute, without symbolic links; need not exist.
    pub(crate) root: PathBuf,
    /// As given.
    pub(crate) shown: PathBuf,
}

impl Destination {
    /// Settles where `dir` is.
    ///
    /// # Errors
    /// It is a file, or leads through a folder that does not exist (`missing/../x`).
    pub(crate) fn new(dir: &Path) -> Result<Self, Failure> {
        if dir.exists() && !dir.is_dir() {
            return Err(Failure::Usage(format!("{} is not a folder", dir.display())));
        }
        let full = std::path::absolute(dir).map_err(Failure::at("find", dir))?;
        let existing = full.ancestors().find(|path| path.exists()).unwrap_or(&full);
        let rest = full.strip_prefix(existing).unwrap_or(Path::new(""));
        if rest.components().any(|part| part == Component::ParentDir) {
            return Err(Failure::Usage(format!("{} leads through a folder that does not exist", dir.display())));
        }
        let existing = existing.canonicalize().map_err(Failure::at("find", existing))?;
        Ok(Self { root: existing.join(rest), shown: dir.to_owned() })
    }

    /// Where files are written before they appear: on the file system of the output folder, where no workspace takes it for
    /// a crate. That is in the folder, or else beside it.
    ///
    /// # Errors
    /// A manifest cannot be read.
    pub(crate) fn staging(&self) -> Result<PathBuf, Failure> {
        let beside = || {
            let name = self.root.file_name().unwrap_or_default().to_string_lossy();
            self.root.with_file_name(format!(".{name}{STAGING}"))
        };
        let is_claimed = self.is_held(&BTreeSet::from([STAGING]))?;
        Ok(if is_claimed { beside() } else { self.root.join(STAGING) })
    }

    /// The manifest of a workspace for `packages`, if there are any and no other workspace holds them.
    ///
    /// It names its members: a pattern would also catch `target`, `.git` and whatever else comes to lie there.
    ///
    /// # Errors
    /// The folder itself is a member of a workspace, which another workspace inside would break, or somebody else's manifest is
    /// in the way.
    pub(crate) fn own_workspace(&self, packages: &BTreeSet<&str>) -> Result<Option<String>, Failure> {
        if packages.is_empty() || self.is_held(packages)? {
            return Ok(None);
        }
        let path = self.root.join("Cargo.toml");
        if path.exists() && !is_ours(&path)? {
            let (out, path) = (self.shown.display(), path.display());
            return Err(Failure::Usage(format!(
                "{path} does not hold the crates in {out}: add them to its members, or choose another folder"
            )));
        }
        let members: String = packages.iter().map(|package| format!("    \"{package}\",\n")).collect();
        Ok(Some(format!("# {MARKER}. Do not edit.\n\n[workspace]\nresolver = \"3\"\nmembers = [\n{members}]\n")))
    }

    /// Whether the nearest workspace counts any of the crates among its members; one that we wrote here does not count.
    fn is_held(&self, packages: &BTreeSet<&str>) -> Result<bool, Failure> {
        for folder in self.root.ancestors() {
            let path = folder.join("Cargo.toml");
            let Some(manifest) = manifest(&path)? else { continue };
            let Some(workspace) = manifest.get("workspace").and_then(Value::as_table) else { continue };
            if folder == self.root && is_ours(&path)? {
                continue;
            }
            if folder != self.root && claims(workspace, folder, &self.root) {
                let (out, owner) = (self.shown.display(), path.display());
                return Err(Failure::Usage(format!(
                    "{out} is itself a member of the workspace {owner}; choose a folder that is not"
                )));
            }
            return Ok(packages.iter().any(|package| claims(workspace, folder, &self.root.join(package))));
        }
        Ok(false)
    }
}

/// A manifest; none if there is no such file.
///
/// # Errors
/// It cannot be read or is not TOML: cargo would stumble there too.
pub(crate) fn manifest(path: &Path) -> Result<Option<Table>, Failure> {
    if !path.is_file() {
        return Ok(None);
    }
    let text = std::fs::read_to_string(path).map_err(Failure::at("read", path))?;
    text.parse().map(Some).map_err(|error| Failure::Usage(format!("{} is not TOML: {error}", path.display())))
}

/// The texts of a list; none if there is no list.
pub(crate) fn strings<'a>(table: &'a Table, key: &str) -> impl Iterator<Item = &'a str> {
    table.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

/// Whether a workspace counts a folder among its members, as far as its manifest says (path dependencies aside).
fn claims(workspace: &Table, root: &Path, folder: &Path) -> bool {
    let Ok(path) = folder.strip_prefix(root) else { return false };
    let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
    let is_member =
        |pattern: &str| Pattern::new(plain(pattern)).is_ok_and(|pattern| pattern.matches_path_with(path, options));
    strings(workspace, "members").any(is_member)
        && !strings(workspace, "exclude").any(|excluded| path.starts_with(plain(excluded)))
}

fn plain(pattern: &str) -> &str {
    pattern.trim_start_matches("./").trim_end_matches('/')
}

pub(crate) fn is_ours(path: &Path) -> Result<bool, Failure> {
    let text = std::fs::read_to_string(path).map_err(Failure::at("read", path))?;
    Ok(text.lines().next().is_some_and(|line| line.contains(MARKER)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// Paths and texts of manifests.
    type Manifests<'a> = &'a [(&'a str, &'a str)];

    /// Writes manifests, and says whether crates `a` and `b` in `out` get a workspace of their own.
    fn own(manifests: Manifests<'_>, out: &str) -> Result<Option<String>, String> {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in manifests {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let destination = Destination::new(&folder.path().join(out)).map_err(|failure| format!("{failure:?}"))?;
        destination.own_workspace(&BTreeSet::from(["a", "b"])).map_err(|failure| format!("{failure:?}"))
    }

    #[test]
    fn crates_that_nobody_holds_get_a_workspace() {
        let ours = format!(
            "# {MARKER}. Do not edit.\n\n[workspace]\nresolver = \"3\"\nmembers = [\n    \"a\",\n    \"b\",\n]\n"
        );
        let rows: [(Manifests<'_>, &str, bool); 8] = [
            (&[], "out", true),
            (&[("Cargo.toml", "[workspace]\nmembers = ['generated/*']")], "generated", false),
            (&[("Cargo.toml", "[workspace]\nmembers = ['./generated/a/']")], "generated", false),
            (&[("Cargo.toml", "[workspace]\nmembers = ['generated/*']")], "target/out", true),
            (&[("Cargo.toml", "[workspace]\nmembers = ['x/*']\nexclude = ['x']")], "x", true),
            (&[("Cargo.toml", "[package]\nname = 'x'")], "out", true),
            (&[("out/Cargo.toml", "[workspace]\nmembers = ['*']")], "out", false),
            (&[("out/Cargo.toml", &ours)], "out", true),
        ];
        for (manifests, out, expected) in rows {
            let text = own(manifests, out).unwrap();
            assert_eq!(text, expected.then(|| ours.clone()), "{manifests:?} {out}");
        }
    }

    #[test]
    fn a_folder_that_is_a_member_itself_is_refused() {
        let refused = own(&[("Cargo.toml", "[workspace]\nmembers = ['generated/*']")], "generated/more").unwrap_err();
        assert!(refused.contains("is itself a member"), "{refused}");
    }

    #[test]
    fn a_manifest_that_is_not_ours_is_never_replaced() {
        for theirs in ["[package]\nname = 'theirs'", "[workspace]\nmembers = ['x']"] {
            let refused = own(&[("out/Cargo.toml", theirs)], "out").unwrap_err();
            assert!(refused.contains("does not hold the crates"), "{refused}");
        }
    }

    #[test]
    fn no_workspace_takes_the_staging_folder_for_a_crate() {
        let rows = [("[workspace]\nmembers = ['out/*']", ".out.capwright-staging"), ("", "out/.capwright-staging")];
        for (manifest, expected) in rows {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join("Cargo.toml"), manifest).unwrap();
            let staging = Destination::new(&folder.path().join("out")).unwrap().staging().unwrap();
            assert_eq!(staging, folder.path().canonicalize().unwrap().join(expected));
        }
    }

    #[test]
    fn a_folder_that_leads_nowhere_is_refused() {
        assert!(own(&[], "missing/../out").unwrap_err().contains("does not exist"));
        assert!(own(&[("out", "a file")], "out").unwrap_err().contains("not a folder"));
    }
}
