//! Errors of functions that make several calls.

use super::Error;

impl Error {
    /// Says in which step of a function this happened.
    pub fn in_step(self, step: impl Into<String>) -> Self {
        Self::Step { step: step.into(), done: Vec::new(), source: Box::new(self) }
    }

    /// Says of a failing step which steps were carried out by then; any other error stays as it is.
    pub fn after(self, steps: &[&str]) -> Self {
        match self {
            Self::Step { step, done, source } => {
                let earlier = steps.iter().map(|name| (*name).to_owned()).filter(|name| !done.contains(name));
                Self::Step { step, done: earlier.chain(done.iter().cloned()).collect(), source }
            }
            other => other,
        }
    }

    /// The same for the last step of a function behind `done`, whose answer is that of the function: one outside 2xx stays it.
    pub fn in_last_step(self, step: &str, done: &[&str]) -> Self {
        match self {
            Self::Status(mut status) => {
                let done: Vec<String> = done.iter().map(|name| (*name).to_owned()).collect();
                status.place = Some(super::place::place(step, &done));
                Self::Status(status)
            }
            other => other.in_step(step).after(done),
        }
    }

    /// What went wrong, whatever the step.
    pub fn origin(&self) -> &Self {
        match self {
            Self::Step { source, .. } => source.origin(),
            other => other,
        }
    }
}
