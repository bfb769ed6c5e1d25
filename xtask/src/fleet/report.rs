//! What became of each document: for people, or one JSON object a line.

use std::collections::BTreeMap;
use std::time::Duration;

use capwright_codegen::Severity;
use serde::Serialize;

use super::voyage::Voyage;
use crate::Console;
use crate::batch::Batch;
use crate::document::Document;
use crate::failure::Failure;
use crate::flags::Format;
use crate::screen;

/// The most failures of a document that people are shown.
const SHOWN: usize = 5;

/// What is reported.
#[derive(Debug)]
pub(super) struct Report<'a> {
    pub(super) batch: &'a Batch,
    /// By document.
    pub(super) voyages: &'a BTreeMap<usize, Voyage>,
    pub(super) run: &'a Run,
}

/// What a run was about, beside the documents.
#[derive(Debug)]
pub(super) struct Run {
    /// How many documents there are, and what was drawn; none if all are used.
    pub(super) drawn: Option<(usize, u64)>,
    /// What looked at the code beside rustc.
    pub(super) linter: &'static str,
    pub(super) build: Duration,
    pub(super) whole: Duration,
}

/// A line of JSON: the keys are a contract.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Document {
        file: &'a str,
        /// None for a document that becomes no package.
        package: Option<&'a str>,
        /// `accepted` or `rejected`.
        verdict: &'static str,
        /// Why it was rejected.
        codes: Vec<&'static str>,
        /// What became of the crate.
        #[serde(flatten)]
        voyage: Option<Facts<'a>>,
    },
    Summary(Summary),
}

#[derive(Debug, Serialize)]
struct Facts<'a> {
    compiled: bool,
    mounted: bool,
    tools: usize,
    routes: usize,
    calls: usize,
    answered: usize,
    millis: u128,
    failures: &'a [String],
}

/// All documents, in numbers.
#[derive(Debug, Default, Serialize)]
struct Summary {
    documents: usize,
    accepted: usize,
    /// Accepted ones that became no crate: other documents import them.
    parts: usize,
    rejected: usize,
    /// Crates of accepted documents that something is wrong with.
    failed: usize,
    tools: usize,
    routes: usize,
    calls: usize,
    answered: usize,
    linter: &'static str,
    /// All documents that there are, and the seed, where a sample was drawn.
    drawn: Option<(usize, u64)>,
    build_seconds: f64,
    seconds: f64,
}

impl Report<'_> {
    /// Prints it, and says whether all is well.
    ///
    /// # Errors
    /// Nothing can be printed.
    pub(super) fn print(&self, format: Format, console: &mut Console<'_>) -> Result<bool, Failure> {
        for document in &self.batch.documents {
            match format {
                Format::Human => writeln!(console.out, "{}", self.outline(document))?,
                Format::Json => json(console, &self.line(document))?,
            }
        }
        let summary = self.summary();
        let is_well = summary.failed == 0;
        match format {
            Format::Human => writeln!(console.out, "{}", summary.sentences())?,
            Format::Json => json(console, &Line::Summary(summary))?,
        }
        Ok(is_well)
    }

    fn line<'b>(&'b self, document: &Document) -> Line<'b> {
        let facts = self.voyages.get(&document.index).map(|voyage| Facts {
            compiled: voyage.compiled,
            mounted: voyage.visit.mounted,
            tools: voyage.visit.tools,
            routes: voyage.visit.routes,
            calls: voyage.visit.calls,
            answered: voyage.visit.answered,
            millis: voyage.time.as_millis(),
            failures: &voyage.failures,
        });
        let project = &self.batch.project;
        Line::Document {
            file: &project.source(document.index).shown,
            package: (!document.is_part()).then(|| project.package_name(document.index)),
            verdict: if document.is_accepted() { "accepted" } else { "rejected" },
            codes: codes(document),
            voyage: facts,
        }
    }

    fn outline(&self, document: &Document) -> String {
        let project = &self.batch.project;
        let (file, package) = (&project.source(document.index).shown, project.package_name(document.index));
        let Some(voyage) = self.voyages.get(&document.index) else {
            return match document.is_part() {
                true => format!("part      {file} (for other documents to import: no package)"),
                false => format!("rejected  {package} ({file}): {}", codes(document).join(", ")),
            };
        };
        let status = if voyage.failures.is_empty() { "well" } else { "failed" };
        let (visit, millis) = (&voyage.visit, voyage.time.as_millis());
        let mut text = format!(
            "{status:<9} {package}: {} routes, {} tools, {} of {} calls answered, {millis} ms",
            visit.routes, visit.tools, visit.answered, visit.calls
        );
        for failure in voyage.failures.iter().take(SHOWN) {
            text += &format!("\n    {}", failure.replace('\n', "\n    "));
        }
        if voyage.failures.len() > SHOWN {
            text += &format!("\n    and {} more", voyage.failures.len() - SHOWN);
        }
        text
    }

    fn summary(&self) -> Summary {
        let documents = &self.batch.documents;
        let number = |is: fn(&Document) -> bool| documents.iter().filter(|document| is(document)).count();
        let sum = |of: fn(&Voyage) -> usize| self.voyages.values().map(of).sum();
        let accepted = number(Document::is_accepted);
        Summary {
            documents: documents.len(),
            accepted,
            parts: number(Document::is_part),
            rejected: documents.len() - accepted,
            failed: self.voyages.values().filter(|voyage| !voyage.failures.is_empty()).count(),
            tools: sum(|voyage| voyage.visit.tools),
            routes: sum(|voyage| voyage.visit.routes),
            calls: sum(|voyage| voyage.visit.calls),
            answered: sum(|voyage| voyage.visit.answered),
            linter: self.run.linter,
            drawn: self.run.drawn,
            build_seconds: self.run.build.as_secs_f64(),
            seconds: self.run.whole.as_secs_f64(),
        }
    }
}

impl Summary {
    fn sentences(&self) -> String {
        let Self { documents, accepted, parts, rejected, failed, tools, routes, calls, answered, linter, .. } = self;
        let drawn = self.drawn.map(|(all, seed)| format!(" (a sample of {all}, seed {seed})")).unwrap_or_default();
        let (build, whole) = (self.build_seconds, self.seconds);
        format!(
            "{documents} documents{drawn}: {accepted} accepted ({parts} of them parts), {rejected} rejected\n\
             {failed} failed; {routes} routes and {tools} tools, {answered} of {calls} calls answered\n\
             {whole:.1} s, {build:.1} s of them cargo, rustc and {linter}"
        )
    }
}

/// The errors of a document, each once.
fn codes(document: &Document) -> Vec<&'static str> {
    let errors = document.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let mut codes: Vec<&str> = errors.map(|diagnostic| diagnostic.code).collect();
    codes.dedup();
    codes
}

fn json(console: &mut Console<'_>, line: &Line<'_>) -> Result<(), Failure> {
    let text = serde_json::to_string(line).map_err(std::io::Error::from)?;
    Ok(writeln!(console.out, "{}", screen::json(&text))?)
}
