//! What a run needs to know beside the documents.

/// What a run needs to know beside the documents.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Path from a package's folder to the runtime crate, `../../runtime`.
    pub runtime: String,
    /// Names that no package may have: workspace members and dependencies.
    pub reserved: Vec<String>,
}
