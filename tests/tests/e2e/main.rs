//! The generated crates from end to end, over real sockets. One program, so that all of it runs at once.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod app;
mod connections;
mod contract_first;
mod control;
mod described;
mod directory;
mod overrides;
mod proxies;
mod readme;
mod secrets;
mod settings;
mod tanium_binary;
mod tanium_client;
mod tanium_mcp;
mod tanium_rest;
mod threatconnect;
mod triage;

use capwright_runtime::client::HttpOptions;
use tanium_threat_response_connections::{Client, Proxy};

/// The crates under test, which their binaries are called after.
const TANIUM: &str = "tanium-threat-response-connections";
const THREATCONNECT: &str = "threatconnect-taxii";
const TRIAGE: &str = "examples-incident-triage";
const CONTRACT_FIRST: &str = "examples-contract-first";

/// The settings of the Tanium crate.
const BASE_URL: &str = "THREAT_RESPONSE_CONNECTIONS_BASE_URL";
const API_KEY: &str = "TANIUM_API_KEY";

/// The key that tests send.
const KEY: &str = "k3y-of-the-tests";

/// Where the operations are, and where the REST server has them.
const CONNS: &str = "/plugin/products/threat-response/api/v1/conns";
const SERVED_CONNS: &str = "/v1/plugin/products/threat-response/api/v1/conns";

const JSON: &str = "content-type: application/json";

/// A client of the Tanium crate that calls `url`.
fn tanium(url: &str) -> Client {
    tanium_with(url, HttpOptions::default())
}

fn tanium_with(url: &str, http: HttpOptions) -> Client {
    let builder = Client::builder().threat_response_connections_base_url(url).tanium_api_key(KEY);
    builder.http(http).build().unwrap()
}

fn proxy(url: &str) -> Proxy {
    Proxy::new(tanium(url))
}
