//! Features: the parts of a crate that users may leave out, and those of the runtime, of which each part asks for no more than it
//! needs.

use super::{
    Auth, Callers, Capability, Feature, FileKey, Format, Function, Input, Model, Origin, Output, Part, RouteBody,
    Selection, Server, Shape, Shaped, Surface, Work,
};
use crate::json::Value;

/// Authentication that only a client of the runtime can do.
const OF_CLIENTS: [&str; 1] = ["oauth2"];

impl Model {
    /// The parts of the crate; all of them are on by default.
    pub fn parts(&self) -> Vec<Feature> {
        let capability = match &self.surface {
            Surface::Capability(capability) => capability,
            Surface::Taxii(_) => {
                let client = Feature::new("client", &[], &["taxii-client"]);
                let server = Feature::new("taxii", &[], &["taxii-server"]);
                return vec![client, server, Feature::new("cli", &["client", "taxii"], &["cli"])];
            }
        };
        let needed = capability.all_features();
        let of_client = OF_CLIENTS.into_iter().filter(|feature| needed.contains(feature));
        let client = [vec!["client"], of_client.collect()].concat();
        let mut parts = vec![Feature::new("client", &[], &client)];
        for name in capability.servers.iter().map(Server::feature) {
            if parts.iter().all(|part| part.name != name) {
                parts.push(Feature::new(name, &["client"], &[name]));
            }
        }
        parts.push(Feature::new("mock", &[], &["mock"]));
        let all: Vec<_> = parts.iter().map(|part| part.name).collect();
        parts.push(Feature::new("cli", &all, &["cli"]));
        parts
    }

    /// The parts that are off by default.
    pub fn extras(&self) -> Vec<Feature> {
        let Surface::Capability(capability) = &self.surface else { return Vec::new() };
        let is_rest = |server: &Server| matches!(server, Server::Rest(_));
        let docs = capability.servers.iter().any(is_rest).then(|| Feature::new("docs", &["rest"], &["docs"]));
        docs.into_iter().collect()
    }

    /// The features of the runtime that all parts of the crate need, sorted.
    pub fn features(&self) -> Vec<&'static str> {
        let Surface::Capability(capability) = &self.surface else { return Vec::new() };
        let reads_yaml = self.settings.iter().filter_map(|setting| setting.file.as_ref()).any(FileKey::is_yaml);
        let mut features = capability.all_features();
        features.extend(reads_yaml.then_some("yaml"));
        features.retain(|feature| !OF_CLIENTS.contains(feature));
        features.extend(capability.checks_dates().then_some("dates"));
        features.sort_unstable();
        features.dedup();
        features
    }
}

impl Capability {
    /// What its parts need of the runtime beside their own features.
    fn all_features(&self) -> Vec<&'static str> {
        let mut features: Vec<_> = self.servers.iter().flat_map(Server::features).collect();
        features.extend(self.upstreams.iter().flat_map(|upstream| upstream.auth.features()));
        let operations = self.upstreams.iter().flat_map(|upstream| &upstream.operations);
        features.extend(operations.clone().filter_map(|it| it.auth.as_ref()).flat_map(|it| it.auth.features()));
        features.extend(operations.filter_map(|operation| operation.format.feature()));
        features.extend(self.functions.iter().flat_map(|function| self.features_of(function)));
        features
    }
}

impl Server {
    /// The part of a crate that it belongs to, and the feature of the runtime of the same name.
    pub fn feature(&self) -> &'static str {
        match self {
            Self::Rest(_) => "rest",
            Self::Mcp(_) => "mcp",
            Self::Skill(_) => "skill",
        }
    }

    fn features(&self) -> Vec<&'static str> {
        let mut features = Vec::new();
        features.extend(matches!(self.callers(), Callers::Digest { .. }).then_some("digest"));
        if let Self::Rest(rest) = self {
            let parts = rest.routes.iter().flat_map(|route| match &route.body {
                RouteBody::Parts { paths, .. } => paths.as_slice(),
                RouteBody::None | RouteBody::Json { .. } | RouteBody::MemberOrWhole { .. } => &[],
            });
            for (_, selection) in parts {
                features.push("project");
                features.extend(matches!(selection, Selection::Path { .. }).then_some("jsonpath"));
            }
        }
        features
    }
}

impl Auth {
    fn features(&self) -> Vec<&'static str> {
        match self {
            Self::Digest { .. } => vec!["digest"],
            Self::OAuth2(_) => vec!["oauth2"],
            Self::OAuth1(_) => vec!["oauth1"],
            Self::Aws(_) => vec!["aws"],
            Self::All(all) => all.iter().flat_map(Self::features).collect(),
            Self::None
            | Self::Header { .. }
            | Self::Query { .. }
            | Self::Bearer { .. }
            | Self::Basic { .. }
            | Self::Cookie { .. }
            | Self::Body { .. } => Vec::new(),
        }
    }
}

impl Format {
    /// The feature that reads it.
    fn feature(&self) -> Option<&'static str> {
        match self {
            Self::Json => None,
            Self::Xml => Some("xml"),
            Self::Csv | Self::Tsv | Self::Psv => Some("csv"),
            Self::Yaml => Some("yaml"),
            Self::Text => Some("text"),
            Self::Binary(_) => Some("binary"),
        }
    }
}

impl Capability {
    /// Whether callers of anything must give dates or times that are some.
    fn checks_dates(&self) -> bool {
        let inputs = self.upstreams.iter().flat_map(|it| &it.operations).flat_map(|operation| &operation.inputs);
        let is_of_dates = |schema: &Value| schema.as_object().is_some_and(super::is_of_dates);
        let mut flows = self.functions.iter().filter_map(|function| function.flow.as_ref());
        let parsed = |schema: &str| Value::parse(schema).is_some_and(|schema| is_of_dates(&schema));
        inputs.map(|input| &input.constraints).any(super::Constraints::is_of_dates)
            || flows.any(|flow| flow.constraints.values().any(super::Constraints::is_of_dates))
            || self.servers.iter().any(|server| match server {
                Server::Rest(rest) => rest.routes.iter().flat_map(|route| &route.checks).any(|(_, it)| parsed(it)),
                Server::Mcp(mcp) => mcp.tools.iter().any(|tool| is_of_dates(&tool.input_schema)),
                Server::Skill(_) => false,
            })
    }

    /// What puts calls and answers together.
    fn features_of(&self, function: &Function) -> Vec<&'static str> {
        let projects = match &function.work {
            Work::Steps(_) => true,
            Work::Call(call) => {
                let (operation, inputs) = (self.operation(call.target), self.inputs(function));
                function.output != Output::Reply
                    || call.is_converted(operation, inputs)
                    || !call.renames(operation, inputs).is_empty()
            }
            Work::Nothing => {
                function.output.values().into_iter().any(|value| value.is_put_together(self.inputs(function)))
            }
        };
        let has_path = function.selections().into_iter().any(Selection::is_static);
        [projects.then_some("project"), has_path.then_some("jsonpath")].into_iter().flatten().collect()
    }
}

impl Shaped {
    /// Whether a value that no call answers takes more than what the document and callers say.
    fn is_put_together(&self, inputs: &[Input]) -> bool {
        let is_cut = matches!((&self.origin, &self.shape), (Origin::Text { .. }, Shape::Truncated(_)));
        let texts = if let Origin::Text { parts } = &self.origin { parts.as_slice() } else { &[] };
        is_cut
            || texts.iter().any(|part| matches!(part, Part::Member(_)))
            || matches!(self.shape, Shape::Map(_))
            || self.is_converted(inputs)
            || self.inner().into_iter().any(|inner| inner.is_put_together(inputs))
    }
}
