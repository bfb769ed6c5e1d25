//! What people are told.

use std::fmt::Display;
use std::io::{self, Write};
use std::net::SocketAddr;

use super::shown::escaped;

/// Writes a line for people to standard error.
pub(super) fn tell(line: impl Display) {
    let _ = writeln!(io::stderr().lock(), "{}", escaped(&line.to_string())); // a closed stream has no reader to tell
}

/// Says where a server listens: on standard output unless that belongs to the client.
pub(super) fn announce(line: &str, piped: bool) -> io::Result<()> {
    if piped {
        tell(line);
        return Ok(());
    }
    writeln!(io::stdout().lock(), "{line}")
}

/// Says of a server without credentials that others reach it.
pub(super) fn warn_if_open(name: &str, bound: SocketAddr) {
    if !bound.ip().is_loopback() {
        tell(format_args!("warning: {name} is open to other machines, and asks callers for no credentials"));
    }
}
