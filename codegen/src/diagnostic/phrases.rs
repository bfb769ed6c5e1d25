//! Sentences that reports of all kinds share.

use std::collections::BTreeMap;

use crate::diagnostic::code::Code;
use crate::diagnostic::sink::Sink;
use crate::source::Place;

/// Refuses a part of the language that is not built yet.
pub(crate) fn later(sink: &mut Sink, place: &Place, what: &str, help: &str) {
    sink.report(Code::NOT_YET, place, format!("{what} is not supported yet")).help(help);
}

/// Refuses a part of the language for good.
pub(crate) fn refuse(sink: &mut Sink, place: &Place, what: &str, help: &str) {
    sink.report(Code::UNSUPPORTED, place, format!("{what} is not supported")).help(help);
}

/// Up to five names, and how many more there are.
pub(crate) fn list(names: &[&str]) -> String {
    if names.is_empty() {
        return "none at all".to_owned();
    }
    let shown: Vec<String> = names.iter().take(5).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(shown.len());
    if more == 0 { shown.join(", ") } else { format!("{} and {more} more", shown.join(", ")) }
}

/// Things that are told apart by their names: the first of a name has it.
pub(crate) struct Unique<S> {
    code: Code,
    help: &'static str,
    /// What is said of two of a name.
    sentence: S,
    first: BTreeMap<String, Place>,
}

impl<S: Fn(&str) -> String> Unique<S> {
    /// None is known yet. What two of a name are reported as, what to do then, and what is said of that name.
    pub(crate) fn new(code: Code, help: &'static str, sentence: S) -> Self {
        Self { code, help, sentence, first: BTreeMap::new() }
    }

    /// Takes a name up. False if another has it already, which is reported.
    pub(crate) fn take(&mut self, name: &str, place: &Place, sink: &mut Sink) -> bool {
        let Some(first) = self.first.get(name) else {
            self.first.insert(name.to_owned(), place.clone());
            return true;
        };
        let report = sink.report(self.code, place, (self.sentence)(name));
        report.help(self.help).related(first, "the first one");
        false
    }
}
