//! Where a command prints.

use std::io::Write;

/// The two streams: results go to `out`, human diagnostics and failures to `err`.
pub struct Console<'a> {
    /// Results; with `--format json` nothing but JSON lines.
    pub out: &'a mut dyn Write,
    /// Human diagnostics, warnings, timings and failures.
    pub err: &'a mut dyn Write,
    /// Whether `err` shows colours.
    pub color: bool,
}

impl std::fmt::Debug for Console<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Console").field("color", &self.color).finish_non_exhaustive()
    }
}
