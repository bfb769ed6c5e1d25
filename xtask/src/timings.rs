//! `--timings`: where the time went.

use std::time::{Duration, Instant};

use crate::Console;
use crate::batch::Batch;
use crate::failure::Failure;

/// Time spent on a document, stage by stage.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Spent {
    pub(crate) read: Duration,
    pub(crate) resolve: Duration,
    pub(crate) emit: Duration,
    pub(crate) render: Duration,
}

impl Spent {
    fn total(self) -> Duration {
        self.read + self.resolve + self.emit + self.render
    }

    fn plus(self, other: Self) -> Self {
        Self {
            read: self.read + other.read,
            resolve: self.resolve + other.resolve,
            emit: self.emit + other.emit,
            render: self.render + other.render,
        }
    }
}

/// Measures one stage after the other.
#[derive(Debug)]
pub(crate) struct Watch(Instant);

impl Watch {
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Time since the start or the previous lap.
    pub(crate) fn lap(&mut self) -> Duration {
        let now = Instant::now();
        now - std::mem::replace(&mut self.0, now)
    }
}

/// Prints a line per package, slowest first, and the totals; times are of processors, but for the last line.
pub(crate) fn print(batch: &Batch, write: Duration, whole: Duration, console: &mut Console<'_>) -> Result<(), Failure> {
    let mut rows: Vec<(Spent, usize, &str)> = batch
        .documents
        .iter()
        .map(|document| {
            let operations = document.listing.as_ref().map_or(0, |listing| listing.operations.len());
            (document.spent, operations, batch.project.package_name(document.index))
        })
        .collect();
    rows.sort_by_key(|(spent, _, package)| (std::cmp::Reverse(spent.total()), *package));
    let total =
        rows.iter().fold((Spent::default(), 0), |(spent, operations), row| (spent.plus(row.0), operations + row.1));
    writeln!(console.err, "    read ms  resolve     emit   render    total  operations/s")?;
    for (spent, operations, name) in rows.into_iter().chain([(total.0, total.1, "all packages")]) {
        writeln!(console.err, "{}  {name}", row(spent, operations))?;
    }
    let (load, write, whole) = (millis(batch.load), millis(write), millis(whole));
    writeln!(console.err, "load {load:.2} ms, compare and write {write:.2} ms, in all {whole:.2} ms by the clock")?;
    Ok(())
}

fn row(spent: Spent, operations: usize) -> String {
    let stages = [spent.read, spent.resolve, spent.emit, spent.render, spent.total()];
    let columns: String = stages.iter().map(|stage| format!("{:9.2}", millis(*stage))).collect();
    let seconds = spent.total().as_secs_f64();
    #[allow(clippy::cast_precision_loss)]
    let rate = if seconds > 0.0 { operations as f64 / seconds } else { 0.0 };
    format!("  {columns}  {rate:12.0}")
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}
