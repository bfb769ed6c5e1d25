//! What commands print on the way: for people, or one JSON object a line.

use std::collections::BTreeSet;

use capwright_codegen::diagnostic::{self, Diagnostic};
use capwright_codegen::{Listing, Place, Project};
use serde::Serialize;

use crate::Console;
use crate::batch::{Batch, Document};
use crate::failure::Failure;
use crate::flags::Format;

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
}

impl<'a, 'b> Report<'a, 'b> {
    /// Nothing is said yet.
    pub(crate) fn new(console: &'a mut Console<'b>, format: Format) -> Self {
        Self { console, format, said: BTreeSet::new() }
    }

    /// What was left out while reading.
    pub(crate) fn warnings(&mut self, warnings: &[String]) -> Result<(), Failure> {
        for warning in warnings {
            writeln!(self.console.err, "warning: {warning}")?;
        }
        Ok(())
    }

    /// The problems of a document, its [`verdict`](Self::verdict) aside.
    pub(crate) fn diagnostics(&mut self, batch: &Batch, document: &Document) -> Result<(), Failure> {
        for diagnostic in &document.diagnostics {
            if !self.said.insert((diagnostic.places.clone(), diagnostic.code, diagnostic.message.clone())) {
                continue;
            }
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
        Ok(writeln!(self.console.out, "{text}")?)
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
            writeln!(out, "  tool       {}", tool.name)?;
        }
        for setting in &listing.settings {
            let need = if setting.required { "required" } else { "optional" };
            let secret = if setting.secret { ", secret" } else { "" };
            writeln!(out, "  setting    {}  {need}{secret}", setting.env)?;
        }
        Ok(())
    }
}

fn as_line<'a>(diagnostic: &'a Diagnostic, project: &'a Project) -> Line<'a> {
    let places: Vec<LineColumn> = diagnostic
        .places
        .iter()
        .take(PLACES)
        .map(|place| LineColumn { line: place.line, column: place.column })
        .collect();
    Line::Diagnostic {
        file: &project.source(diagnostic.file()).shown,
        code: diagnostic.code,
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        line: places.first().map(|place| place.line),
        column: places.first().map(|place| place.column),
        count: diagnostic.places.len(),
        places,
        help: diagnostic.help.as_deref(),
    }
}

/// `1 document`, `2 documents`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
