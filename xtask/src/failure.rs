//! Why a command could not do its work at all.

use std::io;
use std::path::Path;

use crate::Console;

/// Exit status 2.
#[derive(Debug)]
pub(crate) enum Failure {
    /// What was asked for makes no sense here: one or more sentences.
    Usage(String),
    /// A file or folder could not be read or written: which, and why.
    Disk(String, io::Error),
    /// The output could not be printed.
    Print(io::Error),
}

impl Failure {
    /// Turns an error of the file system into a failure: `.map_err(Failure::at("read", path))`.
    pub(crate) fn at(verb: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |error| Self::Disk(format!("cannot {verb} {}", path.display()), error)
    }

    /// Prints it, and gives the exit status.
    pub(crate) fn explain(&self, console: &mut Console<'_>) -> u8 {
        let text = match self {
            Self::Usage(message) => message.clone(),
            Self::Disk(what, error) => format!("{what}: {error}"),
            Self::Print(error) => format!("cannot print: {error}"),
        };
        // Nobody is left to tell if this fails too.
        let _ = writeln!(console.err, "error: {text}");
        2
    }
}

/// What `writeln!` to a console gives; errors of the disk go through [`Failure::at`].
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Print(error)
    }
}
