//! Finds and reads the documents.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use capwright_codegen::source::{MOST_BYTES, Source};
use walkdir::{DirEntry, WalkDir};

use crate::failure::Failure;
use crate::repository::with_slashes;

/// Every `*.yaml` and `*.yml` of a folder, in letters of any case, sorted by path.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// The documents; one that cannot be read is here too, since its package keeps its name.
    pub(crate) all: Vec<Source>,
    /// Folders that were left out, a sentence each.
    pub(crate) warnings: Vec<String>,
}

impl Sources {
    /// Reads them. Symbolic links to files below `specs` are read, others are not followed.
    ///
    /// # Errors
    /// `specs` or a folder below it cannot be read: its documents would look as if they had been deleted.
    pub(crate) fn read(specs: &Path) -> Result<Self, Failure> {
        if !specs.is_dir() {
            return Err(Failure::Usage(format!(
                "there is no folder {} with documents; name one with --specs DIR",
                specs.display()
            )));
        }
        let root = specs.canonicalize().map_err(Failure::at("read", specs))?;
        let mut found = BTreeMap::new();
        let mut sources = Self::default();
        for entry in WalkDir::new(specs).min_depth(1) {
            let entry = entry.map_err(|error| unreadable_folder(specs, error))?;
            if is_link_to_folder(&entry) {
                sources
                    .warnings
                    .push(format!("{} is a symbolic link to a folder and is not followed", entry.path().display()));
            } else if is_document(&entry) {
                let below = entry.path().strip_prefix(specs).unwrap_or(entry.path());
                found.insert(with_slashes(below), entry.into_path());
            }
        }
        for (below, path) in found {
            sources.add(below, &path, &root);
        }
        sources.warnings.sort();
        Ok(sources)
    }

    fn add(&mut self, below: String, path: &Path, root: &Path) {
        let shown = with_slashes(path);
        self.all.push(match read(path, root) {
            Ok(text) => Source::new(below, shown, text),
            Err(Unreadable { before, reason }) => Source::new(below, shown, before).unreadable(reason),
        });
    }
}

/// Why a file is not text.
struct Unreadable {
    /// The text before the fault.
    before: String,
    reason: String,
}

fn read(path: &Path, root: &Path) -> Result<String, Unreadable> {
    let bytes = regular_file(path, root).and_then(|path| bounded(&path)).map_err(|error| {
        let reason = format!("the file cannot be read: {error}");
        Unreadable { before: String::new(), reason }
    })?;
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(&error.as_bytes()[..valid]).into_owned();
        Unreadable { before, reason: "the file is not UTF-8".to_owned() }
    })
}

/// The content of a file, unless it is longer than any document may be: gigabytes need not be in memory for that.
fn bounded(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let length = std::fs::File::open(path)?.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    if length > MOST_BYTES {
        return Err(io::Error::other(format!("it has more than {MOST_BYTES} bytes; split the document")));
    }
    Ok(bytes)
}

/// The file behind `path`; anything but a file would block (a pipe) or lead elsewhere (a link).
fn regular_file(path: &Path, root: &Path) -> io::Result<PathBuf> {
    let real = path.canonicalize()?;
    if !real.starts_with(root) {
        return Err(io::Error::other("it is a symbolic link that leads out of the specs folder"));
    }
    if !real.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    Ok(real)
}

fn is_document(entry: &DirEntry) -> bool {
    let is_one = |extension: &OsStr| ["yaml", "yml"].iter().any(|known| extension.eq_ignore_ascii_case(known));
    let is_yaml = entry.path().extension().is_some_and(is_one);
    is_yaml && !entry.file_type().is_dir()
}

fn is_link_to_folder(entry: &DirEntry) -> bool {
    entry.path_is_symlink() && entry.path().is_dir()
}

fn unreadable_folder(specs: &Path, error: walkdir::Error) -> Failure {
    let path = error.path().unwrap_or(specs).to_owned();
    let reason = error.into_io_error().unwrap_or_else(|| io::Error::other("it cannot be walked"));
    Failure::at("read", &path)(reason)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn paths(sources: &Sources) -> Vec<&str> {
        sources.all.iter().map(|source| source.path.as_str()).collect()
    }

    #[test]
    fn every_yaml_file_is_found_in_the_order_of_paths() {
        let folder = folder(&[
            ("b.yml", b""),
            ("a/z.yaml", b""),
            ("a.yaml", b""),
            ("a/notes.md", b""),
            ("d.yaml/x.yaml", b""),
            ("E.YAML", b""),
        ]);
        let sources = Sources::read(folder.path()).unwrap();
        assert_eq!(paths(&sources), ["E.YAML", "a.yaml", "a/z.yaml", "b.yml", "d.yaml/x.yaml"]);
    }

    #[test]
    fn a_file_that_is_not_text_stops_no_other() {
        let folder = folder(&[("a.yaml", b"x: 1\ny: \xff\n"), ("b.yaml", b"ok")]);
        let sources = Sources::read(folder.path()).unwrap();
        assert_eq!(paths(&sources), ["a.yaml", "b.yaml"]);
        assert_eq!(sources.all[0].fault.as_deref(), Some("the file is not UTF-8"));
        assert_eq!(sources.all[0].text, "x: 1\ny: ");
        assert_eq!(sources.all[1].fault, None);
    }

    #[test]
    fn bytes_that_are_no_document_are_told_apart() {
        let utf16: Vec<u8> = "\u{feff}naftiko: 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let long = vec![b' '; MOST_BYTES + 1];
        let folder =
            folder(&[("a.yaml", &utf16), ("b.yaml", &long), ("c.yaml", &long[1..]), ("d.yaml", b"\xef\xbb\xbfx: 1")]);
        let sources = Sources::read(folder.path()).unwrap();
        let faults: Vec<_> = sources.all.iter().map(|source| source.fault.as_deref().unwrap_or("none")).collect();
        let long = "the file cannot be read: it has more than 4194304 bytes; split the document";
        assert_eq!(faults, ["the file is not UTF-8", long, "none", "none"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_lead_out_of_the_folder() {
        use std::os::unix::fs::symlink;
        let other = folder(&[("secret.yaml", b"secret")]);
        let folder = folder(&[("a.yaml", b"inside")]);
        symlink(other.path().join("secret.yaml"), folder.path().join("out.yaml")).unwrap();
        symlink(other.path(), folder.path().join("out")).unwrap();
        symlink(folder.path().join("a.yaml"), folder.path().join("in.yaml")).unwrap();
        symlink(folder.path().join("nowhere"), folder.path().join("broken.yaml")).unwrap();
        let sources = Sources::read(folder.path()).unwrap();
        assert_eq!(paths(&sources), ["a.yaml", "broken.yaml", "in.yaml", "out.yaml"]);
        let faults: Vec<_> = sources.all.iter().map(|source| source.fault.as_deref().unwrap_or("none")).collect();
        assert!(faults[1].starts_with("the file cannot be read: ") && faults[3].contains("leads out of"), "{faults:?}");
        assert_eq!((faults[0], faults[2], sources.all[2].text.as_str()), ("none", "none", "inside"));
        assert_eq!(sources.warnings.len(), 1);
    }
}
