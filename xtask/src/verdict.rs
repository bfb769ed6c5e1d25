//! What a command found.

/// How a command ended that could do its work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing to object to.
    Well,
    /// A document was rejected, or `--check` found a difference.
    Found,
}
