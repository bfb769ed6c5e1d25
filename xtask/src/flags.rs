//! The flags: a contract that scripts rely on.

use std::borrow::Cow;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand, ValueEnum};

use crate::Console;
use crate::policy::PolicyFlags;
use crate::program;

/// Compiles capability specs into Rust crates.
#[derive(Debug, Parser)]
#[command(name = "capwright", version)]
pub(crate) struct Flags {
    /// Where `specs` and `generated` are [default: the nearest folder upwards with `specs` or a workspace's Cargo.toml]
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) root: Option<PathBuf>,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Writes one crate for each document
    Gen(GenFlags),
    /// Reports what is wrong with the documents, and writes nothing
    Check(CheckFlags),
    /// Shows what each package offers: operations, routes, tools, settings
    List(InputFlags),
    /// Pins the generated crates as they are, files and public items, for tests to compare
    Pin(PinFlags),
    /// Says what a diagnostic means, with an example before and after
    Explain(ExplainFlags),
    /// Compiles the crates of the accepted documents, starts them with stand-ins, and uses every route and tool
    Fleet(FleetFlags),
    /// Measures what is generated beside others on this machine
    #[command(subcommand)]
    Bench(BenchFlags),
}

/// What `gen` and `list` take.
#[derive(Debug, Args)]
pub(crate) struct InputFlags {
    /// The folder of the documents: every *.yaml and *.yml below it [default: specs]
    #[arg(long, value_name = "DIR")]
    pub(crate) specs: Option<PathBuf>,
    /// For people, or one JSON object a line
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

#[derive(Debug, Args)]
pub(crate) struct CheckFlags {
    /// Only these documents, files below the folder: what they import is found as ever
    #[arg(value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// The folder of the documents: every *.yaml and *.yml below it [default: specs]
    #[arg(long, value_name = "DIR")]
    pub(crate) specs: Option<PathBuf>,
    /// For people, one JSON object a line, or one SARIF 2.1.0 log for code hosts
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub(crate) format: CheckFormat,
    #[command(flatten)]
    pub(crate) policy: PolicyFlags,
}

#[derive(Debug, Args)]
pub(crate) struct PinFlags {
    /// For people, or one JSON object a line
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
    /// Only this package; may be repeated
    #[arg(long, value_name = "PACKAGE")]
    pub(crate) only: Vec<String>,
    /// Writes nothing; shows what differs from its pin, with exit status 1 if anything does. What has no pin is named
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ExplainFlags {
    /// As it stands in brackets in a report; without one, all are listed
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct FleetFlags {
    #[command(flatten)]
    pub(crate) input: InputFlags,
    /// Only this many documents, drawn by lot
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<usize>,
    /// Draws other documents; the same seed draws the same ones of the same folder
    #[arg(long, value_name = "S", requires = "sample", default_value_t = 0)]
    pub(crate) seed: u64,
    /// Compiles this package and does not start it; may be repeated
    #[arg(long, value_name = "PACKAGE")]
    pub(crate) only_compile: Vec<String>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum BenchFlags {
    /// The Tanium server beside nginx, FastMCP and JSON-RPC over hyper; needs Debian's nginx and wrk, and python3 with venv
    #[command(disable_help_flag = true)]
    Servers {
        /// `--help` lists them
        #[arg(value_name = "FLAGS", trailing_var_arg = true, allow_hyphen_values = true)]
        arguments: Vec<OsString>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct GenFlags {
    #[command(flatten)]
    pub(crate) input: InputFlags,
    #[command(flatten)]
    pub(crate) policy: PolicyFlags,
    /// The folder of the crates; may lie outside the repository [default: generated]
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Where crates find the runtime: a folder, VERSION or VERSION@REGISTRY, or git+URL#REV [default: runtime]
    #[arg(long, value_name = "WHERE")]
    pub(crate) runtime: Option<String>,
    /// The folder of what earlier runs compiled, which `--check` does not ask [default: target/gen-cache]
    #[arg(long, value_name = "DIR")]
    pub(crate) cache: Option<PathBuf>,
    /// Only this package; may be repeated; removes nothing
    #[arg(long, value_name = "PACKAGE")]
    pub(crate) only: Vec<String>,
    /// Removes the crate of this package although its document is still there, as a part of others; may be repeated
    #[arg(long, value_name = "PACKAGE")]
    pub(crate) remove: Vec<String>,
    /// Writes nothing; shows what would change, with exit status 1 if anything would
    #[arg(long)]
    pub(crate) check: bool,
    /// Shows on standard error where the time went
    #[arg(long)]
    pub(crate) timings: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    Human,
    Json,
    Sarif,
}

impl GenFlags {
    /// The command line that writes what `--check` compared.
    pub(crate) fn command(&self) -> String {
        let mut words = vec![format!("{} gen", program::name())];
        let folders = [("--specs", &self.input.specs), ("--out", &self.out)];
        words.extend(
            folders.iter().filter_map(|(flag, dir)| dir.as_deref().map(|dir| format!("{flag} {}", quoted(dir)))),
        );
        words.extend(self.runtime.iter().map(|runtime| format!("--runtime {}", quoted(Path::new(runtime)))));
        words.extend(self.only.iter().map(|package| format!("--only {package}")));
        words.extend(self.remove.iter().map(|package| format!("--remove {package}")));
        words.extend(self.policy.words());
        words.join(" ")
    }
}

impl PinFlags {
    /// The command line that pins what `--check` compared.
    pub(crate) fn command(&self, program: &str) -> String {
        let only = self.only.iter().map(|package| format!(" --only {package}"));
        format!("{program} pin{}", only.collect::<String>())
    }
}

/// Reads a command line, its program's name first.
///
/// # Errors
/// It asks for help, or makes no sense.
pub(crate) fn read<A: Into<OsString> + Clone>(args: impl IntoIterator<Item = A>) -> Result<Flags, clap::Error> {
    Flags::from_arg_matches(
        &Flags::command().name(program::name()).bin_name(program::name()).try_get_matches_from(args)?,
    )
}

/// Prints help, version or a usage error where it belongs, and gives the exit status.
pub(crate) fn explain(error: &clap::Error, console: &mut Console<'_>) -> u8 {
    let text = error.render();
    // Nobody is left to tell if printing fails.
    let _ = match (error.use_stderr(), console.color) {
        (true, true) => write!(console.err, "{}", text.ansi()),
        (true, false) => write!(console.err, "{text}"),
        (false, _) => write!(console.out, "{text}"),
    };
    u8::try_from(error.exit_code()).unwrap_or(2)
}

/// A path as a shell takes it.
fn quoted(path: &Path) -> String {
    let text = path.to_string_lossy();
    shlex::try_quote(&text).map_or_else(|_| text.to_string(), Cow::into_owned) // no path holds the NUL that it refuses
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_flags_are_consistent() {
        Flags::command().debug_assert();
    }

    #[test]
    fn the_command_to_run_repeats_the_flags_but_check() {
        let rows = [
            ("gen --check", "cargo xtask gen"),
            ("gen --check --specs a --only x --only y --timings", "cargo xtask gen --specs a --only x --only y"),
            ("gen --out it's --check --cache c", r#"cargo xtask gen --out "it's""#),
            ("gen --check --runtime 0.1@acme", "cargo xtask gen --runtime 0.1@acme"),
            ("gen --check --deny warnings --allow unused-bind", "cargo xtask gen --deny warnings --allow unused-bind"),
        ];
        for (given, expected) in rows {
            let flags = read(std::iter::once("xtask").chain(given.split(' '))).unwrap();
            let Command::Gen(flags) = flags.command else { unreachable!("{given}") };
            assert_eq!(flags.command(), expected);
        }
    }
}
