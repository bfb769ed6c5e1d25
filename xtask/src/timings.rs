//! `--timings`: where the time went.

use std::time::Duration;

use crate::Console;
use crate::batch::Batch;
use crate::failure::Failure;
use crate::spent::Spent;

/// Prints a line per package, slowest first, and the totals; they are of processors, but for the last line.
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
    if batch.is_recalled {
        writeln!(console.err, "nothing was compiled: an earlier run did, and nothing changed since")?;
    } else {
        writeln!(console.err, "    read ms  resolve     emit   render    total  operations/s")?;
        for (spent, operations, name) in rows.into_iter().chain([(total.0, total.1, "all packages")]) {
            writeln!(console.err, "{}  {name}", row(spent, operations))?;
        }
    }
    let [load, compile, write, whole] = [batch.load, batch.compile, write, whole].map(millis);
    write!(console.err, "by the clock: load {load:.2} ms, compile {compile:.2} ms, compare and write {write:.2} ms, ")?;
    write!(console.err, "in all {whole:.2} ms")?;
    Ok(writeln!(console.err, "{}", peak().unwrap_or_default())?)
}

/// The most memory that the program held so far, where the system tells.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(format!("; at most {} MiB of memory", kibibytes.div_ceil(1024)))
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
