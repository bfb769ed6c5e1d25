//! The consumed APIs of a document, resolved.

use crate::model::{Operation, Target, Upstream};
use crate::names::Index;
use crate::read::naftiko::{ConsumedOutput, Loose};
use crate::source::Place;

/// The consumed APIs of a document, and what it says of their operations that units ask for.
pub(crate) struct Consumed {
    /// In document order.
    pub(crate) upstreams: Vec<Upstream>,
    /// By upstream, then by operation.
    pub(crate) about: Vec<Vec<About>>,
}

/// What a document says of an operation beside what the operation is.
pub(crate) struct About {
    /// Where its inputs are declared; those that are not, where the operation is.
    pub(crate) inputs: Vec<Place>,
    /// Where which of them stands, by name.
    pub(crate) names: Index,
    /// Which of them is all of the body that the document writes, and so is asked for.
    pub(crate) asked: Option<usize>,
    /// What it declares of its answers, for steps.
    pub(crate) outputs: Loose<ConsumedOutput>,
}

impl Consumed {
    /// An operation.
    pub(crate) fn operation(&self, target: Target) -> &Operation {
        &self.upstreams[target.upstream].operations[target.operation]
    }

    /// What the document says of an operation.
    pub(crate) fn about(&self, target: Target) -> &About {
        &self.about[target.upstream][target.operation]
    }

    /// Whether nothing can be called.
    pub(crate) fn is_empty(&self) -> bool {
        self.upstreams.iter().all(|upstream| upstream.operations.is_empty())
    }
}
