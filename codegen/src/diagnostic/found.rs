//! What is known of one code in one file, while reports come in.

use std::collections::BTreeMap;
use std::ops::RangeBounds;

use super::change::Change;
use super::edit::Edit;
use super::problem::{Diagnostic, Finding};
use super::{Code, Severity};
use crate::source::{Place, Source};

/// How many misspelt keys are looked at.
const MOST_SLIPS: usize = 100;

/// How many different sentences of a code are told with a help of their own.
const SENTENCES: usize = 5;
/// How many places of one sentence have a help of their own.
const PLACES: usize = 20;

/// All reports of one code in one file.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    reports: BTreeMap<Place, Told>,
    /// The sentences that come first in the document: where each is true first, and how many of its places have a help.
    shown: BTreeMap<String, (Place, usize)>,
}

/// What is said of one place.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    sentence: String,
    pub(super) help: Option<String>,
    pub(super) changes: Vec<Change>,
    pub(super) related: Vec<(Place, String)>,
}

impl Found {
    /// Takes a report up, and lends it if it will be shown, as far as is known by now.
    pub(super) fn report(&mut self, place: &Place, sentence: String) -> Option<&mut Told> {
        let is_shown = self.show(place, &sentence);
        let told = self.reports.entry(place.clone()).or_default();
        *told = Told { sentence, ..Told::default() };
        is_shown.then_some(told)
    }

    /// Whether a sentence is among those that are shown, at this place.
    fn show(&mut self, place: &Place, sentence: &str) -> bool {
        if let Some((first, count)) = self.shown.get_mut(sentence) {
            *first = first.clone().min(place.clone());
            *count += 1;
            return *count <= PLACES;
        }
        if self.shown.len() >= SENTENCES {
            let last = self.shown.iter().max_by_key(|(_, (first, _))| first.clone());
            let Some(last) = last.filter(|(_, (first, _))| place < first).map(|(last, _)| last.clone()) else {
                return false;
            };
            self.shown.remove(&last);
        }
        self.shown.insert(sentence.to_owned(), (place.clone(), 1));
        true
    }

    /// Takes back what was said of a place. Whether nothing is left.
    pub(super) fn retract(&mut self, place: &Place) -> bool {
        self.reports.remove(place);
        self.shown.retain(|_, (first, _)| first != place);
        self.reports.is_empty()
    }

    /// Where its reports are, in document order.
    pub(super) fn places(&self) -> impl DoubleEndedIterator<Item = &Place> {
        self.reports.keys()
    }

    /// Whether a report lies within a place.
    pub(super) fn is_within(&self, place: &Place) -> bool {
        let after = self.reports.range(Place { span: place.span.start..place.span.start, ..place.clone() }..);
        { after }.next().is_some_and(|(found, _)| found.span.start < place.span.end)
    }

    /// The first of the first places among some for which one of `texts` is offered, and which. What is misspelt more often is no
    /// slip.
    pub(super) fn suggested(&self, among: impl RangeBounds<Place>, texts: &[&str]) -> Option<(Place, String)> {
        let mut inside = self.reports.range(among).take(MOST_SLIPS);
        inside.find_map(|(place, told)| match told.changes.as_slice() {
            [Change::Replace(_, text)] if texts.contains(&text.as_str()) => Some((place.clone(), text.clone())),
            _ => None,
        })
    }

    /// Takes up what another one knows. Where both know of a place, the other one has the last word.
    pub(super) fn absorb(&mut self, other: &Self) {
        for (place, told) in &other.reports {
            self.show(place, &told.sentence);
            self.reports.insert(place.clone(), told.clone());
        }
    }

    /// All of it as one diagnostic.
    pub(super) fn into_diagnostic(self, code: Code, hidden: &[Place], sources: &[Source]) -> Diagnostic {
        let related = self.reports.values().next().map(|first| first.related.clone()).unwrap_or_default();
        let mut also = told_apart(self.reports, code.severity, sources).into_iter();
        let Finding { message, places, help, edits } = also.next().unwrap_or_default();
        Diagnostic {
            code: code.name,
            severity: code.severity,
            message,
            places,
            help,
            edits,
            also: also.collect(),
            related,
            hidden: hidden.to_vec(),
        }
    }
}

/// Sentences with their places, both in document order. What has to be repaired is told one by one; of what is only worth
/// knowing, the first sentence stands for all.
fn told_apart(reports: BTreeMap<Place, Told>, severity: Severity, sources: &[Source]) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    let mut known: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    for (place, told) in reports {
        let edits = told.changes.into_iter().flat_map(|change| change.edits(sources));
        let same = if severity == Severity::Note { findings.len().checked_sub(1) } else { None };
        let same = same.or_else(|| known.get(&(told.sentence.clone(), told.help.clone())).copied());
        match same.and_then(|at| findings.get_mut(at)) {
            Some(finding) => {
                finding.places.push(place);
                finding.edits.extend(edits);
            }
            None => {
                let at = findings.len();
                // A place whose help was not asked for goes with the first of its sentence.
                known.entry((told.sentence.clone(), None)).or_insert(at);
                known.insert((told.sentence.clone(), told.help.clone()), at);
                let edits: Vec<Edit> = edits.collect();
                findings.push(Finding { message: told.sentence, places: vec![place], help: told.help, edits });
            }
        }
    }
    findings.iter_mut().skip(SENTENCES).for_each(|finding| {
        finding.help = None;
        finding.edits.clear();
    });
    findings
}
