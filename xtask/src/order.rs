//! What a run is to compile.

use std::path::{Path, PathBuf};

use crate::policy::Policy;
use crate::progress::Progress;
use crate::shipping::Shipping;

/// What is wanted of each document.
#[derive(Debug, Clone)]
pub(crate) enum Goal {
    /// Its problems and its listing.
    Listing,
    /// Its crate too.
    Package(Shipping),
}

/// What to compile, and by which rules.
#[derive(Debug)]
pub(crate) struct Order<'a> {
    /// The folder of the documents.
    pub(crate) specs: &'a Path,
    /// The packages that are wanted; all, if it is empty.
    pub(crate) only: &'a [String],
    /// The documents that are wanted, as files; all, if it is empty.
    pub(crate) files: &'a [PathBuf],
    pub(crate) goal: Goal,
    pub(crate) policy: Policy,
    pub(crate) progress: Progress,
}
