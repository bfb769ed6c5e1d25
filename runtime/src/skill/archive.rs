//! A folder as a ZIP archive.

use std::fs::Metadata;
use std::io::{self, Cursor, Read};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::folder::{Fault, Folder, Listed};

/// The files of a folder under their paths within it, and nothing else: archives of equal files are equal. More than
/// `most` bytes of files are refused.
pub(super) fn archive(folder: &Folder, most: u64) -> Result<Vec<u8>, Fault> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let mut left = most;
    for Listed { path, .. } in folder.files()? {
        let (file, metadata) = match folder.file(path.split('/')) {
            Err(Fault::Absent) => continue, // gone since
            found => found?,
        };
        writer.start_file(path, options(&metadata))?;
        // One byte more than allowed tells that there are more, whatever size was said.
        let copied = io::copy(&mut file.take(left + 1), &mut writer)?;
        left = left.checked_sub(copied).ok_or_else(|| Fault::TooMuch(format!("{most} bytes")))?;
    }
    Ok(writer.finish()?.into_inner())
}

/// Of what a file system knows of a file, only whether it can be run is worth keeping.
fn options(metadata: &Metadata) -> SimpleFileOptions {
    let permissions = if is_executable(metadata) { 0o755 } else { 0o644 };
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).unix_permissions(permissions)
}

#[cfg(unix)]
fn is_executable(metadata: &Metadata) -> bool {
    std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &Metadata) -> bool {
    false
}

impl From<ZipError> for Fault {
    fn from(error: ZipError) -> Self {
        Self::Io(error.into())
    }
}
