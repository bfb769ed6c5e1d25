//! `cargo xtask fleet`: what the compiler accepts is compiled by rustc and clippy, started, and used.
//!
//! A crate of its own for each document, as `gen` writes it; but few binaries: a runner holds the `main` of many crates, and
//! becomes the one that it is asked to be. What is started is therefore what a user starts, `serve --mock` and all, and is used
//! as a user does: over HTTP.

mod asked;
mod build;
mod digest;
mod door;
mod http;
mod mcp;
mod process;
mod report;
mod runner;
mod sample;
mod scratch;
mod script;
mod ship;
mod values;
mod visit;
mod voyage;

use std::collections::BTreeMap;
use std::time::Instant;

use capwright_codegen::compile;
use rayon::prelude::*;

use self::report::{Report, Run};
use self::scratch::Scratch;
use self::ship::Ship;
use self::voyage::Voyage;
use crate::Console;
use crate::batch::Batch;
use crate::failure::Failure;
use crate::flags::FleetFlags;
use crate::order::{Goal, Order};
use crate::policy::Policy;
use crate::progress::Progress;
use crate::report::count;
use crate::repository::Repository;
use crate::shipping::Shipping;
use crate::verdict::Verdict;

/// Rejected documents are reported, and are no failure: whether they should be is the business of `check`.
pub(crate) fn run(flags: &FleetFlags, repository: &Repository, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let start = Instant::now();
    let specs = flags.input.specs.clone().unwrap_or_else(|| repository.folder("specs"));
    let scratch = Scratch::new(repository)?;
    let draw = flags.sample.map(|size| sample::draw(&specs, size, flags.seed)).transpose()?;
    let (drawn, only) = draw.map_or((None, Vec::new()), |draw| (Some((draw.documents, flags.seed)), draw.packages));
    let goal = Goal::Package(Shipping::here(repository, &scratch.crates())?);
    let progress = Progress::on(console);
    let order = Order { specs: &specs, only: &only, files: &[], goal, policy: Policy::default(), progress };
    let batch = Batch::compile(repository, &order)?;
    let ships = ships(&batch);

    let building = Instant::now();
    let shown = progress.whole(format!("cargo builds {}", count(ships.len(), "crate")));
    let built = build::all(&scratch, &ships)?;
    shown.finish_and_clear();
    let build = building.elapsed();
    let shown = progress.steps("trying", ships.len());
    let voyage = |ship: &Ship<'_>| {
        let voyage = Voyage::of(ship, &built, &scratch, !flags.only_compile.contains(&ship.package.name));
        shown.inc(1);
        (ship.index, voyage)
    };
    let voyages: BTreeMap<usize, Voyage> = ships.par_iter().map(voyage).collect();
    shown.finish_and_clear();
    let run = Run { drawn, linter: built.linter, build, whole: start.elapsed() };
    let is_well = Report { batch: &batch, voyages: &voyages, run: &run }.print(flags.input.format, console)?;
    Ok(if is_well { Verdict::Well } else { Verdict::Found })
}

/// The documents that became crates. Their models are resolved again: a batch keeps none.
fn ships(batch: &Batch) -> Vec<Ship<'_>> {
    let ship = |document: &'_ crate::document::Document| {
        let index = document.index;
        let model = batch.project.compile_to(compile::Goal::Model, index, &mut ()).model?;
        Some((index, script::of(&model)))
    };
    let accepted = batch.documents.iter().filter_map(|document| Some((document, document.package.as_ref()?)));
    let ships = accepted.filter_map(|(document, package)| {
        let (index, script) = ship(document)?;
        Some(Ship { index, package, script })
    });
    ships.collect()
}
