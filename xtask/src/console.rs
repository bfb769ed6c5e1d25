//! Where a command prints.

use std::io::{self, ErrorKind, Write};

/// The two streams: results go to `out`, human diagnostics and failures to `err`.
pub struct Console<'a> {
    /// Results; with `--format json` nothing but JSON lines.
    pub out: &'a mut dyn Write,
    /// Human diagnostics, warnings, timings and failures.
    pub err: &'a mut dyn Write,
    /// Whether `err` shows colours.
    pub color: bool,
    /// Whether `err` is a terminal, where long work shows that it goes on.
    pub live: bool,
}

/// A stream that whoever reads it may close, as `head` does: what is written then is nobody's, and no error.
pub(crate) struct Closable<'a>(pub(crate) &'a mut dyn Write);

impl Closable<'_> {
    fn forgiven<T>(result: io::Result<T>, instead: T) -> io::Result<T> {
        match result {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(instead),
            other => other,
        }
    }
}

impl Write for Closable<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Self::forgiven(self.0.write(bytes), bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Self::forgiven(self.0.flush(), ())
    }
}

impl std::fmt::Debug for Console<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Console").field("color", &self.color).finish_non_exhaustive()
    }
}
