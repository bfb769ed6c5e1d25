//! The output folder on disk: what lies there, and which paths are safe.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use crate::disk::Disk;
use crate::failure::Failure;
use crate::repository::with_slashes;
use crate::workspace::STAGING;

/// The output folder; need not exist.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

/// What lies at a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OnDisk {
    /// A regular file.
    File(Vec<u8>),
    /// A symbolic link, a pipe, …: neither read nor replaced.
    Other,
}

impl Folder {
    /// The folder at `root`: absolute, without symbolic links.
    pub(crate) fn new(root: PathBuf) -> Self {
        Self { root }
    }

    /// What lies at a path of the folder.
    pub(crate) fn get(&self, path: &str) -> Result<Option<OnDisk>, Failure> {
        let full = self.safe(path)?;
        let kind = match full.symlink_metadata() {
            Ok(metadata) => metadata.file_type(),
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Failure::at("read", &full)(error)),
        };
        read(kind, &full).map(Some)
    }

    /// All files of a package, by their path in the output folder (`package/src/lib.rs`).
    pub(crate) fn files(&self, package: &str) -> Result<BTreeMap<String, OnDisk>, Failure> {
        self.safe(&format!("{package}/Cargo.toml"))?; // the folder itself must be no link either
        let folder = self.root.join(package);
        let mut files = BTreeMap::new();
        if !folder.is_dir() {
            return Ok(files);
        }
        for entry in WalkDir::new(&folder).follow_links(false) {
            let entry = entry.map_err(|error| Failure::at("read", &folder)(error.into()))?;
            if !entry.file_type().is_dir() {
                let below = with_slashes(entry.path().strip_prefix(&self.root).unwrap_or(entry.path()));
                files.insert(below, read(entry.file_type(), entry.path())?);
            }
        }
        Ok(files)
    }

    /// Names of the folders that hold no file, however deep.
    pub(crate) fn empty_folders(&self) -> Result<Vec<String>, Failure> {
        let entries = WalkDir::new(&self.root).min_depth(1).max_depth(1).sort_by_file_name();
        let folders = entries.into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_dir());
        let folders = folders.filter(|entry| entry.file_name() != STAGING);
        let mut names = Vec::new();
        for folder in folders {
            let mut inside = WalkDir::new(folder.path()).min_depth(1).into_iter();
            if inside.all(|entry| entry.is_ok_and(|entry| entry.file_type().is_dir())) {
                names.push(folder.file_name().to_string_lossy().into_owned());
            }
        }
        Ok(names)
    }

    /// The full path of `path`, which may leave the folder neither by `..` nor through a symbolic link.
    pub(crate) fn safe(&self, path: &str) -> Result<PathBuf, Failure> {
        let parts: Vec<Component<'_>> = Path::new(path).components().collect();
        if parts.is_empty() || !parts.iter().all(|part| matches!(part, Component::Normal(_))) {
            return Err(Failure::Usage(format!("`{path}` leads out of the output folder")));
        }
        let full = self.root.join(path);
        let folders = full.ancestors().skip(1).take_while(|folder| *folder != self.root);
        if let Some(link) = folders.filter(|folder| folder.is_symlink()).last() {
            return Err(Failure::Usage(format!(
                "{} is a symbolic link; remove it, nothing is written through it",
                link.display()
            )));
        }
        Ok(full)
    }

    /// Removes a folder below this one and all folders in it that hold no file. A file that turns up meanwhile stays, and
    /// where no folder is empty, nothing is tried.
    pub(crate) fn remove_empty(&self, package: &str, disk: &dyn Disk) -> Result<(), Failure> {
        let folder = self.safe(package)?;
        if !folder.is_dir() || folder.is_symlink() {
            return Ok(());
        }
        for entry in WalkDir::new(&folder).contents_first(true).into_iter().filter_map(Result::ok) {
            if !entry.file_type().is_dir() || !is_empty(entry.path()) {
                continue;
            }
            match disk.remove_folder(entry.path()) {
                Err(error) if !matches!(error.kind(), ErrorKind::DirectoryNotEmpty | ErrorKind::NotFound) => {
                    return Err(Failure::at("remove", entry.path())(error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none())
}

fn read(kind: std::fs::FileType, path: &Path) -> Result<OnDisk, Failure> {
    if !kind.is_file() {
        return Ok(OnDisk::Other);
    }
    std::fs::read(path).map(OnDisk::File).map_err(Failure::at("read", path))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::disk::LocalDisk;

    #[test]
    fn no_path_leads_out() {
        let outside = tempfile::tempdir().unwrap();
        let root = tempfile::tempdir().unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(outside.path(), root.path().join("link")).unwrap();
        let folder = Folder::new(root.path().to_owned());
        for path in ["", "..", "../x", "a/../../x", "/etc/passwd", "link/Cargo.toml", "link/src/lib.rs"] {
            assert!(folder.safe(path).is_err(), "{path}");
        }
        for path in ["a", "a/src/lib.rs"] {
            assert_eq!(folder.safe(path).unwrap(), root.path().join(path));
        }
    }

    #[test]
    fn empty_folders_go_and_others_stay() {
        let root = tempfile::tempdir().unwrap();
        for path in ["empty/deep/er", "full/src", "full/old"] {
            std::fs::create_dir_all(root.path().join(path)).unwrap();
        }
        std::fs::write(root.path().join("full/src/lib.rs"), "").unwrap();
        let folder = Folder::new(root.path().to_owned());
        assert_eq!(folder.empty_folders().unwrap(), ["empty"]);
        for name in ["empty", "full", "missing"] {
            folder.remove_empty(name, &LocalDisk).unwrap();
        }
        assert!(!root.path().join("empty").exists());
        assert!(!root.path().join("full/old").exists());
        assert!(root.path().join("full/src/lib.rs").exists());
    }
}
