//! The parts of a crate.

/// A part of a crate that users may leave out: a feature of its manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feature {
    /// `client`, `rest`
    pub name: &'static str,
    /// The parts that it needs.
    pub needs: Vec<&'static str>,
    /// What it needs of the runtime.
    pub runtime: Vec<&'static str>,
}

impl Feature {
    /// A part that needs these parts, and this of the runtime.
    pub(super) fn new(name: &'static str, needs: &[&'static str], runtime: &[&'static str]) -> Self {
        Self { name, needs: needs.to_vec(), runtime: runtime.to_vec() }
    }
}
