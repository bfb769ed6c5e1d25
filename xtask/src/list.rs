//! `cargo xtask list`: what each package offers.

use crate::Console;
use crate::batch::Batch;
use crate::failure::Failure;
use crate::flags::InputFlags;
use crate::order::{Goal, Order};
use crate::policy::Policy;
use crate::progress::Progress;
use crate::report::Report;
use crate::repository::Repository;
use crate::verdict::Verdict;

/// A rejected document offers nothing: its problems stand in its place.
pub(crate) fn run(flags: &InputFlags, repository: &Repository, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let specs = flags.specs.clone().unwrap_or_else(|| repository.folder("specs"));
    let order = Order {
        specs: &specs,
        only: &[],
        files: &[],
        goal: Goal::Listing,
        policy: Policy::default(),
        progress: Progress::on(console),
    };
    let batch = Batch::compile(repository, &order)?;
    let mut report = Report::new(console, flags.format);
    report.warnings(&batch.warnings)?;
    for document in &batch.documents {
        match &document.listing {
            Some(listing) => report.package(&batch.project.source(document.index).shown, listing)?,
            None if document.is_part() => {
                let file = &batch.project.source(document.index).shown;
                report.human(&format!("{file} (for other documents to import: no package)"))?;
            }
            None => report.diagnostics(&batch, document)?,
        }
    }
    Ok(if batch.has_rejected() { Verdict::Found } else { Verdict::Well })
}
