//! What sails with the fleet.

use capwright_codegen::Package;

use super::asked::Script;

/// An accepted document on its way.
#[derive(Debug)]
pub(super) struct Ship<'a> {
    /// Its index in the project.
    pub(super) index: usize,
    pub(super) package: &'a Package,
    pub(super) script: Script,
}
