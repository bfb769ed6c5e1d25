//! What a run found, in numbers: how `check` ends.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use capwright_codegen::diagnostic::{Diagnostic, Severity};
use serde::Serialize;

use crate::document::Document;

/// How many rejected documents a summary names.
const NAMED: usize = 20;

/// Problems by code.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tally(BTreeMap<(Severity, &'static str), Found>);

#[derive(Debug, Clone, Default)]
struct Found {
    files: BTreeSet<usize>,
    places: usize,
}

/// The last line of `check --format json`; the keys are a contract.
#[derive(Debug, Serialize)]
pub(crate) struct Summary {
    documents: usize,
    /// Those with warnings included.
    accepted: usize,
    with_warnings: usize,
    rejected: usize,
    codes: Vec<Row>,
}

/// A code, and how often it was reported.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Row {
    code: &'static str,
    severity: &'static str,
    files: usize,
    count: usize,
}

impl Tally {
    /// Counts what was reported.
    pub(crate) fn add(&mut self, diagnostic: &Diagnostic) {
        let found = self.0.entry((diagnostic.severity, diagnostic.code)).or_default();
        found.files.insert(diagnostic.file());
        found.places += diagnostic.all_places().len();
    }

    /// The code to learn about first: that of the worst problem.
    pub(crate) fn worst(&self) -> Option<&'static str> {
        self.rows().first().map(|row| row.code)
    }

    /// Errors first, then what most files have.
    fn rows(&self) -> Vec<Row> {
        let mut rows: Vec<_> = self.0.iter().collect();
        rows.sort_by_key(|((severity, code), found)| (*severity, Reverse(found.files.len()), *code));
        let row = |(&(severity, code), found): (&(Severity, &'static str), &Found)| Row {
            code,
            severity: severity.as_str(),
            files: found.files.len(),
            count: found.places,
        };
        rows.into_iter().map(row).collect()
    }
}

impl Summary {
    pub(crate) fn new(documents: &[Document], tally: &Tally) -> Self {
        let number = |is: fn(&Document) -> bool| documents.iter().filter(|document| is(document)).count();
        let accepted = number(Document::is_accepted);
        Self {
            documents: documents.len(),
            accepted,
            with_warnings: number(Document::has_warnings),
            rejected: documents.len() - accepted,
            codes: tally.rows(),
        }
    }

    /// A row for each code, the rejected documents, and what became of all.
    pub(crate) fn table(&self, rejected: &[&str]) -> String {
        let width = self.codes.iter().map(|row| row.code.len()).max().unwrap_or_default();
        let mut text = String::new();
        if !self.codes.is_empty() {
            text = format!("{:<8} {:<width$} {:>6} {:>7}\n", "severity", "code", "files", "places");
        }
        for Row { code, severity, files, count } in &self.codes {
            text.push_str(&format!("{severity:<8} {code:<width$} {files:>6} {count:>7}\n"));
        }
        rejected.iter().take(NAMED).for_each(|file| text.push_str(&format!("rejected {file}\n")));
        if rejected.len() > NAMED {
            text.push_str(&format!("and {} more rejected\n", rejected.len() - NAMED));
        }
        let Self { documents, accepted, with_warnings, rejected, .. } = self;
        let noun = if *documents == 1 { "document" } else { "documents" };
        text + &format!("{documents} {noun}: {accepted} accepted ({with_warnings} with warnings), {rejected} rejected")
    }
}

#[cfg(test)]
mod tests {
    use capwright_codegen::Source;
    use capwright_codegen::diagnostic::{Code, Sink};

    use super::*;

    #[test]
    fn codes_are_counted_by_file_and_place() {
        let source = Source::new("a.yaml", "a.yaml", "a: 1\nb: 2\n");
        let mut tally = Tally::default();
        assert_eq!(tally.worst(), None);
        for code in [Code::UNUSED_BIND, Code::UNKNOWN_KEY, Code::UNKNOWN_VALUE] {
            let mut sink = Sink::new();
            sink.report(code, &source.place(0..1), "one");
            sink.report(code, &source.place(5..6), "other");
            sink.into_sorted().iter().for_each(|found| tally.add(found));
        }
        assert_eq!(tally.worst(), Some("unknown-value"));
        let expected = "\
severity code           files  places
error    unknown-value      1       2
warning  unknown-key        1       2
note     unused-bind        1       2
rejected a.yaml
0 documents: 0 accepted (0 with warnings), 0 rejected";
        assert_eq!(Summary::new(&[], &tally).table(&["a.yaml"]), expected);
    }
}
