//! How a run ends before its end.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

use rustix::process::{Signal, getpid, kill_process};
use xtask::{Disk, LocalDisk};

use super::desk::Desk;

/// Tells a run of its own process where it works, how it ends, and when.
const TOLD: &str = "INTERRUPTED";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// SIGKILL before the operation.
    Killed,
    /// SIGKILL in the middle of it, if it takes more than one step.
    KilledHalfway,
    /// SIGTERM before it.
    Stopped,
    /// Half of what is written fits, and nothing afterwards.
    DiskFull,
    /// Nothing can be changed any more.
    ReadOnly,
}

#[derive(Debug)]
pub(crate) struct Ending {
    pub(crate) end: End,
    /// How many operations are carried out before.
    pub(crate) after: usize,
}

impl End {
    pub(crate) fn is_death(self) -> bool {
        matches!(self, Self::Killed | Self::KilledHalfway | Self::Stopped)
    }
}

impl Ending {
    pub(crate) fn disk(&self, disk: LocalDisk) -> EndingDisk<'_> {
        EndingDisk { ending: self, done: AtomicUsize::new(0), disk }
    }
}

/// A disk with which a run ends.
pub(crate) struct EndingDisk<'a> {
    ending: &'a Ending,
    done: AtomicUsize,
    disk: LocalDisk,
}

/// An operation: all of it, or as much as is done when a run ends in its middle.
type Step<'a> = &'a dyn Fn() -> io::Result<()>;

impl EndingDisk<'_> {
    pub(crate) fn operations(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    fn step(&self, whole: Step<'_>, half: Step<'_>, takes_space: bool) -> io::Result<()> {
        if self.done.fetch_add(1, Ordering::Relaxed) < self.ending.after {
            return whole();
        }
        match self.ending.end {
            End::Killed => die(Signal::KILL),
            End::Stopped => die(Signal::TERM),
            End::KilledHalfway => {
                half()?;
                die(Signal::KILL)
            }
            End::DiskFull if takes_space => half().and(Err(ErrorKind::StorageFull.into())),
            End::DiskFull => whole(),
            End::ReadOnly => Err(ErrorKind::ReadOnlyFilesystem.into()),
        }
    }
}

impl Disk for EndingDisk<'_> {
    fn create_folder(&self, path: &Path) -> io::Result<()> {
        self.step(&|| self.disk.create_folder(path), &|| Ok(()), !path.is_dir())
    }

    fn write(&self, path: &Path, content: &[u8]) -> io::Result<()> {
        let half = &content[..content.len() / 2];
        self.step(&|| self.disk.write(path, content), &|| self.disk.write(path, half), true)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(&|| self.disk.rename(from, to), &|| Ok(()), false)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(&|| self.disk.remove_file(path), &|| Ok(()), false)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(&|| self.disk.remove_folder(path), &|| Ok(()), false)
    }

    fn remove_tree(&self, path: &Path) -> io::Result<()> {
        let first = || match first_file(path) {
            Some(file) => self.disk.remove_file(&file),
            None => Ok(()),
        };
        self.step(&|| self.disk.remove_tree(path), &first, false)
    }
}

fn first_file(folder: &Path) -> Option<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries.into_iter().find(|entry| entry.file_type().is_file()).map(|entry| entry.into_path())
}

fn die(signal: Signal) -> ! {
    kill_process(getpid(), signal).unwrap();
    loop {
        std::thread::park(); // until the signal is there
    }
}

/// Runs `gen` in a process of its own, which dies there.
pub(crate) fn run_that_dies(ending: &Ending, desk: &Desk) {
    let told = format!("{:?} {} {}", ending.end, ending.after, desk.root().display());
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.args(["--exact", "a_run_that_may_die"]).env(TOLD, told).stdout(Stdio::null()).stderr(Stdio::null());
    let status = command.status().unwrap();
    assert!(std::os::unix::process::ExitStatusExt::signal(&status).is_some(), "{ending:?}: {status}");
}

/// What [`run_that_dies`] told this process.
pub(crate) fn told() -> Option<(Ending, PathBuf)> {
    let told = std::env::var(TOLD).ok()?;
    let mut words = told.splitn(3, ' ');
    let end = match words.next().unwrap() {
        "Killed" => End::Killed,
        "KilledHalfway" => End::KilledHalfway,
        _ => End::Stopped,
    };
    let after = words.next().unwrap().parse().unwrap();
    Some((Ending { end, after }, PathBuf::from(words.next().unwrap())))
}
