//! The ThreatConnect crate: its client, its server, and each against the other.

mod binary;
mod client;
mod server;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use capwright_runtime::taxii::server::{BasicAuth, Options};
use capwright_runtime::taxii::store::{MemoryStore, StoreService};
use capwright_tests::{Served, serve};
use threatconnect_taxii::{Client, taxii};

/// Where everything is below the server.
const BASE: &str = "/api/services/taxii2/v1";
const TAXII: &str = "application/taxii+json;version=2.1";
const ACCEPT: &str = "accept: application/taxii+json;version=2.1";
const EXAMPLE: &str = "Example Organization";
const USER: &str = "user";
const PASSWORD: &str = "pass: wörd";

fn client(url: &str) -> Client {
    let builder = Client::builder().tc_taxii_username(USER).tc_taxii_password(PASSWORD);
    builder.threatconnect_taxii_base_url(format!("{url}{BASE}")).build().unwrap()
}

/// The header that the client sends.
fn authorization() -> String {
    format!("authorization: Basic {}", STANDARD.encode(format!("{USER}:{PASSWORD}")))
}

/// The examples of the description, as `serve --mock` has them.
fn examples() -> MemoryStore {
    MemoryStore::from_examples(taxii::LAYOUT.root(), taxii::EXAMPLES).unwrap()
}

/// The data that other people's programs are run against, too: several API roots, collections and versions.
fn data() -> MemoryStore {
    MemoryStore::from_json(include_str!("../../../peers/taxii.json")).unwrap()
}

async fn served(store: MemoryStore) -> Served {
    serve(taxii::router(StoreService::new(store, BasicAuth::new(USER, PASSWORD)), &Options::default())).await
}
