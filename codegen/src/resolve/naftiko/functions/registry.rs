//! The functions of a crate: units that do the same share one.

use std::collections::BTreeMap;

use crate::model::{Function, Target};
use crate::names::Scope;
use crate::resolve::naftiko::functions::draft::Draft;
use crate::resolve::naftiko::scopes;
use crate::resolve::naftiko::work::callees::Callees;

/// The functions found so far.
#[derive(Default)]
pub(crate) struct Registry {
    drafts: Vec<Draft>,
    /// Which of them call these operations.
    by_calls: BTreeMap<Vec<Target>, Vec<usize>>,
}

impl Registry {
    /// Adds a function, unless there is one that does the same with the same inputs. Which it is.
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

    /// All functions, with names that are unique among them and in `records`: first those that have one by right.
    pub(crate) fn finish(self, callees: Callees<'_>, records: &mut Scope) -> Vec<Function> {
        let mut methods = scopes::methods();
        let by_right = |draft: Draft| {
            let ident = draft.ident_by_right(callees).map(|ident| methods.unique(ident));
            (draft, ident)
        };
        let drafts: Vec<(Draft, Option<String>)> = self.drafts.into_iter().map(by_right).collect();
        let finished = drafts.into_iter().map(|(draft, ident)| {
            let ident = ident.unwrap_or_else(|| methods.snake(&draft.hint));
            draft.finish(ident, records)
        });
        finished.collect()
    }
}
