//! Compares what was compiled with what lies on disk. Nothing is written here.

use std::collections::{BTreeMap, BTreeSet};

use capwright_codegen::Package;
use capwright_codegen::package::{Entry, MARKER, Manifest};
use rayon::prelude::*;

use crate::failure::Failure;
use crate::folder::{Folder, OnDisk};
use crate::workspace::Destination;

/// The name of the manifest in the output folder.
pub(crate) const MANIFEST: &str = "MANIFEST";

/// What is wanted in the output folder.
#[derive(Debug, Default)]
pub(crate) struct Wish<'a> {
    /// The crates that were compiled.
    pub(crate) packages: BTreeMap<&'a str, &'a Package>,
    /// Packages that have a document but no crate this time, since it was rejected or not chosen: they stay as they are.
    pub(crate) untouched: BTreeSet<&'a str>,
    /// Whether everything stays that is not wanted.
    pub(crate) removes_nothing: bool,
}

/// What would have to happen in the output folder.
#[derive(Debug)]
pub(crate) struct Plan {
    /// Packages that are wanted or to be removed, by name.
    pub(crate) packages: Vec<PackagePlan>,
    /// Files beside the packages; the manifest is the last.
    pub(crate) shared: Vec<FilePlan>,
    /// Folders without a file: one of them would break the workspace that holds the packages.
    pub(crate) empty: Vec<String>,
}

/// A package, file by file.
#[derive(Debug)]
pub(crate) struct PackagePlan {
    pub(crate) name: String,
    /// By path; with the paths of the output folder (`package/src/lib.rs`).
    pub(crate) files: Vec<FilePlan>,
    status: Status,
}

/// What becomes of a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Status {
    Unchanged,
    /// Files have to be written or removed.
    Changed,
    /// It has no document any more: all its files are to be removed.
    Gone,
    /// It has no document any more, but holds files that nobody generated: it stays whole, for a package without its manifest
    /// would break the workspace.
    Kept,
}

/// A file that is wanted, or lies in a package's folder.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FilePlan {
    pub(crate) path: String,
    pub(crate) state: State,
    /// The content on disk, if it is a file.
    pub(crate) before: Option<Vec<u8>>,
    /// The wanted content.
    pub(crate) after: Option<String>,
}

/// How a file on disk compares with what is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum State {
    Same,
    /// Wanted, and not there.
    Missing,
    /// Wanted with another content.
    Differs,
    /// Wanted with another content, but nothing proves that we wrote what is there.
    Foreign,
    /// Not wanted, and proved to be ours.
    Stale,
    /// Not wanted, and nothing proves that it is ours.
    Unexpected,
}

impl State {
    /// How `--check` names it.
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Missing => "missing",
            Self::Differs => "differs",
            Self::Stale => "stale",
            Self::Foreign | Self::Unexpected => "unexpected",
        }
    }
}

impl Plan {
    /// Compares.
    ///
    /// # Errors
    /// The output folder cannot be read, or holds a symbolic link where a folder should be.
    pub(crate) fn new(wish: &Wish<'_>, destination: &Destination, folder: &Folder) -> Result<Self, Failure> {
        let previous = previous_manifest(folder)?;
        let mut manifest = Manifest::default();
        let compare = |(name, package): (&&str, &&Package)| PackagePlan::wanted(name, package, &previous, folder);
        let mut packages = wish.packages.par_iter().map(compare).collect::<Result<Vec<_>, Failure>>()?;
        if wish.removes_nothing {
            packages.iter_mut().for_each(|plan| manifest.entries.extend(plan.spare_stale(&previous)));
        }
        wish.packages.values().for_each(|package| manifest.add(package));
        let listed: BTreeSet<&str> = previous.entries.keys().filter_map(|path| package_of(path)).collect();
        for name in listed.into_iter().filter(|name| !wish.packages.contains_key(name)) {
            let stays = wish.removes_nothing || wish.untouched.contains(name);
            let gone = if stays { None } else { Some(PackagePlan::unwanted(name, &previous, folder)?) };
            if gone.as_ref().is_none_or(|package| package.status == Status::Kept) {
                manifest.entries.extend(entries_of(&previous, name));
            }
            packages.extend(gone.filter(|package| !package.files.is_empty()));
        }
        packages.sort_by(|a, b| a.name.cmp(&b.name));
        let mut shared = shared_files(&manifest, destination, folder)?;
        let mut empty = Vec::new();
        if wish.removes_nothing {
            shared.retain(|file| file.state != State::Stale);
        } else if !previous.entries.is_empty() {
            empty = folder.empty_folders()?;
            empty.retain(|name| !wish.packages.contains_key(name.as_str()));
        }
        Ok(Self { packages, shared, empty })
    }

    /// All files, those beside the packages last.
    pub(crate) fn files(&self) -> impl Iterator<Item = &FilePlan> {
        self.packages.iter().flat_map(|package| &package.files).chain(&self.shared)
    }

    /// Whether the disk is exactly as wanted.
    pub(crate) fn is_clean(&self) -> bool {
        self.empty.is_empty() && self.files().all(|file| file.state == State::Same)
    }
}

impl PackagePlan {
    fn wanted(name: &str, package: &Package, previous: &Manifest, folder: &Folder) -> Result<Self, Failure> {
        let mut found = folder.files(name)?;
        let mut files = Vec::new();
        for (path, content) in &package.files {
            let path = format!("{name}/{path}");
            folder.safe(&path)?;
            let on_disk = found.remove(&path);
            files.push(FilePlan::wanted(content, on_disk, previous.entries.contains_key(&path), path));
        }
        files.extend(found.into_iter().map(|(path, on_disk)| FilePlan::unwanted(on_disk, previous, path)));
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { name: name.to_owned(), status: wanted_status(&files), files })
    }

    /// Leaves files alone that would be removed; gives their lines of the manifest, so that a later run can still remove them.
    fn spare_stale(&mut self, previous: &Manifest) -> Vec<(String, Entry)> {
        let (stale, others) = std::mem::take(&mut self.files).into_iter().partition(|file| file.state == State::Stale);
        self.files = others;
        self.status = wanted_status(&self.files);
        let entry = |file: FilePlan| {
            previous.entries.get_key_value(&file.path).map(|(path, entry)| (path.clone(), entry.clone()))
        };
        Vec::into_iter(stale).filter_map(entry).collect()
    }

    fn unwanted(name: &str, previous: &Manifest, folder: &Folder) -> Result<Self, Failure> {
        let found = folder.files(name)?;
        let files: Vec<FilePlan> =
            found.into_iter().map(|(path, on_disk)| FilePlan::unwanted(on_disk, previous, path)).collect();
        let is_ours = files.iter().all(|file| file.state == State::Stale);
        Ok(Self { name: name.to_owned(), files, status: if is_ours { Status::Gone } else { Status::Kept } })
    }

    /// What becomes of it.
    pub(crate) fn status(&self) -> Status {
        self.status
    }

    /// Whether the disk holds exactly its files.
    pub(crate) fn is_clean(&self) -> bool {
        self.files.iter().all(|file| file.state == State::Same)
    }
}

impl FilePlan {
    fn wanted(content: &str, on_disk: Option<OnDisk>, is_listed: bool, path: String) -> Self {
        let before = on_disk.as_ref().and_then(OnDisk::content);
        let state = match (&on_disk, &before) {
            (None, _) => State::Missing,
            (_, Some(before)) if before == content.as_bytes() => State::Same,
            (_, Some(before)) if is_listed || is_marked(before) => State::Differs,
            _ => State::Foreign,
        };
        Self { path, state, before, after: Some(content.to_owned()) }
    }

    fn unwanted(on_disk: OnDisk, previous: &Manifest, path: String) -> Self {
        let before = on_disk.content();
        let is_ours = previous.entries.contains_key(&path) && before.as_deref().is_some_and(is_marked);
        Self { path, state: if is_ours { State::Stale } else { State::Unexpected }, before, after: None }
    }
}

fn wanted_status(files: &[FilePlan]) -> Status {
    let is_same = files.iter().all(|file| matches!(file.state, State::Same | State::Unexpected));
    if is_same { Status::Unchanged } else { Status::Changed }
}

impl OnDisk {
    fn content(&self) -> Option<Vec<u8>> {
        match self {
            Self::File(content) => Some(content.clone()),
            Self::Other => None,
        }
    }
}

/// Whether the first line carries the marker of generated files.
fn is_marked(content: &[u8]) -> bool {
    let first = content.split(|byte| *byte == b'\n').next().unwrap_or_default();
    first.windows(MARKER.len()).any(|window| window == MARKER.as_bytes())
}

/// What `gen` wrote the last time, as far as the manifest can be believed.
fn previous_manifest(folder: &Folder) -> Result<Manifest, Failure> {
    let Some(OnDisk::File(content)) = folder.get(MANIFEST)? else { return Ok(Manifest::default()) };
    let mut manifest = Manifest::parse(&String::from_utf8_lossy(&content));
    manifest.entries.retain(|path, _| package_of(path).is_some());
    Ok(manifest)
}

/// The package in `package/src/lib.rs`, if it is a name that we would give.
pub(crate) fn package_of(path: &str) -> Option<&str> {
    let (package, _) = path.split_once('/')?;
    let is_name =
        !package.is_empty() && package.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    is_name.then_some(package)
}

fn entries_of(manifest: &Manifest, package: &str) -> impl Iterator<Item = (String, Entry)> {
    manifest
        .entries
        .iter()
        .filter(move |(path, _)| package_of(path) == Some(package))
        .map(|(path, entry)| (path.clone(), entry.clone()))
}

/// The files beside the packages. Somebody else's file of that name is left alone.
fn shared_files(manifest: &Manifest, destination: &Destination, folder: &Folder) -> Result<Vec<FilePlan>, Failure> {
    let packages: BTreeSet<&str> = manifest.entries.keys().filter_map(|path| package_of(path)).collect();
    let rustfmt = format!("# {MARKER}. Do not edit.\n\ndisable_all_formatting = true\n");
    let wanted = [
        ("rustfmt.toml", Some(rustfmt)),
        ("Cargo.toml", destination.own_workspace(&packages)?),
        (MANIFEST, Some(manifest.render())),
    ];
    let mut files = Vec::new();
    for (path, content) in wanted {
        let on_disk = folder.get(path)?;
        files.extend(shared_file(path, content, on_disk));
    }
    Ok(files)
}

fn shared_file(path: &str, content: Option<String>, on_disk: Option<OnDisk>) -> Option<FilePlan> {
    let before = on_disk.as_ref().and_then(OnDisk::content);
    let is_ours = before.as_deref().is_some_and(is_marked) || path == MANIFEST;
    match (content, &on_disk) {
        (Some(content), None) => Some(FilePlan::wanted(&content, None, false, path.to_owned())),
        (Some(content), _) if is_ours => Some(FilePlan::wanted(&content, on_disk, true, path.to_owned())),
        (None, Some(_)) if is_ours => {
            Some(FilePlan { path: path.to_owned(), state: State::Stale, before, after: None })
        }
        _ => None,
    }
}
