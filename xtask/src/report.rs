//! What commands print on the way: for people, or one JSON object a line.

use std::collections::{BTreeMap, BTreeSet};

use capwright_codegen::diagnostic::{self, Diagnostic, Edit, Finding};
use capwright_codegen::{Listing, Place, Project};
use serde::Serialize;

use crate::Console;
use crate::batch::Batch;
use crate::document::Document;
use crate::failure::Failure;
use crate::flags::Format;
use crate::program;
use crate::screen;
use crate::tally::{Summary, Tally};

/// How many places of a diagnostic are named.
const PLACES: usize = 3;

/// A line of JSON: the keys and their order are a contract.
#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Line<'a> {
    Diagnostic {
        file: &'a str,
        code: &'a str,
        severity: &'a str,
        message: &'a str,
        line: Option<usize>,
        column: Option<usize>,
        count: usize,
        places: Vec<LineColumn>,
        help: Option<&'a str>,
        /// What the help says, as changes of files: all in one go.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        edits: Vec<Change<'a>>,
        /// What else there is to say under this code in this file.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        also: Vec<Sentence<'a>>,
    },
    Verdict {
        file: &'a str,
        /// None for a document that becomes no package.
        package: Option<&'a str>,
        verdict: &'static str,
    },
    Output {
        package: &'a str,
        status: &'a str,
    },
    Package {
        file: &'a str,
        #[serde(flatten)]
        listing: &'a Listing,
    },
    Summary(&'a Summary),
}

#[derive(Debug, Serialize)]
struct Sentence<'a> {
    message: &'a str,
    count: usize,
    places: Vec<LineColumn>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    edits: Vec<Change<'a>>,
}

/// A change of a file: what stands from `start` to before `end`, in bytes, gives way to the replacement.
#[derive(Debug, Serialize)]
struct Change<'a> {
    file: &'a str,
    #[serde(flatten)]
    at: LineColumn,
    start: usize,
    end: usize,
    replacement: &'a str,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct LineColumn {
    line: usize,
    column: usize,
}

/// Prints in one of the two formats.
#[derive(Debug)]
pub(crate) struct Report<'a, 'b> {
    pub(crate) console: &'a mut Console<'b>,
    pub(crate) format: Format,
    /// What was said: every document that imports a file finds its problems anew, and hears of them once.
    said: BTreeSet<(Vec<Place>, &'static str, String)>,
    tally: Tally,
}

impl<'a, 'b> Report<'a, 'b> {
    /// Nothing is said yet.
    pub(crate) fn new(console: &'a mut Console<'b>, format: Format) -> Self {
        Self { console, format, said: BTreeSet::new(), tally: Tally::default() }
    }

    /// What was left out while reading.
    pub(crate) fn warnings(&mut self, warnings: &[String]) -> Result<(), Failure> {
        for warning in warnings {
            writeln!(self.console.err, "warning: {warning}")?;
        }
        Ok(())
    }

    /// What keeps a command from what it was told to do.
    pub(crate) fn error(&mut self, message: &str) -> Result<(), Failure> {
        Ok(writeln!(self.console.err, "error: {message}")?)
    }

    /// The problems of a document, its [`verdict`](Self::verdict) aside.
    pub(crate) fn diagnostics(&mut self, batch: &Batch, document: &Document) -> Result<(), Failure> {
        for diagnostic in self.unsaid(document) {
            match self.format {
                Format::Human => writeln!(
                    self.console.err,
                    "{}\n",
                    diagnostic::render(diagnostic, batch.project.sources(), self.console.color).trim_end()
                )?,
                Format::Json => self.json(&as_line(diagnostic, &batch.project))?,
            }
        }
        Ok(())
    }

    /// The problems of a document that nobody heard of yet; they count as said now.
    pub(crate) fn unsaid<'d>(&mut self, document: &'d Document) -> Vec<&'d Diagnostic> {
        let mut unsaid = Vec::new();
        for diagnostic in &document.diagnostics {
            if self.said.insert((diagnostic.places.clone(), diagnostic.code, diagnostic.message.clone())) {
                self.tally.add(diagnostic);
                unsaid.push(diagnostic);
            }
        }
        unsaid
    }

    /// Where to read on, after the problems.
    pub(crate) fn hint(&mut self) -> Result<(), Failure> {
        let Some(code) = self.tally.worst().filter(|_| self.format == Format::Human) else { return Ok(()) };
        Ok(writeln!(self.console.err, "for more about a code: {} explain {code}\n", program::name())?)
    }

    /// What was found, in numbers.
    pub(crate) fn summary(&mut self, batch: &Batch) -> Result<(), Failure> {
        let summary = Summary::new(&batch.documents, &self.tally);
        match self.format {
            Format::Human => {
                let rejected = batch.documents.iter().filter(|document| !document.is_accepted());
                let files: Vec<&str> =
                    rejected.map(|document| batch.project.source(document.index).shown.as_str()).collect();
                Ok(writeln!(self.console.out, "{}", summary.table(&files))?)
            }
            Format::Json => self.json(&Line::Summary(&summary)),
        }
    }

    /// Whether a document was accepted; people see it in the summary.
    pub(crate) fn verdict(&mut self, batch: &Batch, document: &Document) -> Result<(), Failure> {
        if self.format == Format::Human {
            return Ok(());
        }
        let verdict = if document.is_accepted() { "accepted" } else { "rejected" };
        let file = &batch.project.source(document.index).shown;
        let package = (!document.is_part()).then(|| batch.project.package_name(document.index));
        self.json(&Line::Verdict { file, package, verdict })
    }

    /// What became of a package.
    pub(crate) fn output(&mut self, package: &str, status: &str) -> Result<(), Failure> {
        match self.format {
            Format::Human => Ok(writeln!(self.console.out, "{status:<10} {package}")?),
            Format::Json => self.json(&Line::Output { package, status }),
        }
    }

    /// What a package offers.
    pub(crate) fn package(&mut self, file: &str, listing: &Listing) -> Result<(), Failure> {
        match self.format {
            Format::Human => self.outline(file, listing),
            Format::Json => self.json(&Line::Package { file, listing }),
        }
    }

    /// A line for people; JSON says it otherwise, or not at all.
    pub(crate) fn human(&mut self, text: &str) -> Result<(), Failure> {
        match self.format {
            Format::Human => Ok(writeln!(self.console.out, "{text}")?),
            Format::Json => Ok(()),
        }
    }

    /// Text for people even if the results are JSON: those stay alone on standard output.
    pub(crate) fn explain(&mut self, text: &str) -> Result<(), Failure> {
        match self.format {
            Format::Human => Ok(writeln!(self.console.out, "{text}")?),
            Format::Json => Ok(writeln!(self.console.err, "{text}")?),
        }
    }

    fn json(&mut self, line: &Line<'_>) -> Result<(), Failure> {
        let text = serde_json::to_string(line).map_err(std::io::Error::from)?;
        Ok(writeln!(self.console.out, "{}", screen::json(&text))?)
    }

    fn outline(&mut self, file: &str, listing: &Listing) -> Result<(), Failure> {
        let out = &mut self.console.out;
        writeln!(out, "{} ({} from {file})", listing.package, listing.source)?;
        for operation in &listing.operations {
            writeln!(
                out,
                "  operation  {}.{}  {} {}",
                operation.namespace, operation.name, operation.method, operation.path
            )?;
        }
        for route in &listing.routes {
            writeln!(out, "  route      {}  {} {}", route.name, route.method, route.path)?;
        }
        for tool in &listing.tools {
            let served = tool.served_as.as_ref().map(|name| format!("  served as {name}")).unwrap_or_default();
            writeln!(out, "  tool       {}{served}", tool.name)?;
        }
        for skill in &listing.skills {
            writeln!(out, "  skill      {}  {}", skill.name, skill.tools.join(" "))?;
        }
        for setting in &listing.settings {
            let need = if setting.required { "required" } else { "optional" };
            let secret = if setting.secret { ", secret" } else { "" };
            writeln!(out, "  setting    {}  {need}{secret}", setting.env)?;
        }
        Ok(())
    }
}

/// A diagnostic as one line: `count` and `places` are of all its sentences.
fn as_line<'a>(diagnostic: &'a Diagnostic, project: &'a Project) -> Line<'a> {
    let all = diagnostic.all_places();
    let (line, column) = all.first().map(|first| (first.line, first.column)).unzip();
    let changes = |edits: &'a [Edit]| edits.iter().map(|edit| change(edit, project)).collect();
    let sentence = |finding: &'a Finding| Sentence {
        message: &finding.message,
        count: finding.places.len(),
        places: first_places(&finding.places),
        help: finding.help.as_deref(),
        edits: changes(&finding.edits),
    };
    Line::Diagnostic {
        file: &project.source(diagnostic.file()).shown,
        code: diagnostic.code,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        line,
        column,
        count: all.len(),
        places: first_places(all.iter().copied()),
        help: diagnostic.help.as_deref(),
        edits: changes(&diagnostic.edits),
        also: diagnostic.also.iter().map(sentence).collect(),
    }
}

fn change<'a>(edit: &'a Edit, project: &'a Project) -> Change<'a> {
    let Place { file, line, column, span } = &edit.place;
    let at = LineColumn { line: *line, column: *column };
    let file = &project.source(*file).shown;
    Change { file, at, start: span.start, end: span.end, replacement: &edit.replacement }
}

fn first_places<'a>(places: impl IntoIterator<Item = &'a Place>) -> Vec<LineColumn> {
    places.into_iter().take(PLACES).map(|place| LineColumn { line: place.line, column: place.column }).collect()
}

/// `3 packages: 1 rejected, 2 written`.
pub(crate) fn summary<'a>(statuses: impl Iterator<Item = &'a str>) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    statuses.for_each(|status| *counts.entry(status).or_default() += 1);
    let packages = count(counts.values().sum(), "package");
    let parts: Vec<String> = counts.iter().map(|(status, number)| format!("{number} {status}")).collect();
    if parts.is_empty() { packages } else { format!("{packages}: {}", parts.join(", ")) }
}

/// `1 document`, `2 documents`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
