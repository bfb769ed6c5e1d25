//! `cargo xtask check`: problems only.

use crate::batch::Batch;
use crate::failure::Failure;
use crate::flags::{CheckFlags, CheckFormat, Format};
use crate::order::{Goal, Order};
use crate::policy::Policy;
use crate::progress::Progress;
use crate::report::Report;
use crate::repository::Repository;
use crate::verdict::Verdict;
use crate::{Console, sarif, screen};

pub(crate) fn run(flags: &CheckFlags, repository: &Repository, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let specs = flags.specs.clone().unwrap_or_else(|| repository.folder("specs"));
    let policy = Policy::new(repository.manifest(), &flags.policy)?;
    let progress = Progress::on(console);
    let order = Order { specs: &specs, only: &[], files: &flags.files, goal: Goal::Listing, policy, progress };
    let batch = Batch::compile(repository, &order)?;
    match flags.format {
        CheckFormat::Human => lines(&batch, &mut Report::new(console, Format::Human))?,
        CheckFormat::Json => lines(&batch, &mut Report::new(console, Format::Json))?,
        CheckFormat::Sarif => log(&batch, console)?,
    }
    Ok(if batch.has_rejected() { Verdict::Found } else { Verdict::Well })
}

/// Every problem, and a summary.
fn lines(batch: &Batch, report: &mut Report<'_, '_>) -> Result<(), Failure> {
    report.warnings(&batch.warnings)?;
    for document in &batch.documents {
        report.diagnostics(batch, document)?;
        report.verdict(batch, document)?;
    }
    report.hint()?;
    report.summary(batch)
}

/// One document of SARIF on standard output.
fn log(batch: &Batch, console: &mut Console<'_>) -> Result<(), Failure> {
    let mut report = Report::new(console, Format::Json);
    report.warnings(&batch.warnings)?;
    let mut found = Vec::new();
    for document in &batch.documents {
        found.extend(report.unsaid(document));
    }
    let text = serde_json::to_string(&sarif::log(&found, &batch.project)).map_err(std::io::Error::from)?;
    Ok(writeln!(report.console.out, "{}", screen::json(&text))?)
}
