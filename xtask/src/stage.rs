//! Where files and crates are written before they appear in the output folder, and where crates go before they are removed.
//!
//! Cargo takes each folder that a pattern such as `generated/*` finds for a crate, and loads nothing at all while one of them
//! has no manifest, the generator neither. So crates come and go in one step, by a rename.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::disk::Disk;
use crate::failure::Failure;
use crate::folder::Folder;
use crate::plan::{FilePlan, PackagePlan};
use crate::workspace::Destination;

/// The file that is being written.
const FILE: &str = "file";

/// The staging folder of one run: nobody else uses it while the output folder is locked.
pub(crate) struct Stage<'a> {
    path: PathBuf,
    pub(crate) folder: &'a Folder,
    pub(crate) disk: &'a dyn Disk,
}

impl<'a> Stage<'a> {
    /// The staging folder of `destination`, as it was left.
    ///
    /// # Errors
    /// A manifest around cannot be read.
    pub(crate) fn new(destination: &Destination, folder: &'a Folder, disk: &'a dyn Disk) -> Result<Self, Failure> {
        Ok(Self { path: destination.staging()?, folder, disk })
    }

    /// Writes a file of the output folder: readers see the old one or the new one.
    pub(crate) fn replace(&self, path: &str, content: &str) -> Result<(), Failure> {
        let target = self.folder.safe(path)?;
        let parent = target.parent().unwrap_or(&target);
        self.disk.create_folder(parent).map_err(Failure::at("create", parent))?;
        self.write(FILE, content).map_err(Failure::at("write", &target))?;
        self.rename(&self.path.join(FILE), &target)
    }

    /// Writes a crate that was not there: it appears with all its files.
    pub(crate) fn appear(&self, package: &PackagePlan) -> Result<(), Failure> {
        let target = self.folder.safe(&package.name)?;
        for FilePlan { path, after, .. } in &package.files {
            let Some(content) = after else { continue };
            self.write(path, content).map_err(Failure::at("write", &target))?;
        }
        self.rename(&self.path.join(&package.name), &target)
    }

    /// Removes a crate: it vanishes with all its files. One that holds other files by now stays.
    pub(crate) fn vanish(&self, package: &PackagePlan) -> Result<(), Failure> {
        let source = self.folder.safe(&package.name)?;
        let planned = package.files.iter().map(|file| &file.path);
        if !self.folder.files(&package.name)?.keys().eq(planned) {
            let place = source.display();
            return Err(Failure::Usage(format!("{place} changed meanwhile, and was left alone; run this again")));
        }
        self.disk.create_folder(&self.path).map_err(Failure::at("create", &self.path))?;
        let gone = self.path.join(&package.name);
        self.rename(&source, &gone)?;
        self.disk.remove_tree(&gone).map_err(Failure::at("remove", &gone))
    }

    /// Removes the staging folder with all that is in it.
    pub(crate) fn clear(&self) -> Result<(), Failure> {
        let removed = match self.path.symlink_metadata() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            Err(error) => Err(error),
            Ok(metadata) if metadata.is_dir() => self.disk.remove_tree(&self.path),
            Ok(_) => self.disk.remove_file(&self.path),
        };
        removed.map_err(Failure::at("remove", &self.path))
    }

    fn write(&self, path: &str, content: &str) -> io::Result<()> {
        let path = self.path.join(path);
        self.disk.create_folder(path.parent().unwrap_or(&self.path))?;
        self.disk.write(&path, content.as_bytes())
    }

    fn rename(&self, from: &Path, to: &Path) -> Result<(), Failure> {
        self.disk.rename(from, to).map_err(|error| match error.kind() {
            ErrorKind::CrossesDevices => Failure::Usage(format!(
                "{} and {} lie on different file systems, so that nothing moves from one to the other in one step; \
                 choose a folder for the crates that no workspace claims, with --out DIR",
                self.path.display(),
                to.display()
            )),
            _ => Failure::at("write", to)(error),
        })
    }
}
