//! The functions of a crate: units of one name that do the same share one.

use std::collections::BTreeMap;

use crate::model::{Function, Target};
use crate::names::Scope;
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::draft::Draft;
use crate::resolve::naftiko::functions::methods::Methods;
use crate::resolve::naftiko::functions::settle::settle;

/// The functions found so far.
#[derive(Default)]
pub(crate) struct Registry {
    drafts: Vec<Draft>,
    /// Which of them call these operations.
    by_calls: BTreeMap<Vec<Target>, Vec<usize>>,
}

impl Registry {
    /// Adds a function, unless there is one of its name that does the same with the same inputs. Which it is.
    pub(crate) fn share(&mut self, draft: Draft) -> usize {
        let rivals = self.by_calls.entry(draft.called()).or_default();
        let Some(index) = rivals.iter().copied().find(|rival| self.drafts[*rival].does_the_same(&draft)) else {
            rivals.push(self.drafts.len());
            self.drafts.push(draft);
            return self.drafts.len() - 1;
        };
        self.drafts[index].merge(draft);
        index
    }

    /// A function.
    pub(crate) fn draft(&self, function: usize) -> &Draft {
        &self.drafts[function]
    }

    /// All functions, with names that are unique among them and in `records`.
    pub(crate) fn finish(self, context: &mut Context<'_>, methods: Methods, records: &mut Scope) -> Vec<Function> {
        let names = settle(context, methods, &self.drafts);
        self.drafts.into_iter().zip(names).map(|(draft, name)| draft.finish(name, records)).collect()
    }
}
