//! The binaries of the generated crates as child processes.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::{Arc, Mutex, OnceLock};

use serde_json::Value;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, ChildStdin, Command};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::{PATIENCE, until};

/// The packages whose binaries are tested.
const PACKAGES: [&str; 6] = [
    "threatconnect-taxii",
    "tanium-threat-response-connections",
    "examples-incident-triage",
    "examples-contract-first",
    "examples-every-content",
    "triage-app",
];

/// A running binary. It is killed when it is dropped.
pub struct Process {
    child: Child,
    /// Its standard input, until it is taken or dropped.
    pub stdin: Option<ChildStdin>,
    stdout: Output,
    stderr: Output,
}

/// A binary that has run to its end.
#[derive(Debug)]
pub struct Finished {
    /// How it ended.
    pub status: ExitStatus,
    /// All it wrote to standard output.
    pub stdout: String,
    /// All it wrote to standard error.
    pub stderr: String,
}

/// What a stream has carried so far, and the task that reads it.
struct Output(Arc<Mutex<Vec<u8>>>, JoinHandle<()>);

/// A command that runs the binary of `package` with these arguments, and with these settings as its whole environment.
///
/// # Panics
/// If the binary can't be built.
pub fn command(package: &str, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(binary(package));
    command.args(arguments).env_clear().envs(settings.iter().copied()).kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// A command that runs these lines by a shell, with nothing in its environment: `cargo run -p PACKAGE --` stands for the binary.
///
/// # Panics
/// If a binary can't be built.
pub fn shell(lines: &str) -> Command {
    let mut script = String::new();
    for (index, part) in lines.split("cargo run -p ").enumerate() {
        match part.split_once(" -- ") {
            Some((package, rest)) if index > 0 => {
                script.push_str(&format!("exec {} {rest}", binary(package).display()))
            }
            _ => script.push_str(part),
        }
    }
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &script]).env_clear().kill_on_drop(true);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs the binary of `package` to its end, with an empty standard input.
///
/// # Panics
/// If it doesn't end.
pub async fn run(package: &str, arguments: &[&str], settings: &[(&str, &str)]) -> Finished {
    let mut process = Process::start(command(package, arguments, settings));
    drop(process.stdin.take());
    process.finished().await
}

impl Process {
    /// Starts `command`, which [`command`] has made.
    ///
    /// # Panics
    /// If it can't be started.
    pub fn start(mut command: Command) -> Self {
        let mut child = command.spawn().unwrap();
        let stdout = Output::read(child.stdout.take().unwrap());
        let stderr = Output::read(child.stderr.take().unwrap());
        Self { stdin: child.stdin.take(), child, stdout, stderr }
    }

    /// Waits for the line `name http://ADDRESS…` on standard output.
    ///
    /// # Panics
    /// If it doesn't come.
    pub async fn address(&self, name: &str) -> SocketAddr {
        let line = self.line(&format!("{name} http://")).await;
        line.split('/').next().unwrap().parse().unwrap()
    }

    /// Waits for a line on standard output that starts with `prefix`; the rest of it.
    ///
    /// # Panics
    /// If it doesn't come.
    pub async fn line(&self, prefix: &str) -> String {
        self.find(&self.stdout, prefix).await
    }

    /// As [`line`](Self::line), on standard error.
    ///
    /// # Panics
    /// If it doesn't come.
    pub async fn error_line(&self, prefix: &str) -> String {
        self.find(&self.stderr, prefix).await
    }

    /// Writes `text` to its standard input.
    ///
    /// # Panics
    /// If that is closed.
    pub async fn write(&mut self, text: &str) {
        self.stdin.as_mut().unwrap().write_all(text.as_bytes()).await.unwrap();
    }

    /// What it has written to standard output so far.
    pub fn stdout(&self) -> String {
        self.stdout.text()
    }

    /// Its number among the processes.
    ///
    /// # Panics
    /// If it has ended.
    pub fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// What it has written to standard error so far.
    pub fn stderr(&self) -> String {
        self.stderr.text()
    }

    /// Sends it a signal, such as `TERM`.
    ///
    /// # Panics
    /// If there is no `kill`.
    pub async fn signal(&self, name: &str) {
        let process = self.id().to_string();
        let sent = Command::new("kill").args(["-s", name, &process]).status().await.unwrap();
        assert!(sent.success(), "kill -s {name}");
    }

    /// Waits for its end.
    ///
    /// # Panics
    /// If it doesn't come.
    pub async fn finished(mut self) -> Finished {
        let status = timeout(PATIENCE, self.child.wait()).await;
        let status = status.unwrap_or_else(|_| panic!("it goes on: {}{}", self.stdout.text(), self.stderr.text()));
        Finished { status: status.unwrap(), stdout: self.stdout.all().await, stderr: self.stderr.all().await }
    }

    async fn find(&self, output: &Output, prefix: &str) -> String {
        let found = || {
            let text = output.text();
            let (lines, _) = text.rsplit_once('\n')?;
            lines.lines().find_map(|line| line.strip_prefix(prefix)).map(str::to_owned)
        };
        let what = format!("a line starts with {prefix:?}");
        until(&what, async || found().is_some() || output.1.is_finished()).await;
        found().unwrap_or_else(|| panic!("it ended without a line {prefix:?}: {}{}", self.stdout(), self.stderr.text()))
    }
}

impl Finished {
    /// The exit status; -1 after a signal.
    pub fn code(&self) -> i32 {
        self.status.code().unwrap_or(-1)
    }
}

impl Output {
    fn read(mut stream: impl AsyncRead + Send + Unpin + 'static) -> Self {
        let bytes = Arc::<Mutex<Vec<u8>>>::default();
        let written = Arc::clone(&bytes);
        let task = tokio::spawn(async move {
            let mut chunk = [0; 4096];
            while let Ok(length @ 1..) = stream.read(&mut chunk).await {
                written.lock().unwrap().extend_from_slice(&chunk[..length]);
            }
        });
        Self(bytes, task)
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }

    async fn all(self) -> String {
        let Self(bytes, task) = self;
        timeout(PATIENCE, task).await.expect("the stream ends with its process").unwrap();
        String::from_utf8_lossy(&bytes.lock().unwrap()).into_owned()
    }
}

/// The binary of `package`, built as these tests are. Cargo alone knows whether what lies there is up to date.
fn binary(package: &str) -> &'static Path {
    static BUILT: OnceLock<Vec<(String, PathBuf)>> = OnceLock::new();
    let built = BUILT.get_or_init(build);
    let found = built.iter().find(|(name, _)| name == package);
    found.map(|(_, path)| path.as_path()).unwrap_or_else(|| panic!("{package} is not among {PACKAGES:?}"))
}

fn build() -> Vec<(String, PathBuf)> {
    let mut cargo = std::process::Command::new(env!("CARGO"));
    let (target, profile) = place();
    cargo.args(["build", "--message-format=json-render-diagnostics", "--profile", profile]);
    cargo.arg("--target-dir").arg(target);
    cargo.args(PACKAGES.iter().flat_map(|package| ["--package", package]));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).stderr(Stdio::inherit());
    for (name, _) in std::env::vars_os() {
        // What cargo tells the tests of their own package would make it build dependencies anew: some depend on it.
        let name = name.to_string_lossy();
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_"];
        if ours.iter().any(|prefix| name.starts_with(prefix)) {
            cargo.env_remove(&*name);
        }
    }
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "the binaries are built");
    let messages = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>().map(Result::unwrap);
    let binary = |message: Value| {
        let (name, path) = (message["target"]["name"].as_str()?, message["executable"].as_str()?);
        Some((name.to_owned(), PathBuf::from(path)))
    };
    messages.filter_map(binary).collect()
}

/// The target folder and the profile of these tests, which lie in `TARGET/PROFILE/deps`: however cargo was told of
/// either, the binaries come from there.
fn place() -> (PathBuf, &'static str) {
    let test = std::env::current_exe().unwrap();
    let profile = test.ancestors().nth(2).unwrap();
    let is_release = profile.file_name().is_some_and(|name| name == "release");
    (profile.parent().unwrap().to_owned(), if is_release { "release" } else { "dev" })
}
