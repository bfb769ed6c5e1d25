//! What a package offers, as `cargo xtask list` prints it.

use serde::Serialize;

use crate::model::taxii::Taxii;
use crate::model::{Capability, Model, Server, SettingKind, Surface};

/// Names, methods and paths as written, in document order, duplicates included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// The package's name.
    pub package: String,
    /// `naftiko` or `taxii`.
    pub source: &'static str,
    /// Consumed operations.
    pub operations: Vec<ListedOperation>,
    /// REST routes.
    pub routes: Vec<ListedRoute>,
    /// MCP tools.
    pub tools: Vec<ListedTool>,
    /// Skills.
    pub skills: Vec<ListedSkill>,
    /// What must or may be given at start-up.
    pub settings: Vec<ListedSetting>,
}

/// A consumed operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedOperation {
    /// The upstream it belongs to.
    pub namespace: String,
    /// Its name in the document.
    pub name: String,
    /// HTTP method.
    pub method: String,
    /// Path as written.
    pub path: String,
}

/// A REST route.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedRoute {
    /// The operation's name; empty if it has none.
    pub name: String,
    /// HTTP method.
    pub method: String,
    /// Path as written.
    pub path: String,
}

/// An MCP tool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedTool {
    /// The tool's name as written.
    pub name: String,
    /// The name that clients see, if it is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_as: Option<String>,
}

/// A skill.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedSkill {
    /// Its name as written.
    pub name: String,
    /// The names of its tools.
    pub tools: Vec<String>,
}

/// A setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ListedSetting {
    /// The environment variable.
    pub env: String,
    /// Whether start-up fails without it.
    pub required: bool,
    /// Whether its value must never be shown.
    pub secret: bool,
}

impl Listing {
    /// What a model offers.
    pub fn of(model: &Model) -> Self {
        let settings = model.settings.iter().map(|setting| ListedSetting {
            env: setting.env.clone(),
            required: setting.kind != SettingKind::Optional,
            secret: matches!(setting.kind, SettingKind::Secret | SettingKind::Credential),
        });
        let mut listing = Self {
            package: model.package.clone(),
            source: match model.surface {
                Surface::Capability(_) => "naftiko",
                Surface::Taxii(_) => "taxii",
            },
            operations: Vec::new(),
            routes: Vec::new(),
            tools: Vec::new(),
            skills: Vec::new(),
            settings: settings.collect(),
        };
        match &model.surface {
            Surface::Capability(capability) => listing.add_capability(capability),
            Surface::Taxii(taxii) => listing.add_taxii(&model.package, taxii),
        }
        listing
    }

    fn add_capability(&mut self, capability: &Capability) {
        for upstream in &capability.upstreams {
            self.operations.extend(upstream.operations.iter().map(|operation| ListedOperation {
                namespace: upstream.namespace.clone(),
                name: operation.name.clone(),
                method: operation.method.as_str().to_owned(),
                path: operation.path.text.clone(),
            }));
        }
        let mut servers: Vec<&Server> = capability.servers.iter().collect();
        // Servers of one kind in document order; only those of tools may stand in another.
        servers.sort_by_key(|server| if let Server::Mcp(mcp) = server { mcp.position } else { 0 });
        for server in servers {
            match server {
                Server::Rest(rest) => self.routes.extend(rest.routes.iter().map(|route| ListedRoute {
                    name: route.name.clone(),
                    method: route.method.as_str().to_owned(),
                    path: route.path.clone(),
                })),
                Server::Mcp(mcp) => self.tools.extend(mcp.tools.iter().map(|tool| ListedTool {
                    name: tool.written.clone(),
                    served_as: (tool.name != tool.written).then(|| tool.name.clone()),
                })),
                Server::Skill(server) => self.skills.extend(server.skills.iter().map(|skill| ListedSkill {
                    name: skill.name.clone(),
                    tools: skill.tools.iter().map(|tool| tool.name.clone()).collect(),
                })),
            }
        }
    }

    /// The server offers what the client calls.
    fn add_taxii(&mut self, package: &str, taxii: &Taxii) {
        for endpoint in &taxii.operations {
            let (name, path) = (endpoint.operation.as_str().to_owned(), taxii.path(endpoint.operation));
            let (namespace, method) = (package.to_owned(), "GET".to_owned());
            self.routes.push(ListedRoute {
                name: name.clone(),
                method: method.clone(),
                path: format!("{}{path}", taxii.base_path),
            });
            self.operations.push(ListedOperation { namespace, name, method, path });
        }
    }
}
