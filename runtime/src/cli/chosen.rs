//! Which tools are offered, as the command line says it.

use clap::{Arg, ArgAction, ArgMatches, Command};

const PATTERNS: &str = "tools";
const READ_ONLY: &str = "read-only";

/// What is said of tools; what is left open is for the environment to say.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Chosen {
    pub(super) patterns: Vec<String>,
    pub(super) read_only: bool,
}

impl Chosen {
    pub(super) fn arguments() -> [Arg; 2] {
        [
            Arg::new(PATTERNS)
                .long(PATTERNS)
                .value_name("PATTERN")
                .action(ArgAction::Append)
                .value_delimiter(',')
                .help("Offer these tools only, such as get-*; may be given several times"),
            Arg::new(READ_ONLY)
                .long(READ_ONLY)
                .action(ArgAction::SetTrue)
                .help("Offer only those tools that change nothing"),
        ]
    }

    /// What was said to a command with these arguments; nothing to one without.
    pub(super) fn read(command: &ArgMatches) -> Self {
        let patterns = command.try_get_many::<String>(PATTERNS).ok().flatten();
        let read_only = command.try_get_one::<bool>(READ_ONLY).ok().flatten();
        Self {
            patterns: patterns.into_iter().flatten().cloned().collect(),
            read_only: read_only.copied().unwrap_or_default(),
        }
    }

    /// The same as arguments.
    #[cfg(feature = "mcp")]
    pub(super) fn written(&self) -> Vec<String> {
        let patterns = self.patterns.iter().flat_map(|pattern| [format!("--{PATTERNS}"), pattern.clone()]);
        patterns.chain(self.read_only.then(|| format!("--{READ_ONLY}"))).collect()
    }
}

/// Adds the arguments to a command.
pub(super) fn choosing(command: Command) -> Command {
    command.args(Chosen::arguments())
}
