//! What people are told.

use std::fmt::Display;
use std::io::{self, Write};

use super::shown::escaped;

/// Writes a line for people to standard error.
pub(super) fn tell(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{}", escaped(&line.to_string())); // a closed stream has no reader to tell
}
