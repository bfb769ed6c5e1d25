//! The flows that `ref` names.

use std::collections::BTreeMap;

use crate::diagnostic::phrases::{Unique, list};
use crate::diagnostic::{Code, Sink, nearest};
use crate::names::{self, Index};
use crate::read::naftiko::Spanned;
use crate::resolve::naftiko::link::operations::Operations;
use crate::resolve::naftiko::survey::Survey;
use crate::source::Place;

/// The flow of each `ref` that names one, by place, as its index in the survey; what is wrong with flows and references is
/// reported.
pub(super) fn link(survey: &Survey<'_>, operations: &Operations<'_>, sink: &mut Sink) -> BTreeMap<Place, usize> {
    check(survey, sink);
    let flows = Flows::of(survey, operations);
    let references = survey.units.iter().filter_map(|unit| unit.work.reference);
    let linked = references.filter_map(|reference| Some((reference.place.clone(), flows.find(reference, sink)?)));
    linked.collect()
}

/// Reports what units could not tell apart, and flows that refer to flows.
fn check(survey: &Survey<'_>, sink: &mut Sink) {
    let mut names = Unique::new(Code::DUPLICATE_NAME, "rename one of them, or its aggregate", |path| {
        format!("two flows are called `{path}`")
    });
    for flow in &survey.flows {
        names.take(&flow.path(), &flow.name.place, sink);
        if let Some(reference) = flow.reference() {
            let message = format!("flow `{}` refers to another flow, `{}`", flow.path(), reference.value.trim());
            let report = sink.report(Code::NESTED_REF, &reference.place, message);
            report.help("write out what it calls, with `call` or `steps`: only tools and operations refer to flows");
        }
    }
}

/// The flows of a document by their paths.
struct Flows<'s, 'd> {
    survey: &'s Survey<'d>,
    /// What may be called, and is no flow.
    operations: &'s Operations<'d>,
    /// `namespace.flow`
    paths: Vec<String>,
    index: Index,
}

impl<'s, 'd> Flows<'s, 'd> {
    fn of(survey: &'s Survey<'d>, operations: &'s Operations<'d>) -> Self {
        let paths: Vec<String> = survey.flows.iter().map(|flow| flow.path()).collect();
        Self { survey, operations, index: Index::of(paths.iter().map(String::as_str)), paths }
    }

    /// The flow that `ref` names, as it is or spelled in another way; none if there is none, which is reported.
    fn find(&self, reference: &Spanned<String>, sink: &mut Sink) -> Option<usize> {
        let wanted = reference.value.trim();
        let Some(at) = self.index.position(wanted) else {
            self.report_unknown(reference, sink);
            return None;
        };
        let path = &self.paths[at];
        if path != wanted {
            let message = format!("`{wanted}` is read as `{path}`, ignoring case and punctuation");
            let report = sink.report(Code::INEXACT_CALL, &reference.place, message);
            let report = report.help(format!("write `ref: {path}`")).write(&reference.place, path);
            report.related(self.place(at), "defined here");
        }
        Some(at)
    }

    fn report_unknown(&self, reference: &Spanned<String>, sink: &mut Sink) {
        let wanted = reference.value.trim();
        let (namespace, name) = wanted.split_once('.').unwrap_or(("", wanted));
        if self.survey.is_lost(namespace) || self.survey.is_lost(name) || sink.has_lost("") {
            return;
        }
        let report = sink.report(Code::UNKNOWN_FLOW, &reference.place, format!("no flow is called `{wanted}`"));
        if !report.is_shown() {
            return;
        }
        if let Ok(operation) = self.operations.find(wanted) {
            let help = format!("it is an operation, which is called: write `call: {wanted}`");
            report.help(help).key(&reference.place, "call").related(&operation.entry.name.place, "defined here");
            return;
        }
        let near = nearest(wanted, self.known()).and_then(|near| self.known().position(|path| path == near));
        let folded = names::folded(name);
        let same_name = || self.survey.flows.iter().position(|flow| names::folded(flow.name) == folded);
        match near.or_else(same_name) {
            Some(at) => {
                let help = format!("did you mean `{}`?", self.paths[at]);
                report.help(help).write(&reference.place, &self.paths[at]).related(self.place(at), "defined here")
            }
            None if self.paths.is_empty() => report.help("the document has no flows: add `aggregates`, or import them"),
            None => report.help(format!("there are {}", list(&self.known().collect::<Vec<_>>()))),
        };
    }

    fn known(&self) -> impl Iterator<Item = &str> + Clone {
        self.paths.iter().map(String::as_str)
    }

    fn place(&self, flow: usize) -> &'d Place {
        &self.survey.flows[flow].name.place
    }
}
