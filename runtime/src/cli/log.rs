//! Logs go to standard error.

use std::io;

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::error::Result;
use crate::variables::Variables;

/// The variable that sets the level.
const LEVEL: &str = "LOG_LEVEL";

/// Logs what this crate says, from `LOG_LEVEL` on (`error`, `warn`, `info`, `debug`; `warn` unless given). Libraries
/// stay silent: at low levels they log headers and URLs, which may hold secrets.
///
/// # Errors
/// [`Error::Config`](crate::Error::Config) names the variable if it holds no level.
pub(super) fn start() -> Result<()> {
    let level = level(&Variables::of_process())?;
    let filter = Targets::new().with_target("capwright_runtime", level);
    let lines = fmt::layer().with_writer(io::stderr).with_target(false);
    let _ = tracing_subscriber::registry().with(lines).with(filter).try_init(); // a logger that is set stays
    Ok(())
}

fn level(variables: &Variables<'_>) -> Result<LevelFilter> {
    let wanted = "must be off, error, warn, info, debug or trace";
    variables.read(LEVEL, LevelFilter::WARN, wanted, |text| text.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_one_of_a_few_words() {
        let check = |text: &str, wanted: Result<LevelFilter, &str>| {
            let given = |_: &str| Some(text.to_owned());
            let read = level(&Variables::new(&given)).map_err(|error| error.to_string());
            assert_eq!(read, wanted.map_err(str::to_owned), "{text}");
        };
        check("", Ok(LevelFilter::WARN));
        check(" ", Ok(LevelFilter::WARN));
        check("off", Ok(LevelFilter::OFF));
        check("Debug", Ok(LevelFilter::DEBUG));
        for text in ["loud", "warning", "debug,hyper=trace"] {
            check(text, Err("LOG_LEVEL must be off, error, warn, info, debug or trace"));
        }
    }
}
