//! One run at a time writes into an output folder.

use std::fs::File;
use std::path::Path;

use crate::Console;
use crate::failure::Failure;

/// Held as long as this lives; the system gives it back however the program ends.
#[derive(Debug)]
pub(crate) struct Lock {
    _folder: Option<File>,
}

impl Lock {
    /// Waits for other runs, and says so. Where folders cannot be locked, nobody waits.
    ///
    /// # Errors
    /// The folder cannot be opened.
    #[cfg(unix)]
    pub(crate) fn take(folder: &Path, console: &mut Console<'_>) -> Result<Self, Failure> {
        use rustix::fs::{FlockOperation, flock};
        let file = File::open(folder).map_err(Failure::at("open", folder))?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive) == Err(rustix::io::Errno::WOULDBLOCK) {
            writeln!(console.err, "waiting for another run that writes into {}", folder.display())?;
            let _ = flock(&file, FlockOperation::LockExclusive);
        }
        Ok(Self { _folder: Some(file) })
    }

    /// Nobody waits here: folders cannot be locked everywhere.
    ///
    /// # Errors
    /// None.
    #[cfg(not(unix))]
    pub(crate) fn take(_: &Path, _: &mut Console<'_>) -> Result<Self, Failure> {
        Ok(Self { _folder: None })
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::io::{self, Write};
    use std::sync::mpsc::{Sender, channel};

    use super::*;

    /// Hands on what is printed.
    struct Heard(Sender<String>);

    impl Write for Heard {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.send(String::from_utf8_lossy(bytes).into_owned()).unwrap();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_second_run_waits_for_the_first_and_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, heard) = channel();
        let take = |sender| {
            let (mut out, mut err) = (io::sink(), Heard(sender));
            Lock::take(folder.path(), &mut Console { out: &mut out, err: &mut err, color: false, live: false }).unwrap()
        };
        let first = take(sender.clone());
        std::thread::scope(|scope| {
            let second = scope.spawn(move || drop(take(sender)));
            assert!(heard.recv().unwrap().starts_with("waiting for another run"));
            drop(first);
            second.join().unwrap();
        });
    }
}
