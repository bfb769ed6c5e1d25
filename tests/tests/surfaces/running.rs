//! The crate, built once, and its servers before an upstream.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::OnceLock;

use capwright_codegen::Source;
use capwright_tests::{Answer, Finished, Process, Script, Seen, Upstream, send, until};
use serde_json::{Value, json};
use tokio::process::Command;

use crate::common::workspace::{cargo, target, workspace};
use crate::common::{packages, project};

pub(crate) const KEY: &str = "k3y-of-the-tests";
pub(crate) const TOKEN: &str = "t0ken-of-the-tests";
pub(crate) const JSON: &str = "content-type: application/json";

/// The servers of the crate.
pub(crate) struct Running {
    pub(crate) upstream: Upstream,
    pub(crate) rest: SocketAddr,
    pub(crate) mcp: SocketAddr,
    process: Process,
}

impl Running {
    /// With an upstream that answers what `reply` makes of each request.
    pub(crate) async fn with(reply: impl Fn(&Seen) -> Script + Send + Sync + 'static) -> Self {
        Self::with_settings(reply, &[]).await
    }

    /// The same with further settings.
    pub(crate) async fn with_settings(
        reply: impl Fn(&Seen) -> Script + Send + Sync + 'static,
        settings: &[(&str, &str)],
    ) -> Self {
        let upstream = Upstream::with(reply).await;
        let mut command = command(&upstream.url(), &["serve", "--rest", "localhost:0", "--mcp", "localhost:0"]);
        let process = Process::start({
            command.envs(settings.iter().copied());
            command
        });
        let (rest, mcp) = (process.address("rest").await, process.address("mcp").await);
        Self { upstream, rest, mcp, process }
    }

    /// Waits for a line on standard error that begins so, after its time.
    pub(crate) async fn error_line(&self, prefix: &str) {
        until("a line is logged", async || self.process.stderr().contains(prefix)).await;
    }

    /// How many bytes of memory the process has.
    #[cfg(target_os = "linux")]
    pub(crate) fn resident(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }

    /// How many files and sockets the process has open; 0 where that can't be told.
    pub(crate) fn descriptors(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/fd", self.process.id())).map_or(0, Iterator::count)
    }

    /// Waits until no more are open than `most`.
    pub(crate) async fn until_descriptors(&self, most: usize) {
        until("all that was opened is closed", async || self.descriptors() <= most).await;
    }

    /// What REST answers.
    pub(crate) async fn ask(&self, line: &str, headers: &[&str]) -> Answer {
        send(self.rest, line, headers, b"").await
    }

    /// The result of a tool.
    pub(crate) async fn tool(&self, tool: &str, arguments: Value) -> Value {
        let params = json!({"name": tool, "arguments": arguments});
        let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}).to_string();
        let answer = send(self.mcp, "POST /mcp", &[JSON, "accept: */*"], call.as_bytes()).await;
        answer.json()["result"].take()
    }

    /// What the command line answers.
    pub(crate) async fn call(&self, arguments: &[&str]) -> Finished {
        Process::start(command(&self.upstream.url(), &[&["call"], arguments].concat())).finished().await
    }
}

fn command(upstream: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(binary());
    command
        .args(arguments)
        .env_clear()
        .env("UP_KEY", KEY)
        .env("UP_BASE_URL", upstream)
        .env("HELD_BASE_URL", upstream)
        .env("HELD_TOKEN", TOKEN)
        .env("TOKIO_WORKER_THREADS", "1");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// The binary of the crate.
fn binary() -> &'static PathBuf {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let path = "surfaces/document.yaml".to_owned();
        let source = Source::new(path.clone(), path.clone(), include_str!("document.yaml").to_owned());
        let package = packages(&project(vec![source])).remove(&path).unwrap();
        let workspace = workspace("surfaces", [&package]);
        cargo(&workspace, "build --quiet --offline --workspace --bins");
        target().join("debug").join(format!("{}{}", package.name, std::env::consts::EXE_SUFFIX))
    })
}
