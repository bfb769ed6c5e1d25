//! What a unit takes of its callers: what it declares, which is fixed, and what is taken while its work is resolved, which grows.

pub(crate) mod declared;
pub(crate) mod frame;
pub(crate) mod input;
mod matched;
mod nested;
mod notes;
pub(crate) mod resolver;
pub(crate) mod taken;
pub(crate) mod value;

use crate::model::ValueSource;
use crate::read::naftiko::{ExposedInput, Named};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::unit::{Unit, Written};
use crate::resolve::naftiko::work::caller::declared::DeclaredInputs;
use crate::resolve::naftiko::work::caller::frame::{BoundName, Frame};
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::caller::taken::TakenInputs;
use crate::resolve::naftiko::work::earlier::Earlier;

/// What a unit takes of its callers.
pub(crate) struct Caller<'u> {
    /// What it declares.
    pub(crate) declared: DeclaredInputs<'u>,
    /// What names mean where its work is written.
    pub(crate) frame: Frame,
    /// What its work takes.
    pub(crate) taken: TakenInputs,
}

impl<'u> Caller<'u> {
    /// Nothing is taken yet of what a unit declares, with `inherited` as its innermost level if there is that.
    pub(crate) fn of_unit(
        context: &mut Context<'_>,
        written: &Written<'u>,
        inherited: Option<&Named<ExposedInput>>,
    ) -> Self {
        let levels: Vec<&Named<ExposedInput>> = written.levels.iter().copied().chain(inherited).collect();
        let mut declared = DeclaredInputs::of(context, written.unit, &levels);
        declared.add_variables(&written.variables);
        Self::new(declared, &written.prefixes)
    }

    /// Nothing is taken yet of what a flow declares that no unit refers to.
    pub(crate) fn of_flow(
        context: &mut Context<'_>,
        unit: Unit<'u>,
        prefixes: &[&str],
        inputs: &Named<ExposedInput>,
    ) -> Self {
        Self::new(DeclaredInputs::of(context, unit, &[inputs]), prefixes)
    }

    fn new(declared: DeclaredInputs<'u>, prefixes: &[&str]) -> Self {
        let (frame, taken) = (Frame::of_unit(declared.unit, prefixes), TakenInputs::of(&declared));
        Self { declared, frame, taken }
    }

    /// The same inside of a flow: names there are those of the flow, of which `bound` stand for what the unit gives.
    pub(crate) fn enter(self, prefixes: &[&str], bound: Vec<BoundName>) -> Self {
        let Self { declared, frame, taken } = self;
        Self { declared, frame: frame.enter(prefixes, bound), taken: taken.enter() }
    }

    /// Notes that a flow must be given what a name of its stands for.
    pub(crate) fn need(&mut self, name: &str) {
        let index = match self.frame.bound(name).map(|bound| &bound.source) {
            Some(ValueSource::Input(index)) => Some(*index),
            Some(_) => None,
            None => self.taken.exact(name),
        };
        if let Some(index) = index {
            self.taken.need(index);
        }
    }

    /// What values are resolved with that may mention `earlier` steps.
    pub(crate) fn resolver<'r, 'c>(
        &'r mut self,
        context: &'r mut Context<'c>,
        earlier: &'r Earlier,
    ) -> Resolver<'r, 'c> {
        Resolver { context, declared: &self.declared, frame: &self.frame, taken: &mut self.taken, earlier }
    }
}
