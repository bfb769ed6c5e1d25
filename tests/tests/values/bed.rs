//! The crates of the documents, built once, and running between callers and an upstream.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::OnceLock;

use capwright_codegen::Source;
use capwright_tests::{Answer, Finished, Process, Script, Seen, Upstream, send};
use serde_json::Value;
use tokio::process::Command;

use crate::common::workspace::{cargo, target, workspace};
use crate::{binds, bodies, common, credentials, given, members, misfits, numbers, references, texts};

/// Where upstreams are.
const PLACES: [&str; 6] =
    ["UP_BASE_URL", "BOTH_BASE_URL", "BOUND_BASE_URL", "PROVEN_BASE_URL", "SIGNED_BASE_URL", "THEIRS_BASE_URL"];

/// What else crates are told.
const SETTINGS: [(&str, &str); 6] = [
    ("BOUND", "42"),
    ("TOK", "bound-token"),
    ("SKU", "sku-of-the-environment"),
    ("USERTOKEN", "token-of-the-environment"),
    ("BOTH_CLIENT_ID", "client"),
    ("BOTH_CLIENT_SECRET", "s3cret"),
];

const JSON: &str = "content-type: application/json";

/// A crate that runs, with the upstream that it calls.
pub(crate) struct Running {
    binary: PathBuf,
    mcp: SocketAddr,
    rest: SocketAddr,
    /// What it calls.
    pub(crate) upstream: Upstream,
    process: Process,
}

/// The documents by their names; each consumes an API `up`, and exposes MCP and REST.
fn documents() -> [(&'static str, String); 9] {
    [
        ("binds", binds::document()),
        ("bodies", bodies::document()),
        ("credentials", credentials::document()),
        ("given", given::document()),
        ("members", members::document()),
        ("misfits", misfits::document()),
        ("numbers", numbers::document()),
        ("references", references::document()),
        ("texts", texts::document()),
    ]
}

/// The binaries of all documents, built once.
fn binaries() -> &'static BTreeMap<String, PathBuf> {
    static BINARIES: OnceLock<BTreeMap<String, PathBuf>> = OnceLock::new();
    BINARIES.get_or_init(|| {
        let sources = documents().map(|(name, text)| {
            let path = format!("values/{name}.yaml");
            Source::new(path.clone(), format!("specs/{path}"), text)
        });
        let packages = common::packages(&common::project(sources.into()));
        cargo(&workspace("values", packages.values()), "build --quiet --offline --workspace --bins");
        let binary = |name: &str| target().join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        packages.values().map(|package| (package.name.clone(), binary(&package.name))).collect()
    })
}

impl Running {
    /// The crate of a document, before an upstream that answers as it is told.
    pub(crate) async fn start(document: &str, reply: impl Fn(&Seen) -> Script + Send + Sync + 'static) -> Self {
        let binary = binaries()[&format!("values-{document}")].clone();
        let upstream = Upstream::with(reply).await;
        let serve = ["serve", "--mcp", "127.0.0.1:0", "--rest", "127.0.0.1:0"];
        let process = Process::start(command(&binary, &serve, &upstream.url()));
        let (mcp, rest) = (process.address("mcp").await, process.address("rest").await);
        Self { binary, mcp, rest, upstream, process }
    }

    /// The answer to a REST request.
    pub(crate) async fn rest(&self, line: &str, body: &str) -> Answer {
        let headers: &[&str] = if body.is_empty() { &[] } else { &[JSON] };
        send(self.rest, line, headers, body.as_bytes()).await
    }

    /// The answer to a call of a tool, whose arguments are JSON, to the byte.
    pub(crate) async fn tool(&self, name: &str, arguments: &str) -> Answer {
        let params = format!(r#"{{"name":"{name}","arguments":{arguments}}}"#);
        self.message(&format!(r#"{{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{params}}}"#)).await
    }

    /// The answer to a message of MCP.
    pub(crate) async fn message(&self, message: &str) -> Answer {
        send(self.mcp, "POST /mcp", &[JSON], message.as_bytes()).await
    }

    /// Stops it.
    pub(crate) async fn stopped(self) -> Finished {
        self.process.signal("TERM").await;
        self.process.finished().await
    }

    /// What the binary does with these arguments.
    pub(crate) async fn run(&self, arguments: &[&str]) -> Finished {
        Process::start(command(&self.binary, arguments, &self.upstream.url())).finished().await
    }

    /// Calls a unit by its tool and by its route: each sends what is expected, or is answered so where nothing is sent.
    pub(crate) async fn check_sent(&self, unit: &str, given: &str, expected: &str) {
        let tool = self.tool(unit, given).await;
        assert_eq!(self.sent().map_or(tool.raw, |seen| line(&seen)), expected, "tool {unit} {given}");
        let route = self.rest(&format!("POST /{unit}"), given).await;
        assert_eq!(self.sent().map_or(route.raw, |seen| line(&seen)), expected, "POST /{unit} {given}");
    }

    /// The last request that has reached the upstream since the last time: its first line, then its body.
    pub(crate) fn sent(&self) -> Option<Seen> {
        self.upstream.take().pop()
    }
}

fn command(binary: &Path, arguments: &[&str], upstream: &str) -> Command {
    let mut command = Command::new(binary);
    command
        .args(arguments)
        .env_clear()
        .envs(SETTINGS)
        .envs(binds::ENVIRONMENT)
        .envs(PLACES.map(|place| (place, upstream)));
    command.env("BOTH_TOKEN_ENDPOINT", format!("{upstream}/token"));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// The text of the result of a tool.
pub(crate) fn text_of(answer: &Answer) -> String {
    let result: Value = answer.json();
    result["result"]["content"][0]["text"].as_str().unwrap_or(&answer.raw).to_owned()
}

/// A document of one upstream and of two servers, each of which offers all units. `before` stands before the capability.
pub(crate) fn exposing(before: &str, resources: &str, tools: &str, routes: &str) -> String {
    format!(
        "ikanos: 1.0.0-beta5
{before}capability:
  consumes:
  - type: http
    namespace: up
    baseUri: https://up.test
    resources:{resources}  exposes:
  - type: mcp
    namespace: tl
    port: 8081
    tools:
{tools}  - type: rest
    namespace: rs
    port: 8082
    resources:
{routes}"
    )
}

/// A unit that is a tool and a route: its name, its inputs, and what it does.
pub(crate) type Unit = (&'static str, &'static str, &'static str);

/// A document whose units are tools, and routes with all inputs in their bodies.
pub(crate) fn offering(before: &str, operations: &str, units: &[Unit]) -> String {
    let (mut tools, mut routes) = (String::new(), String::new());
    for (name, inputs, unit) in units {
        let declared = if inputs.is_empty() { String::new() } else { format!("inputParameters: {{{inputs}}}, ") };
        tools.push_str(&format!("      {name}: {{description: D, {declared}{unit}}}\n"));
        let declared = declared.replace("{type:", "{in: body, type:");
        routes.push_str(&format!(
            "      {name}: {{path: /{name}, operations: {{{name}: {{method: POST, {declared}{unit}}}}}}}\n"
        ));
    }
    exposing(before, operations, &tools, &routes)
}

/// A request as one line: what is sent, with the header `n` and the body.
pub(crate) fn line(seen: &Seen) -> String {
    let header = seen.header("n").map(|value| format!(" n: {value}")).unwrap_or_default();
    let body = String::from_utf8_lossy(&seen.body);
    let space = if body.is_empty() { "" } else { " " };
    format!("{}{header}{space}{body}", seen.line)
}
