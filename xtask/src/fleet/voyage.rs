//! A crate's way through the compiler and its use.

use std::time::{Duration, Instant};

use super::build::Built;
use super::process::Binary;
use super::scratch::Scratch;
use super::ship::Ship;
use super::visit::Visit;

/// What became of the crate of an accepted document.
#[derive(Debug, Default)]
pub(super) struct Voyage {
    /// Whether rustc and clippy had nothing to say.
    pub(super) compiled: bool,
    pub(super) visit: Visit,
    /// What went wrong, a sentence each.
    pub(super) failures: Vec<String>,
    /// From the start of its process to its end.
    pub(super) time: Duration,
}

impl Voyage {
    /// Starts what was built of a crate, and uses it if it `is_used`.
    pub(super) fn of(ship: &Ship<'_>, built: &Built, scratch: &Scratch, is_used: bool) -> Self {
        let start = Instant::now();
        let name = ship.package.name.as_str();
        let mut failures: Vec<String> = built.said.get(name).cloned().unwrap_or_default();
        let compiled = failures.is_empty() && built.runners.contains_key(name);
        let mut visit = Visit::default();
        match built.runners.get(name) {
            Some(_) if !is_used => {}
            Some(runner) => visit = Visit::of(&Binary { runner, name, folder: scratch.root() }, &ship.script),
            None if failures.is_empty() => failures.push("it was not built, since another crate was not".to_owned()),
            None => {}
        }
        failures.append(&mut visit.failures);
        Self { compiled, visit, failures, time: start.elapsed() }
    }
}
