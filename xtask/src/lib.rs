//! The command line of Capwright: flags, disk, printing. What a document means is [`capwright_codegen`]'s business.
//!
//! A library too, so that tests run commands in process: `xtask::run(["xtask", "gen", "--check"], &mut out, &mut err)`.

mod batch;
mod bench;
mod cache;
mod check;
mod console;
mod diff;
mod disk;
mod document;
mod explain;
mod failure;
mod flags;
mod fleet;
mod folder;
mod functions;
mod generate;
mod list;
mod lock;
mod order;
mod pages;
mod pin;
mod plan;
mod policy;
mod program;
mod progress;
mod report;
mod repository;
mod sarif;
mod screen;
mod shipping;
mod sources;
mod spent;
mod stage;
mod tally;
mod timings;
mod verdict;
mod workspace;
mod write;

use std::ffi::OsString;
use std::io::Write;

use console::Closable;
pub use console::Console;
pub use disk::{Disk, LocalDisk};
use failure::Failure;
use flags::{Command, Flags};
use repository::Repository;
use screen::Screen;
use verdict::Verdict;

/// Runs a command line, its program's name first, and gives its exit status: 0 all well, 1 a document was rejected or `--check`
/// found a difference, 2 wrong usage or a folder that cannot be read or written.
pub fn run<A: Into<OsString> + Clone>(
    args: impl IntoIterator<Item = A>,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> u8 {
    run_on(args, &mut Console { out, err, color: false, live: false })
}

/// The same with a [`Console`], which knows about colour.
pub fn run_on<A: Into<OsString> + Clone>(args: impl IntoIterator<Item = A>, console: &mut Console<'_>) -> u8 {
    let Console { out, err, color, live } = console;
    let (mut out, mut err) = (Screen::new(&mut **out, false), Screen::new(&mut **err, *color));
    let console = &mut Console { out: &mut out, err: &mut err, color: *color, live: *live };
    run_with(args, &LocalDisk, console)
}

/// The same with another [`Disk`] for what `gen` writes.
pub fn run_with<A: Into<OsString> + Clone>(
    args: impl IntoIterator<Item = A>,
    disk: &dyn Disk,
    console: &mut Console<'_>,
) -> u8 {
    let (mut out, mut err) = (Closable(console.out), Closable(console.err));
    let console = &mut Console { out: &mut out, err: &mut err, color: console.color, live: console.live };
    let verdict = match flags::read(args) {
        Ok(flags) => obey(flags, disk, console),
        Err(help_or_error) => return flags::explain(&help_or_error, console),
    };
    match verdict {
        Ok(Verdict::Well) => 0,
        Ok(Verdict::Found) => 1,
        Err(failure) => failure.explain(console),
    }
}

fn obey(flags: Flags, disk: &dyn Disk, console: &mut Console<'_>) -> Result<Verdict, Failure> {
    let repository = || Repository::find(flags.root.as_deref());
    match &flags.command {
        Command::Gen(flags) => generate::run(flags, &repository()?, disk, console),
        Command::Check(flags) => check::run(flags, &repository()?, console),
        Command::List(flags) => list::run(flags, &repository()?, console),
        Command::Pin(flags) => pin::run(flags, &repository()?, console),
        Command::Explain(flags) => explain::run(flags, console),
        Command::Fleet(flags) => fleet::run(flags, &repository()?, console),
        Command::Bench(flags) => bench::run(flags, &repository()?),
    }
}
