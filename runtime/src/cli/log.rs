//! Logs go to standard error.

use std::{env, io};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::tell::tell;

/// The variable that sets the level.
const LEVEL: &str = "LOG_LEVEL";

/// Logs what this crate says, from `LOG_LEVEL` on (`error`, `warn`, `info`, `debug`; `warn` unless given). Libraries
/// stay silent: at low levels they log headers and URLs, which may hold secrets.
pub(super) fn start() {
    let filter = Targets::new().with_target("capwright_runtime", level());
    let lines = fmt::layer().with_writer(io::stderr).with_target(false);
    let _ = tracing_subscriber::registry().with(lines).with(filter).try_init(); // a logger that is set stays
}

fn level() -> LevelFilter {
    let given = env::var(LEVEL).unwrap_or_default();
    match given.parse() {
        Ok(level) if !given.is_empty() => level,
        Err(_) => {
            tell(format_args!("warning: {LEVEL} must be error, warn, info or debug; it is taken as warn"));
            LevelFilter::WARN
        }
        Ok(_) => LevelFilter::WARN,
    }
}
