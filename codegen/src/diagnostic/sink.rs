//! Collects diagnostics while a document passes through the compiler.

use std::collections::{BTreeMap, BTreeSet};

use super::bounded::bounded;
use super::change::Change;
use super::edit::scalar;
use super::found::{Found, Told};
use super::problem::Finding;
use super::{Code, Diagnostic, Severity};
use crate::source::{Place, Source};

/// The problems of one document and what it imports. Reports of one code in one file become one [`Diagnostic`] that knows all
/// places.
#[derive(Debug, Clone, Default)]
pub struct Sink {
    /// By code and file.
    found: BTreeMap<(Code, usize), Found>,
    /// What has no effect: by file, then by sentence.
    idle: BTreeMap<usize, BTreeMap<String, BTreeSet<Place>>>,
    hidden: BTreeSet<Place>,
    lost: BTreeSet<String>,
}

/// A report that was just made, to be completed.
///
/// Help, edits and related places are kept only for places that will be shown.
#[derive(Debug)]
pub struct Report<'a>(Option<&'a mut Told>);

impl Sink {
    /// An empty sink.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports a problem at a place. A second report of the same code at the same place replaces the first.
    pub fn report(&mut self, code: Code, place: &Place, message: impl Into<String>) -> Report<'_> {
        let found = self.found.entry((code, place.file)).or_default();
        Report(found.report(place, bounded(message.into())))
    }

    /// Notes a part of the language that means nothing to a compiled crate, and why. All such notes of a file become one
    /// diagnostic, in which every sentence stands with its places: nothing is dropped in silence.
    pub fn no_effect(&mut self, place: &Place, what: &str, why: &str) {
        let sentences = self.idle.entry(place.file).or_default();
        sentences.entry(bounded(format!("{what} has no effect: {why}"))).or_default().insert(place.clone());
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
        self.lost.extend(other.lost.iter().cloned());
    }

    /// Takes back what was said of a place under a code: it follows from another mistake, of which more is known by now.
    pub(crate) fn retract(&mut self, code: Code, place: &Place) {
        let Some(found) = self.found.get_mut(&(code, place.file)) else { return };
        if found.retract(place) {
            self.found.remove(&(code, place.file));
        }
    }

    /// Takes back how values are read elsewhere that are refused here.
    fn retract_readings(&mut self) {
        let readings: Vec<Place> = self.places(Code::YAML_READING).cloned().collect();
        if readings.is_empty() {
            return;
        }
        let errors = self.found.iter().filter(|((code, _), _)| code.severity == Severity::Error);
        let refused: BTreeSet<Place> = errors.flat_map(|(_, found)| found.places()).cloned().collect();
        readings
            .iter()
            .filter(|place| refused.contains(place))
            .for_each(|place| self.retract(Code::YAML_READING, place));
    }

    /// A name is lost: what it stands for could not be read or found, which was reported. That nobody finds it is no news.
    pub(crate) fn lose(&mut self, name: &str) {
        self.lost.insert(name.to_owned());
    }

    /// Whether a name is lost.
    pub(crate) fn has_lost(&self, name: &str) -> bool {
        self.lost.contains(name)
    }

    /// Whether anything of that code was reported within a place.
    pub(crate) fn has_within(&self, code: Code, place: &Place) -> bool {
        self.found.get(&(code, place.file)).is_some_and(|found| found.is_within(place))
    }

    /// Where anything of that code was reported.
    pub(crate) fn places(&self, wanted: Code) -> impl DoubleEndedIterator<Item = &Place> {
        { self.found.iter() }.filter(move |((code, _), _)| *code == wanted).flat_map(|(_, found)| found.places())
    }

    /// Where the first misspelt key after one place and before another one is that stands for one of `keys`, and for which.
    pub(crate) fn misspelt_key(&self, span: std::ops::Range<&Place>, keys: &[&str]) -> Option<(Place, String)> {
        self.found.get(&(Code::UNKNOWN_KEY, span.start.file))?.suggested(span.start.clone()..span.end.clone(), keys)
    }

    /// Where the first misspelt key of all that stands for one of `keys`, and for which: what it would have brought is missing.
    pub(crate) fn lacking(&self, keys: &[&str]) -> Option<(Place, String)> {
        let mut unknown = self.found.iter().filter(|((code, _), _)| code.name == Code::UNKNOWN_KEY.name);
        unknown.find_map(|(_, found)| found.suggested(.., keys))
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

    /// Errors first, then by place; without the edits that depend on what else stands in a text.
    pub fn into_sorted(self) -> Vec<Diagnostic> {
        self.into_diagnostics(&[])
    }

    /// Errors first, then by place. `sources` are those that the places refer to.
    pub fn into_diagnostics(mut self, sources: &[Source]) -> Vec<Diagnostic> {
        self.retract_readings();
        let hidden: Vec<Place> = self.hidden.into_iter().collect();
        let diagnostics =
            self.found.into_iter().map(|((code, _), found)| found.into_diagnostic(code, &hidden, sources));
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
        if let Some(told) = &mut self.0 {
            told.help = Some(bounded(help.into()));
        }
        self
    }

    /// Does what the help says: what stands at a place becomes this text. Several edits of one report belong together.
    pub fn replace(self, place: &Place, text: impl Into<String>) -> Self {
        self.change(Change::Replace(place.clone(), text.into()))
    }

    /// Does what the help says: the scalar at a place becomes this one, in quotes where it needs some.
    pub fn write(self, place: &Place, value: &str) -> Self {
        self.change(Change::Replace(place.clone(), scalar(value)))
    }

    /// Does what the help says: the key of the value at a place becomes this one.
    pub fn key(self, value: &Place, key: &str) -> Self {
        self.change(Change::Key(value.clone(), key.to_owned()))
    }

    /// Does what the help says: the mapping at a place gets another entry, `key: value` or several lines.
    pub fn entry(self, mapping: &Place, entry: impl Into<String>) -> Self {
        self.change(Change::Entry(mapping.clone(), entry.into()))
    }

    /// Does what the help says: the mapping at a place becomes the only item of a list.
    pub fn item(self, mapping: &Place) -> Self {
        self.change(Change::Item(mapping.clone()))
    }

    /// Does what the help says: beside the value at a place comes another entry of its mapping.
    pub fn beside(self, value: &Place, entry: impl Into<String>) -> Self {
        self.change(Change::Beside(value.clone(), entry.into()))
    }

    /// Does what the help says: behind the item at a place, on whose first line it is, comes another one.
    pub fn next(self, item: &Place, text: impl Into<String>) -> Self {
        self.change(Change::Next(item.clone(), text.into()))
    }

    /// Does what the help says: the value at a place is taken out, with its key.
    pub fn remove_value(self, value: &Place) -> Self {
        self.change(Change::RemoveOf(value.clone()))
    }

    /// Does what the help says: a key is taken out, with its value.
    pub fn remove(self, key: &Place) -> Self {
        self.change(Change::Remove(key.clone()))
    }

    /// Points at another place that explains this one.
    pub fn related(mut self, place: &Place, caption: impl Into<String>) -> Self {
        if let Some(told) = &mut self.0 {
            told.related.push((place.clone(), bounded(caption.into())));
        }
        self
    }

    fn change(mut self, change: Change) -> Self {
        if let Some(told) = &mut self.0 {
            told.changes.push(change);
        }
        self
    }
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
        also: all.map(|(message, places)| Finding { message, places, ..Finding::default() }).collect(),
        help: Some("nothing to do here: other tools may read it".to_owned()),
        edits: Vec::new(),
        related: Vec::new(),
        hidden: hidden.to_vec(),
    })
}

#[cfg(test)]
#[allow(clippy::expect_used)]
mod tests {
    use super::*;
    use crate::diagnostic::Edit;

    fn finding(message: &str, lines: &[usize], help: Option<&str>) -> Finding {
        let places = lines.iter().map(|line| place(*line)).collect();
        Finding { message: message.to_owned(), places, help: help.map(str::to_owned), edits: Vec::new() }
    }

    fn place(line: usize) -> Place {
        Place { file: 0, line, column: 1, span: line * 10..line * 10 + 1 }
    }

    #[test]
    fn reports_of_one_code_become_one_diagnostic_about_the_first_place() {
        let mut sink = Sink::new();
        sink.report(Code::UNKNOWN_KEY, &place(7), "later").help("of the later");
        sink.report(Code::UNKNOWN_KEY, &place(3), "earlier").related(&place(1), "here");
        sink.report(Code::UNKNOWN_KEY, &place(9), "last").help("of the last").write(&place(9), "end");
        sink.report(Code::UNKNOWN_KEY, &place(7), "again");
        let all = sink.into_sorted();
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].message, "earlier");
        assert_eq!(all[0].help, None);
        assert_eq!(all[0].related, [(place(1), "here".to_owned())]);
        assert_eq!(all[0].places, [place(3)]);
        let edit = Edit { place: place(9), replacement: "end".to_owned() };
        let last = finding("last", &[9], Some("of the last"));
        assert_eq!(all[0].also, [finding("again", &[7], None), Finding { edits: vec![edit.clone()], ..last }]);
        assert_eq!(all[0].all_places(), [&place(3), &place(7), &place(9)]);
        assert_eq!(all[0].all_edits(), [&edit]);
    }

    #[test]
    fn the_first_five_sentences_have_a_help_of_their_own() {
        let mut sink = Sink::new();
        for line in [9, 2, 8, 3, 7, 4, 6, 5, 12, 13] {
            let text = if line > 10 { 4 } else { line };
            let report = sink.report(Code::UNKNOWN_KEY, &place(line), format!("sentence {text}"));
            let is_shown = report.is_shown();
            report.help(if line == 13 { "another help".to_owned() } else { format!("help {text}") });
            assert!(is_shown, "{line} is among the first five so far");
        }
        assert!(!sink.report(Code::UNKNOWN_KEY, &place(20), "sentence 20").is_shown());
        let [only] = <[Diagnostic; 1]>::try_from(sink.into_sorted()).expect("one diagnostic");
        assert_eq!((only.message.as_str(), only.help.as_deref()), ("sentence 2", Some("help 2")));
        let told: Vec<_> = only.also.iter().map(|finding| (finding.places.len(), finding.help.as_deref())).collect();
        let helps = ["help 3", "help 4", "help 5", "help 6"].map(Some);
        let expected = [(1, helps[0]), (2, helps[1]), (1, helps[2]), (1, helps[3])];
        assert_eq!(told, [&expected[..], &[(1, None); 5]].concat());
    }

    #[test]
    fn one_note_stands_for_all_of_its_kind() {
        let mut sink = Sink::new();
        sink.report(Code::DERIVED_INPUTS, &place(7), "later");
        sink.report(Code::DERIVED_INPUTS, &place(3), "earlier");
        let [only] = <[Diagnostic; 1]>::try_from(sink.into_sorted()).expect("one diagnostic");
        assert_eq!((only.message.as_str(), only.places, only.also), ("earlier", vec![place(3), place(7)], vec![]));
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
        assert_eq!(only.also, [finding("`tags` has no effect: words", &[5, 7], None)]);
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
