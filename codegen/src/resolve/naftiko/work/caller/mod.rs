//! What a unit takes of its callers: what it declares, which is fixed, and what is taken while its work is resolved, which grows.

pub(crate) mod astray;
mod declaration;
pub(crate) mod declared;
pub(crate) mod frame;
pub(crate) mod input;
mod matched;
pub(crate) mod meant;
mod member;
mod nested;
mod notes;
pub(crate) mod resolver;
pub(crate) mod taken;
pub(crate) mod value;

use crate::model::ValueSource;
use crate::read::naftiko::{ExposedInput, Named};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::survey::unit::Written;
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
    /// The document.
    survey: &'u Survey<'u>,
}

impl<'u> Caller<'u> {
    /// Nothing is taken yet of what a unit declares, with `inherited` as its innermost level if there is that.
    pub(crate) fn of_unit(
        context: &mut Context<'_>,
        survey: &'u Survey<'u>,
        written: &Written<'u>,
        inherited: Option<&Named<ExposedInput>>,
    ) -> Self {
        let levels: Vec<&Named<ExposedInput>> = written.levels.iter().copied().chain(inherited).collect();
        let mut declared = DeclaredInputs::of(context, written.unit, &levels);
        declared.add_variables(&written.variables);
        Self::new(survey, declared, &written.prefixes)
    }

    /// Nothing is taken yet of what a flow declares that no unit refers to.
    pub(crate) fn of_flow(context: &mut Context<'_>, survey: &'u Survey<'u>, flow: Flow<'u>) -> Self {
        let declared = DeclaredInputs::of(context, flow.unit(), &[flow.declared()]);
        Self::new(survey, declared, &flow.prefixes())
    }

    fn new(survey: &'u Survey<'u>, mut declared: DeclaredInputs<'u>, prefixes: &[&str]) -> Self {
        let taken = TakenInputs::of(std::mem::take(&mut declared.inputs));
        let frame = Frame::of_unit(declared.unit, prefixes);
        Self { declared, frame, taken, survey }
    }

    /// The same inside of a flow: names there are those of the flow, of which `bound` stand for what the unit gives.
    pub(crate) fn enter(mut self, prefixes: &[&str], bound: Vec<BoundName>) -> Self {
        self.taken.enter();
        Self { frame: self.frame.enter(prefixes, bound), ..self }
    }

    /// The same inside of steps that have a `with` beside them: `bound` is merged into what the unit takes.
    pub(crate) fn merge(&mut self, bound: Vec<BoundName>) {
        self.taken.enter();
        self.frame.merge(bound);
    }

    /// Notes that a flow must be given what a name of its stands for.
    pub(crate) fn need(&mut self, name: &str) {
        if let Some(index) = self.given(name) {
            self.taken.need(index);
        }
    }

    /// The input that a name of a flow stands for, if it is one.
    pub(crate) fn given(&self, name: &str) -> Option<usize> {
        match self.frame.bound(name).map(|bound| &bound.source) {
            Some(ValueSource::Input(index)) => Some(*index),
            Some(_) => None,
            None => self.taken.exact(name),
        }
    }

    /// What values are resolved with that may mention `earlier` steps.
    pub(crate) fn resolver<'r, 'c>(
        &'r mut self,
        context: &'r mut Context<'c>,
        earlier: &'r Earlier,
    ) -> Resolver<'r, 'c> {
        let Self { declared, frame, taken, survey } = self;
        Resolver { context, survey, declared, frame, taken, earlier, called: &[] }
    }
}
