//! The example of orchestration, `specs/examples/incident-triage.yaml`: four APIs behind a REST and an MCP server.

mod binary;
mod failures;
mod mcp;
mod rest;
mod upstream;

use capwright_runtime::server::{Authentication, Callers, ServerOptions};
use capwright_runtime::{Result, Settings};
use capwright_tests::{Seen, Served, Upstream, serve};
use examples_incident_triage::{Client, Proxy, SETTINGS, mcp as triage_mcp, rest as triage_rest};
use serde_json::{Value, json};

use crate::JSON;

/// What REST callers present.
const KEY: &str = "x-triage-key: let-me-in";
/// What MCP callers present.
const TOKEN: &str = "authorization: Bearer let-the-model-in";

/// A secret of each API, and those of our callers.
const SECRETS: [(&str, &str); 8] = [
    ("ALERTS_CLIENT_ID", "triage"),
    ("ALERTS_CLIENT_SECRET", "alerts-s3cret"),
    ("ASSETS_KEY", "assets-s3cret"),
    ("DIRECTORY_USER", "reader"),
    ("DIRECTORY_PASSWORD", "directory-s3cret"),
    ("TICKETS_TOKEN", "tickets-s3cret"),
    ("TRIAGE_API_KEY", "let-me-in"),
    ("TRIAGE_MCP_TOKEN", "let-the-model-in"),
];

/// Where the four APIs are below one upstream, and where tokens are issued.
const PLACES: [(&str, &str); 5] = [
    ("ALERTS_BASE_URL", "/alerts/v2"),
    ("ALERTS_TOKEN_ENDPOINT", "/login/token"),
    ("ASSETS_BASE_URL", "/assets"),
    ("DIRECTORY_BASE_URL", "/directory"),
    ("TICKETS_BASE_URL", "/tickets"),
];

/// Both servers over one upstream, which plays all four APIs.
struct Triage {
    upstream: Upstream,
    rest: Served,
    mcp: Served,
}

impl Triage {
    async fn start(upstream: Upstream) -> Self {
        let mut settings = Settings::default();
        SECRETS.into_iter().for_each(|(env, value)| settings.set(env, value));
        places(&upstream.url()).into_iter().for_each(|(env, url)| settings.set(env, url));
        let admitted = |callers: Callers| -> Result<Authentication> { callers.authentication(&settings, SETTINGS) };
        let rest = admitted(triage_rest::CALLERS).unwrap();
        let mcp = admitted(triage_mcp::CALLERS).unwrap();
        let options = ServerOptions::default();
        let proxy = Proxy::new(Client::builder().settings(settings.clone()).build().unwrap());
        Self {
            rest: serve(triage_rest::router(proxy.clone(), rest, &options)).await,
            mcp: serve(triage_mcp::router(proxy, mcp, &options)).await,
            upstream,
        }
    }

    /// What a caller with a key gets.
    async fn ask(&self, line: &str, headers: &[&str], body: &str) -> capwright_tests::Answer {
        self.rest.send(line, &[&[KEY, JSON], headers].concat(), body.as_bytes()).await
    }

    /// The result of `method`, asked with a token.
    async fn model(&self, method: &str, params: Value) -> Value {
        let request = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params}).to_string();
        self.mcp.send("POST /mcp", &[TOKEN, JSON], request.as_bytes()).await.json()["result"].take()
    }

    async fn call(&self, tool: &str, arguments: Value) -> Value {
        self.model("tools/call", json!({"name": tool, "arguments": arguments})).await
    }

    /// The requests since the last time, without those for a token; parallel ones arrive in any order.
    fn seen(&self) -> Vec<Seen> {
        let mut seen = self.upstream.take();
        seen.retain(|request| request.line != "POST /login/token");
        seen.sort_by(|a, b| a.line.cmp(&b.line));
        seen
    }

    fn lines(&self) -> Vec<String> {
        self.seen().into_iter().map(|request| request.line).collect()
    }
}

fn places(url: &str) -> Vec<(&'static str, String)> {
    PLACES.iter().map(|(env, path)| (*env, format!("{url}{path}"))).collect()
}
