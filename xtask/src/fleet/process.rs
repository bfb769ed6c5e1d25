//! A crate's binary as a child process.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use wait_timeout::ChildExt;

use super::runner;

/// How long a start or a stop may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// A crate's binary.
#[derive(Debug)]
pub(super) struct Binary<'a> {
    pub(super) runner: &'a Path,
    /// The package.
    pub(super) name: &'a str,
    /// The working directory.
    pub(super) folder: &'a Path,
}

/// A running binary. It is killed when it is dropped.
#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    lines: Receiver<String>,
    errors: Option<JoinHandle<String>>,
}

/// A binary that has run to its end.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) status: ExitStatus,
    /// All it wrote to standard error.
    pub(super) errors: String,
}

impl Binary<'_> {
    /// Starts it with these settings only: none of the caller's environment changes what is found.
    ///
    /// # Errors
    /// It can't be started.
    pub(super) fn start(&self, arguments: &[String], settings: &BTreeMap<String, String>) -> Result<Process, String> {
        let mut command = Command::new(self.runner);
        command.args(arguments).current_dir(self.folder).env_clear().envs(settings).env(runner::CRATE, self.name);
        command.envs(std::env::var_os("SYSTEMROOT").map(|root| ("SYSTEMROOT", root))); // sockets of Windows need it
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| format!("it can't be started: {error}"))?;
        let (out, err) = (child.stdout.take(), child.stderr.take());
        let (sender, lines) = channel();
        if let Some(out) = out {
            let lines = BufReader::new(out).lines().map_while(Result::ok);
            std::thread::spawn(move || lines.for_each(|line| drop(sender.send(line))));
        }
        let errors = err.map(|mut err| {
            std::thread::spawn(move || {
                let mut bytes = Vec::new();
                let _ = err.read_to_end(&mut bytes); // what came before the fault is all there is to tell
                String::from_utf8_lossy(&bytes).into_owned()
            })
        });
        Ok(Process { child, lines, errors })
    }
}

impl Process {
    /// Waits until it has said where it listens: `rest http://127.0.0.1:4711`, by name of the server.
    ///
    /// # Errors
    /// It ends before, or takes too long.
    pub(super) fn addresses(&self, servers: usize) -> Result<BTreeMap<String, SocketAddr>, String> {
        let (mut found, deadline) = (BTreeMap::new(), Instant::now() + PATIENCE);
        while found.len() < servers {
            let line = self.lines.recv_timeout(deadline.saturating_duration_since(Instant::now()));
            match line {
                Ok(line) => found.extend(address(&line)),
                Err(RecvTimeoutError::Timeout) => return Err("it does not say where it listens".to_owned()),
                Err(RecvTimeoutError::Disconnected) => return Err("it ended instead of serving".to_owned()),
            }
        }
        Ok(found)
    }

    /// Tells it to stop, as a service manager does.
    #[cfg(unix)]
    pub(super) fn stop(&mut self) {
        use rustix::process::{Pid, Signal, kill_process};
        let _ = kill_process(Pid::from_child(&self.child), Signal::TERM); // who doesn't stop is found out later
    }

    /// Ends it: there is no gentler way.
    #[cfg(not(unix))]
    pub(super) fn stop(&mut self) {
        let _ = self.child.kill();
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// It doesn't come.
    pub(super) fn finish(mut self) -> Result<Finished, String> {
        let waited = self.child.wait_timeout(PATIENCE).map_err(|error| format!("its end can't be told: {error}"))?;
        let status = waited.ok_or("it does not stop when told to")?;
        let errors = self.errors.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        Ok(Finished { status, errors })
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill(); // it may have ended
        let _ = self.child.wait();
    }
}

fn address(line: &str) -> Option<(String, SocketAddr)> {
    let (name, url) = line.split_once(" http://")?;
    Some((name.to_owned(), url.split('/').next()?.parse().ok()?))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stand_in_lines() {
        let check = |line: &str, expected: Option<(&str, &str)>| {
            let expected = expected.map(|(name, address)| (name.to_owned(), address.parse().unwrap()));
            assert_eq!(address(line), expected, "{line}");
        };
        check("rest http://127.0.0.1:80", Some(("rest", "127.0.0.1:80")));
        check("mcp-2 http://[::1]:8080/mcp", Some(("mcp-2", "[::1]:8080")));
        check("rest https://127.0.0.1:80", None);
        check("listening", None);
    }
}
