//! The documents that cost most, each of almost 4 MiB: time of the processor and peak memory of `xtask gen` on them.
//!
//! `cargo bench -p xtask --bench hostile [-- PART OF A NAME]`; fails if a document takes more than 2 s or 500 MB. Every document has
//! a process of its own, as the peak is that of a process.
#![allow(clippy::print_stdout, clippy::expect_used)] // a table, of documents that are made here

mod cases;

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

use mimalloc::MiMalloc;
use rustix::time::{ClockId, clock_gettime};

/// As the command line itself has it.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

const MOST_SECONDS: f64 = 2.0;
const MOST_MEGABYTES: u64 = 500;
/// When to give up on a document.
const PATIENCE: Duration = Duration::from_secs(20);

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    if let [command, folder] = args.as_slice()
        && command == "child"
    {
        return compile(Path::new(folder));
    }
    let wanted = args.first().map_or("", String::as_str);
    println!("{:34} {:>9} {:>8} {:>7}  verdict", "", "bytes", "seconds", "MB");
    let slow =
        cases::all().filter(|(name, _)| name.contains(wanted)).filter(|(name, text)| !measure(name, text)).count();
    println!("{slow} above {MOST_SECONDS} s or {MOST_MEGABYTES} MB");
    ExitCode::from(u8::from(slow > 0))
}

/// Whether the document stays within the limits.
fn measure(name: &str, text: &str) -> bool {
    let folder = tempfile::tempdir().expect("a folder for the document");
    let specs = folder.path().join("specs");
    std::fs::create_dir(&specs).expect("a folder for the document");
    std::fs::write(specs.join("worst.yaml"), text).expect("the document can be written");
    let report = run(folder.path());
    let mut words = report.split_whitespace();
    let seconds: f64 = words.next().and_then(|word| word.parse().ok()).unwrap_or(f64::INFINITY);
    let megabytes: u64 = words.next().and_then(|word| word.parse().ok()).unwrap_or(u64::MAX);
    let is_well = seconds <= MOST_SECONDS && megabytes <= MOST_MEGABYTES;
    let verdict = words.collect::<Vec<_>>().join(" ");
    let mark = if is_well { "" } else { "  <- too much" };
    println!("{name:34} {:>9} {seconds:>8.2} {megabytes:>7}  {verdict}{mark}", text.len());
    is_well
}

/// What a process of its own says of the folder: seconds, megabytes, verdict. Nothing, if it has to be stopped.
fn run(folder: &Path) -> String {
    let output = folder.join("report");
    let report = std::fs::File::create(&output).expect("a file for the report");
    let program = std::env::current_exe().expect("this program has a path");
    let child = Command::new(program).arg("child").arg(folder).stdout(report).spawn();
    let mut child = child.expect("this program can be started");
    let start = Instant::now();
    while child.try_wait().expect("the process is ours").is_none() {
        if start.elapsed() > PATIENCE {
            child.kill().expect("the process is ours");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    std::fs::read_to_string(output).expect("the report was written")
}

fn compile(folder: &Path) -> ExitCode {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let folders =
        ["specs", "out", "cache"].map(|name| [format!("--{name}").into(), folder.join(name).into_os_string()]);
    let args = ["xtask", "gen"].map(OsString::from).into_iter().chain(folders.into_iter().flatten());
    let status = xtask::run(args, &mut out, &mut err);
    let spent = clock_gettime(ClockId::ProcessCPUTime);
    let seconds = Duration::try_from(spent).unwrap_or(Duration::MAX).as_secs_f64();
    let said = String::from_utf8_lossy(&err);
    let first = said.lines().next().unwrap_or("generated");
    let short: String = first.chars().take(70).collect();
    println!("{seconds} {} {status}, {} bytes said: {short}", peak(), err.len());
    ExitCode::SUCCESS
}

/// Most memory so far in megabytes, where the system tells.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).map_or(0, |kilobytes| kilobytes / 1024)
}
