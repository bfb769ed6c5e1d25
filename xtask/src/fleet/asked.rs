//! What is asked of a crate, and what its callers show.

use std::collections::BTreeMap;

use serde_json::Value;

use super::http::Request;

/// What the settings of callers are set to.
pub(super) const SECRET: &str = "fleet-secret";

/// What is asked of a crate.
#[derive(Debug, Default)]
pub(super) struct Script {
    /// What callers present.
    pub(super) settings: BTreeMap<String, String>,
    pub(super) servers: Vec<Berth>,
    /// The arguments of `call`, where nothing is served.
    pub(super) calls: Vec<Vec<String>>,
}

/// What is asked of a server.
#[derive(Debug)]
pub(super) struct Berth {
    /// The name of its option and of its line of output.
    pub(super) name: String,
    pub(super) credential: Credential,
    pub(super) wanted: Wanted,
}

/// What is asked of a server, by kind.
#[derive(Debug)]
pub(super) enum Wanted {
    Routes(Vec<RouteCall>),
    Tools(Vec<ToolCalls>),
}

/// A request to a route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RouteCall {
    /// The route, as written.
    pub(super) route: String,
    pub(super) request: Request,
    /// The refusals that are right, too: what is asked for may be elsewhere.
    pub(super) refusals: &'static [u16],
}

/// Calls of a tool.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ToolCalls {
    pub(super) name: String,
    /// One call each.
    pub(super) arguments: Vec<Value>,
    /// Whether it promises structured content.
    pub(super) is_structured: bool,
    /// Whether another function takes the same answer for something else: the stand-in can please only one of them.
    pub(super) is_disputed: bool,
}

/// What a caller shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Credential {
    None,
    Header(String, String),
    Query(String, String),
    Basic(String, String),
    Digest(String, String),
}
