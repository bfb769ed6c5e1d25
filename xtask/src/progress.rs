//! What long work shows while it runs: on a terminal, on standard error, and gone when it is done.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::Console;

/// Work of fewer steps is over before anybody looks.
const FEWEST: usize = 20;
/// How often something moves where nothing can be counted.
const TICK: Duration = Duration::from_millis(120);

/// Whether work is shown.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Progress {
    is_shown: bool,
}

impl Progress {
    /// Shown where people look on.
    pub(crate) fn on(console: &Console<'_>) -> Self {
        Self { is_shown: console.live }
    }

    /// Work of so many steps, each of which is an `inc(1)`.
    pub(crate) fn steps(self, doing: &'static str, steps: usize) -> ProgressBar {
        if steps < FEWEST {
            return ProgressBar::hidden();
        }
        let bar = ProgressBar::with_draw_target(Some(steps as u64), self.target()).with_message(doing);
        bar.with_style(style("{msg:>9} [{bar:40}] {pos}/{len}"))
    }

    /// Work whose steps nobody counts.
    pub(crate) fn whole(self, doing: String) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(None, self.target()).with_message(doing);
        let bar = bar.with_style(style("{spinner} {msg} ({elapsed})"));
        if self.is_shown {
            bar.enable_steady_tick(TICK);
        }
        bar
    }

    fn target(self) -> ProgressDrawTarget {
        if self.is_shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() }
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_styles_are_understood() {
        for template in ["{msg:>9} [{bar:40}] {pos}/{len}", "{spinner} {msg} ({elapsed})"] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }

    #[test]
    fn nothing_is_shown_where_nobody_looks() {
        let progress = Progress { is_shown: false };
        assert!(progress.steps("compiling", 1000).is_hidden() && progress.whole("building".to_owned()).is_hidden());
    }
}
