//! Features of the runtime, of which a crate asks for no more than it needs.

use super::{
    Auth, Callers, Capability, FileKey, Format, Function, Input, Model, Origin, Output, RouteBody, Selection, Server,
    Shape, Shaped, Surface, Work,
};

impl Model {
    /// The features of the runtime that the crate needs, sorted.
    pub fn features(&self) -> Vec<&'static str> {
        let capability = match &self.surface {
            Surface::Capability(capability) => capability,
            Surface::Taxii(_) => return vec!["cli", "taxii-client", "taxii-server"],
        };
        let reads_yaml = self.settings.iter().filter_map(|setting| setting.file.as_ref()).any(FileKey::is_yaml);
        let mut features = vec!["cli", "client", "mock"];
        features.extend(reads_yaml.then_some("yaml"));
        features.extend(capability.servers.iter().flat_map(Server::features));
        features.extend(capability.upstreams.iter().flat_map(|upstream| upstream.auth.features()));
        let operations = capability.upstreams.iter().flat_map(|upstream| &upstream.operations);
        features.extend(operations.filter_map(|operation| operation.format.feature()));
        features.extend(capability.functions.iter().flat_map(|function| capability.features_of(function)));
        features.sort_unstable();
        features.dedup();
        features
    }
}

impl Server {
    fn features(&self) -> Vec<&'static str> {
        let mut features = vec![match self {
            Self::Rest(_) => "rest",
            Self::Mcp(_) => "mcp",
            Self::Skill(_) => "skill",
        }];
        features.extend(matches!(self.callers(), Callers::Digest { .. }).then_some("digest"));
        if let Self::Rest(rest) = self {
            let parts = rest.routes.iter().flat_map(|route| match &route.body {
                RouteBody::Parts { paths, .. } => paths.as_slice(),
                RouteBody::None | RouteBody::Json { .. } | RouteBody::MemberOrWhole(_) => &[],
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
        is_cut
            || matches!(self.shape, Shape::Map(_))
            || self.is_converted(inputs)
            || self.inner().into_iter().any(|inner| inner.is_put_together(inputs))
    }
}
