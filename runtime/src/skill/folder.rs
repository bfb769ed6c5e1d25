//! The folder of a skill, and what may be read of it.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::media::media_type;

/// How many files and folders are looked at: a location may be anything, such as `/`.
const MOST_ENTRIES: usize = 10_000;

/// A folder that is there.
pub(super) struct Folder {
    /// Without symbolic links, so that others can be compared with it.
    root: PathBuf,
}

/// A file of a folder.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Listed {
    /// Within the folder, with `/` between its parts.
    pub(super) path: String,
    /// In bytes.
    size: u64,
    /// Its media type.
    r#type: &'static str,
}

/// Why nothing can be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum Fault {
    /// No path of a file within a folder.
    #[error("the path of a file has no empty part, no . or .., no backslash and no control character")]
    Unsafe,
    /// No such folder or file: none that lies in the folder, that is.
    #[error("there is no such file")]
    Absent,
    /// The folder holds too much.
    #[error("the folder holds more than {0}")]
    TooMuch(String),
    /// Reading fails.
    #[error("the files can't be read")]
    Io(#[from] io::Error),
}

impl Folder {
    /// The folder at a path.
    pub(super) fn open(location: &Path) -> Result<Self, Fault> {
        let root = real(location)?;
        if root.is_dir() { Ok(Self { root }) } else { Err(Fault::Absent) }
    }

    /// All files in the order of their paths, those of folders within too. Links to files count if these lie in the folder;
    /// links to folders are not followed, as they may lead round in circles.
    pub(super) fn files(&self) -> Result<Vec<Listed>, Fault> {
        let mut files = Vec::new();
        let mut folders = vec![(self.root.clone(), String::new())];
        let mut seen = 0;
        while let Some((folder, prefix)) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                seen += 1;
                if seen > MOST_ENTRIES {
                    return Err(Fault::TooMuch(format!("{MOST_ENTRIES} files")));
                }
                let name = entry.file_name();
                let Some(name) = name.to_str().filter(|name| is_safe(name)) else { continue }; // no URL names it
                let path = format!("{prefix}{name}");
                if entry.file_type()?.is_dir() {
                    folders.push((entry.path(), format!("{path}/")));
                } else if let Some((_, metadata)) = self.inside(&entry.path())? {
                    files.push(Listed { size: metadata.len(), r#type: media_type(name), path });
                }
            }
        }
        files.sort_by(|one, other| one.path.cmp(&other.path));
        Ok(files)
    }

    /// The file at a path within the folder.
    pub(super) fn file<'a>(&self, parts: impl IntoIterator<Item = &'a str>) -> Result<(File, Metadata), Fault> {
        let mut path = self.root.clone();
        for part in parts {
            if !is_safe(part) {
                return Err(Fault::Unsafe);
            }
            path.push(part);
        }
        let (path, _) = self.inside(&path)?.ok_or(Fault::Absent)?;
        let file = File::open(path)?;
        let metadata = file.metadata()?;
        Ok((file, metadata))
    }

    /// Where a file really is, provided that this is in the folder and that it is a file: no pipe, no device.
    fn inside(&self, path: &Path) -> Result<Option<(PathBuf, Metadata)>, Fault> {
        let path = match real(path) {
            Ok(path) => path,
            Err(Fault::Absent) => return Ok(None),
            Err(fault) => return Err(fault),
        };
        let metadata = fs::metadata(&path)?;
        Ok((path.starts_with(&self.root) && metadata.is_file()).then_some((path, metadata)))
    }
}

/// A path without links. One that is too long, leads round in circles or through a file names nothing either.
fn real(path: &Path) -> Result<PathBuf, Fault> {
    path.canonicalize().map_err(|error| match error.kind() {
        ErrorKind::PermissionDenied => Fault::Io(error),
        _ => Fault::Absent,
    })
}

/// Whether it can be one part of a path within the folder, and nothing else.
fn is_safe(part: &str) -> bool {
    let is_odd = |c: char| matches!(c, '/' | '\\') || c.is_control() || cfg!(windows) && c == ':';
    !matches!(part, "" | "." | "..") && !part.contains(is_odd)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_paths_are_names() {
        let check = |part, wanted| assert_eq!(is_safe(part), wanted, "{part:?}");
        for part in ["SKILL.md", "a b", "..a", "a..b", "...", ".hidden", "%2e%2e", "~", "é", "*"] {
            check(part, true);
        }
        for part in ["", ".", "..", "/", "a/b", "../a", "a\\b", "..\\a", "a\0", "a\n"] {
            check(part, false);
        }
    }
}
