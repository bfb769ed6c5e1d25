//! Carries out a plan: files are written whole or not at all, and removed only if they are ours.

use std::io::Write as _;
use std::path::Path;

use crate::failure::Failure;
use crate::folder::Folder;
use crate::plan::{FilePlan, Plan, State, Status};

/// How many files a message names.
const NAMED: usize = 5;

/// Makes the disk what the plan wants. Files that are as wanted are not touched; the manifest comes last.
///
/// # Errors
/// A file that we did not write is in the way (nothing is written then), or the disk refuses.
pub(crate) fn apply(plan: &Plan, folder: &Folder) -> Result<(), Failure> {
    refuse_foreign(plan)?;
    let written = plan.packages.iter().filter(|package| package.status() != Status::Kept);
    let files = written.clone().flat_map(|package| &package.files).chain(&plan.shared);
    let outcome = files.into_iter().try_for_each(|file| carry_out(file, folder));
    // A folder without files breaks a workspace: none is left, not even by a full disk.
    let folders = written.map(|package| &package.name).chain(&plan.empty);
    let emptied = folders.into_iter().try_for_each(|name| folder.remove_empty(name));
    outcome.and(emptied)
}

fn refuse_foreign(plan: &Plan) -> Result<(), Failure> {
    let foreign: Vec<&str> =
        plan.files().filter(|file| file.state == State::Foreign).map(|file| file.path.as_str()).collect();
    if foreign.is_empty() {
        return Ok(());
    }
    let more = if foreign.len() > NAMED { format!(" and {} more", foreign.len() - NAMED) } else { String::new() };
    let named = foreign.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    Err(Failure::Usage(format!(
        "not generated, and in the way: {named}{more}; move it away or choose another folder; nothing was written"
    )))
}

fn carry_out(file: &FilePlan, folder: &Folder) -> Result<(), Failure> {
    match (file.state, &file.after) {
        (State::Missing | State::Differs, Some(content)) => replace(&folder.safe(&file.path)?, content.as_bytes()),
        (State::Stale, _) => {
            let path = folder.safe(&file.path)?;
            std::fs::remove_file(&path).map_err(Failure::at("remove", &path))
        }
        _ => Ok(()),
    }
}

/// Writes a temporary file beside the target and renames it: readers see the old file or the new one.
pub(crate) fn replace(path: &Path, content: &[u8]) -> Result<(), Failure> {
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(Failure::at("create", folder))?;
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666)); // what the umask leaves of it, as for any new file
    let outcome = builder.tempfile_in(folder).and_then(|mut file| {
        file.write_all(content)?;
        Ok(file.persist(path)?)
    });
    outcome.map(drop).map_err(Failure::at("write", path))
}
