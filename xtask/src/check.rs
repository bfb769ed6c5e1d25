//! `cargo xtask check`: problems only.

use crate::batch::{Batch, Goal};
use crate::failure::Failure;
use crate::flags::InputFlags;
use crate::report::{Report, count};
use crate::repository::Repository;
use crate::{Console, Verdict};

pub(crate) fn run(flags: &InputFlags, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let repository = Repository::here()?;
    let specs = flags.specs.clone().unwrap_or_else(|| repository.folder("specs"));
    let batch = Batch::compile(&repository, &specs, &[], &Goal::Listing)?;
    let mut report = Report::new(console, flags.format);
    report.warnings(&batch.warnings)?;
    for document in &batch.documents {
        report.diagnostics(&batch, document)?;
        report.verdict(&batch, document)?;
    }
    let rejected = batch.documents.iter().filter(|document| !document.is_accepted()).count();
    report.human(&format!("{}, {rejected} rejected", count(batch.documents.len(), "document")))?;
    Ok(if batch.has_rejected() { Verdict::Found } else { Verdict::Well })
}
