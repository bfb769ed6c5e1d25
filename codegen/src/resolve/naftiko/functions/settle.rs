//! What becomes of units of one name that do different things.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::names;
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::draft::Draft;
use crate::resolve::naftiko::functions::methods::{MethodName, Methods, appended};

/// The names of all functions, each once. Where units of one name do different things, a tool keeps it before a route, and the
/// first one of a kind; the others are told apart by what they are themselves, and are noted.
pub(crate) fn settle(context: &mut Context<'_>, methods: Methods, drafts: &[Draft]) -> Vec<MethodName> {
    let mut kept = methods.into_kept();
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|at| !drafts[*at].unit.is_tool);
    let mut settled: Vec<MethodName> = drafts.iter().map(|draft| draft.name.clone()).collect();
    let mut holders = Holders::default();
    let rivals: Vec<(usize, usize)> = order.into_iter().filter_map(|at| holders.add(drafts, at)).collect();
    for name in settled.iter().map(|name| &name.ident) {
        if kept.is_free(name) {
            kept.unique(name.clone());
        }
    }
    for (at, first) in rivals {
        let MethodName { ident, stem, flow } = &drafts[at].name;
        let own = drafts[at].unit.apart_from(&drafts[first].unit);
        settled[at] =
            MethodName { ident: kept.unique(appended(ident, &own)), stem: appended(stem, &own), flow: flow.clone() };
        report(context, &drafts[at], &drafts[first], &settled[at].ident);
    }
    settled
}

/// Who holds a name, by index.
#[derive(Default)]
struct Holders {
    idents: BTreeMap<String, usize>,
    types: BTreeMap<String, usize>,
}

impl Holders {
    /// Gives a draft its name; if another one holds that already, both.
    fn add(&mut self, drafts: &[Draft], at: usize) -> Option<(usize, usize)> {
        let Draft { name: MethodName { ident, stem, .. }, .. } = &drafts[at];
        // An operation has its types already.
        let types = (!drafts[at].is_operation()).then(|| names::pascal(stem));
        let known = self.idents.get(ident).or_else(|| self.types.get(types.as_ref()?));
        if let Some(first) = known {
            return Some((at, *first));
        }
        self.idents.insert(ident.clone(), at);
        self.types.extend(types.map(|types| (types, at)));
        None
    }
}

fn report(context: &mut Context<'_>, draft: &Draft, first: &Draft, ident: &str) {
    let (own, other) = (&draft.unit, &first.unit);
    let message = format!("{} does something else than {}; its method is `{ident}`", own.label, other.label);
    let report = context.sink.report(Code::SHARED_NAME, &own.place, message);
    let help = "give one of them a name of its own: then neither method depends on the other";
    report.help(help).related(&other.place, "the other one");
}
