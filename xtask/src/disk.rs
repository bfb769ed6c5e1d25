//! How the output folder changes, one operation of the file system at a time.

use std::io::{self, Write as _};
use std::path::Path;

/// The operations by which `gen` changes the output folder. A run may end between any two of them, or in the middle of a
/// write: what is left is a workspace that cargo loads, and that the next run brings to the end.
///
/// Each of them takes full paths, and gives the error of the file system as it is.
pub trait Disk {
    /// Creates a folder and those above it; one that is there already is no error.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Creates a file with this content, or replaces what is in it: not in one step.
    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()>;
    /// Moves a file, in the place of another one if there is one, or a folder: in one step.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a folder and all that is in it: not in one step.
    fn remove_tree(&self, path: &Path) -> io::Result<()>;
}

/// The file system of this machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct LocalDisk;

impl Disk for LocalDisk {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::create_dir_all(path)
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        std::fs::write(path, content)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        std::fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir(path)
    }

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_dir_all(path)
    }
}

/// Writes a temporary file beside the target and renames it: readers see the old file or the new one.
pub(crate) fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // what the umask leaves of it, as for any new file
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(content)?;
    file.persist(path)?;
    Ok(())
}
