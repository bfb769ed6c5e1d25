//! Collects diagnostics while a document passes through the compiler.

use std::collections::{BTreeMap, BTreeSet};

use super::{Code, Diagnostic, Severity};
use crate::source::Place;

/// The problems of one document and what it imports. Reports of one code in one file become one [`Diagnostic`] that knows all
/// places.
#[derive(Debug, Clone, Default)]
pub struct Sink {
    /// By code and file.
    found: BTreeMap<(Code, usize), Found>,
    /// What has no effect: by file, then by sentence.
    idle: BTreeMap<usize, BTreeMap<String, BTreeSet<Place>>>,
    hidden: BTreeSet<Place>,
}

/// What is known of one code: what is said of its places, and the report of the earliest one.
#[derive(Debug, Clone)]
struct Found {
    earliest: Place,
    help: Option<String>,
    related: Vec<(Place, String)>,
    sentences: BTreeMap<Place, String>,
}

/// A report that was just made, to be completed.
///
/// Help and related places are kept only for the place that will be shown.
#[derive(Debug)]
pub struct Report<'a>(Option<&'a mut Found>);

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports a problem at a place. A second report of the same code at the same place replaces the first.
    pub fn report(&mut self, code: Code, place: &Place, message: impl Into<String>) -> Report<'_> {
        let found = self.found.entry((code, place.file)).or_insert_with(|| Found::at(place));
        found.sentences.insert(place.clone(), message.into());
        if *place > found.earliest {
            return Report(None);
        }
        found.earliest = place.clone();
        found.help = None;
        found.related.clear();
        Report(Some(found))
    }

    /// Notes a part of the language that means nothing to a compiled crate, and why. All such notes of a file become one
    /// diagnostic, in which every sentence stands with its places: nothing is dropped in silence.
    pub fn no_effect(&mut self, place: &Place, what: &str, why: &str) {
        let sentences = self.idle.entry(place.file).or_default();
        sentences.entry(format!("{what} has no effect: {why}")).or_default().insert(place.clone());
    }

    /// Takes up what another sink knows. Where both know of a place, the other one has the last word.
    pub(crate) fn absorb(&mut self, other: &Self) {
        for (key, theirs) in &other.found {
            match self.found.get_mut(key) {
                None => drop(self.found.insert(*key, theirs.clone())),
                Some(ours) => ours.absorb(theirs),
            }
        }
        for (file, sentences) in &other.idle {
            let ours = self.idle.entry(*file).or_default();
            for (sentence, places) in sentences {
                ours.entry(sentence.clone()).or_default().extend(places.iter().cloned());
            }
        }
        self.hidden.extend(other.hidden.iter().cloned());
    }

    /// A secret stands at this place: no diagnostic draws it.
    pub fn hide(&mut self, place: &Place) {
        self.hidden.insert(place.clone());
    }

    /// Whether what stands at a place is hidden.
    pub(crate) fn hides(&self, place: &Place) -> bool {
        self.hidden.contains(place)
    }

    /// Whether anything reported so far rejects the document.
    pub fn has_errors(&self) -> bool {
        self.found.keys().any(|(code, _)| code.severity == Severity::Error)
    }

    /// Whether anything of that code was reported so far.
    pub fn has(&self, wanted: Code) -> bool {
        self.found.keys().any(|(code, _)| *code == wanted)
    }

    /// Errors first, then by place.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        let hidden: Vec<Place> = self.hidden.into_iter().collect();
        let diagnostics = self.found.into_iter().map(|((code, _), found)| found.into_diagnostic(code, &hidden));
        let idle = self.idle.into_values().filter_map(|sentences| no_effect(sentences, &hidden));
        let mut all: Vec<_> = diagnostics.chain(idle).collect();
        all.sort_by(|a, b| (a.severity, &a.places, a.code).cmp(&(b.severity, &b.places, b.code)));
        all
    }
}

impl Report<'_> {
    /// Whether it will be shown, as far as is known by now: whether help is worth the effort.
    pub fn is_shown(&self) -> bool {
        self.0.is_some()
    }

    /// Says what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        if let Some(found) = &mut self.0 {
            found.help = Some(help.into());
        }
        self
    }

    /// Points at another place that explains this one.
    pub fn related(mut self, place: &Place, caption: impl Into<String>) -> Self {
        if let Some(found) = &mut self.0 {
            found.related.push((place.clone(), caption.into()));
        }
        self
    }
}

impl Found {
    fn at(place: &Place) -> Self {
        Self { earliest: place.clone(), help: None, related: Vec::new(), sentences: BTreeMap::new() }
    }

    fn absorb(&mut self, other: &Self) {
        self.sentences.extend(other.sentences.clone());
        if other.earliest <= self.earliest {
            self.earliest = other.earliest.clone();
            self.help.clone_from(&other.help);
            self.related.clone_from(&other.related);
        }
    }

    fn into_diagnostic(self, code: Code, hidden: &[Place]) -> Diagnostic {
        let mut told = told_apart(self.sentences, code.severity).into_iter();
        let (message, places) = told.next().unwrap_or_default();
        Diagnostic {
            code: code.name,
            severity: code.severity,
            message,
            places,
            also: told.collect(),
            help: self.help,
            related: self.related,
            hidden: hidden.to_vec(),
        }
    }
}

/// Sentences with their places, both in document order. What has to be repaired is told one by one; of what is only worth
/// knowing, the first sentence stands for all.
fn told_apart(sentences: BTreeMap<Place, String>, severity: Severity) -> Vec<(String, Vec<Place>)> {
    let mut told: Vec<(String, Vec<Place>)> = Vec::new();
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    for (place, sentence) in sentences {
        let same = if severity == Severity::Note { told.len().checked_sub(1) } else { known.get(&sentence).copied() };
        match same.and_then(|at| told.get_mut(at)) {
            Some((_, places)) => places.push(place),
            None => {
                known.insert(sentence.clone(), told.len());
                told.push((sentence, vec![place]));
            }
        }
    }
    told
}

/// One diagnostic about all that has no effect in a file.
fn no_effect(sentences: BTreeMap<String, BTreeSet<Place>>, hidden: &[Place]) -> Option<Diagnostic> {
    let mut all: Vec<(String, Vec<Place>)> =
        sentences.into_iter().map(|(sentence, places)| (sentence, places.into_iter().collect())).collect();
    all.sort_by(|(_, one), (_, other)| one.cmp(other));
    let mut all = all.into_iter();
    let (message, places) = all.next()?;
    Some(Diagnostic {
        code: Code::NO_EFFECT.name,
        severity: Code::NO_EFFECT.severity,
        message,
        places,
        also: all.collect(),
        help: Some("nothing to do here: other tools may read it".to_owned()),
        related: Vec::new(),
        hidden: hidden.to_vec(),
    })
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;

    fn place(line: usize) -> Place {
        Place { file: 0, line, column: 1, span: line * 10..line * 10 + 1 }
    }

    #[test]
    fn reports_of_one_code_become_one_diagnostic_about_the_first_place() {
        let mut sink = Sink::new();
        sink.report(Code::UNKNOWN_KEY, &place(7), "later").help("of the later");
        sink.report(Code::UNKNOWN_KEY, &place(3), "earlier").related(&place(1), "here");
        sink.report(Code::UNKNOWN_KEY, &place(9), "last").help("of the last");
        sink.report(Code::UNKNOWN_KEY, &place(7), "again");
        let all = sink.into_sorted();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].message, "earlier");
        assert_eq!(all[0].help, None);
        assert_eq!(all[0].related, [(place(1), "here".to_owned())]);
        assert_eq!(all[0].places, [place(3)]);
        assert_eq!(all[0].also, [("again".to_owned(), vec![place(7)]), ("last".to_owned(), vec![place(9)])]);
        assert_eq!(all[0].all_places(), [&place(3), &place(7), &place(9)]);
    }

    #[test]
    fn one_note_stands_for_all_of_its_kind() {
        let mut sink = Sink::new();
        sink.report(Code::DERIVED_INPUTS, &place(7), "later");
        sink.report(Code::DERIVED_INPUTS, &place(3), "earlier");
        let [only] = <[Diagnostic; 1]>::try_from(sink.into_sorted()).expect("one diagnostic");
        assert_eq!((only.message.as_str(), only.places, only.also), ("earlier", vec![place(3), place(7)], Vec::new()));
    }

    #[test]
    fn errors_come_first_then_places() {
        let mut sink = Sink::new();
        sink.report(Code::DERIVED_INPUTS, &place(1), "note");
        sink.report(Code::UNKNOWN_KEY, &place(2), "warning");
        assert!(!sink.has_errors());
        sink.report(Code::WRONG_TYPE, &place(9), "error");
        sink.report(Code::MISSING_KEY, &place(8), "error");
        assert!(sink.has_errors());
        let codes: Vec<_> = sink.into_sorted().iter().map(|d| d.code).collect();
        assert_eq!(codes, ["missing-key", "wrong-type", "unknown-key", "derived-inputs"]);
    }

    #[test]
    fn what_has_no_effect_is_told_in_its_own_words() {
        let mut sink = Sink::new();
        sink.no_effect(&place(7), "`tags`", "words");
        sink.no_effect(&place(3), "`version`", "its own");
        sink.no_effect(&place(5), "`tags`", "words");
        sink.no_effect(&place(5), "`tags`", "words");
        let [only] = <[Diagnostic; 1]>::try_from(sink.into_sorted()).expect("one diagnostic");
        assert_eq!((only.message.as_str(), only.places), ("`version` has no effect: its own", vec![place(3)]));
        assert_eq!(only.also, [("`tags` has no effect: words".to_owned(), vec![place(5), place(7)])]);
    }

    #[test]
    fn files_are_told_apart() {
        let mut sink = Sink::new();
        sink.report(Code::UNKNOWN_KEY, &place(3), "here");
        sink.report(Code::UNKNOWN_KEY, &Place { file: 1, ..place(2) }, "there");
        let found: Vec<_> = sink.into_sorted().iter().map(|d| (d.file(), d.message.clone())).collect();
        assert_eq!(found, [(0, "here".to_owned()), (1, "there".to_owned())]);
    }
}
