//! Names become ids, once: what calls, references and tools of skills mean.

pub(crate) mod calls;
pub(crate) mod choices;
pub(crate) mod tools;

use crate::model::Upstream;
use crate::read::naftiko::{ConsumedOutput, Loose};
use crate::source::Place;

/// A consumed API, and where its operations are defined.
pub(crate) struct Resolved {
    pub(crate) upstream: Upstream,
    pub(crate) places: Vec<Place>,
    /// Where the inputs of operations are declared; those that are not, where the operation is.
    pub(crate) inputs: Vec<Vec<Place>>,
    /// What operations declare of their answers, for steps.
    pub(crate) outputs: Vec<Loose<ConsumedOutput>>,
}
