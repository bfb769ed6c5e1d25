//! What a run needs to know beside the documents.

/// What a run needs to know beside the documents.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Where packages find the runtime crate.
    pub runtime: Runtime,
    /// The licence of the packages, an SPDX expression: `MIT OR Apache-2.0`.
    pub license: Option<String>,
    /// Where the packages may be published.
    pub publish: Publish,
    /// Names that no package may have: workspace members and dependencies.
    pub reserved: Vec<String>,
}

/// Where a package finds the runtime crate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime {
    /// In a folder; the path leads from the package's, `../../runtime`.
    Path(String),
    /// In a registry.
    Version {
        /// What cargo may take, `0.1.0`.
        version: String,
        /// The name that cargo's configuration has for it; crates.io if absent.
        registry: Option<String>,
    },
    /// In a repository.
    Git {
        /// Where it is, as cargo takes it.
        url: String,
        /// A commit, tag or branch of it; the default branch if absent.
        rev: Option<String>,
    },
}

impl Default for Runtime {
    fn default() -> Self {
        Self::Path("../../runtime".to_owned())
    }
}

/// Where packages may be published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Publish {
    /// Nowhere.
    #[default]
    Never,
    /// In any registry.
    Anywhere,
    /// In registries of these names.
    Only(Vec<String>),
}
