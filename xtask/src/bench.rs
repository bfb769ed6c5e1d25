//! `cargo xtask bench servers`: a generated server beside others, as a program of its own in `benches/`.

use std::process::Command;

use crate::failure::Failure;
use crate::flags::BenchFlags;
use crate::repository::Repository;
use crate::verdict::Verdict;

/// Runs the program of `benches/`, whose output is its own.
///
/// # Errors
/// It isn't there, or can't be started.
pub(crate) fn run(flags: &BenchFlags, repository: &Repository) -> Result<Verdict, Failure> {
    let BenchFlags::Servers { arguments } = flags;
    let program = repository.root().join("benches/servers/run.py");
    if !program.is_file() {
        return Err(Failure::Usage(format!(
            "there is no {}: what is measured stands in a clone of Capwright (`--root DIR` names it)",
            program.display()
        )));
    }
    let status = Command::new("python3").arg(&program).args(arguments).status();
    let status = status.map_err(|error| Failure::Disk("cannot run python3".to_owned(), error))?;
    Ok(if status.success() { Verdict::Well } else { Verdict::Found })
}
