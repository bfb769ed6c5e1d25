//! What paths mean that begin with no step, or not as they should.

use super::{Earlier, MOST_COMPARED, Mentioned, StepRun};
use crate::diagnostic::nearest;
use crate::resolve::text::dotted::rooted;

/// What a path means that begins with something else than a step.
#[derive(Debug)]
pub(crate) struct Behind<'t> {
    /// What it begins with.
    pub(crate) head: &'t str,
    /// The path from the step on.
    pub(crate) path: String,
    /// Whether it begins with what the step calls, rather than with a word before the step.
    pub(crate) is_called: bool,
}

impl Earlier {
    /// Whether a path seems to mean a step, and misspells it.
    pub(crate) fn is_near(&self, dotted: &str) -> bool {
        let text = rooted(dotted).unwrap_or_else(|| dotted.into());
        let Some((name, _)) = text.split_once('.') else { return false };
        let last = self.run.iter().rev().map(|run| &run.step).chain(&self.coming).take(MOST_COMPARED);
        nearest(name, last.map(|step| step.name.as_str())).is_some()
    }

    /// The step that `step.a.b` begins with, by its very name, and what its answer is known to have: nothing if that is not
    /// known, or has not run.
    pub(crate) fn known(&self, dotted: &str) -> Option<(&str, &[String])> {
        let (mentioned, rest) = self.split(dotted, false)?;
        rest.starts_with('.').then(|| (mentioned.step().name.as_str(), mentioned.fields()))
    }

    /// The same for a step whose name is spelled in another way.
    pub(crate) fn near(&self, name: &str) -> Option<(&str, &[String])> {
        let near = nearest(name, self.names().take(MOST_COMPARED))?;
        let mentioned = self.all().find(|mentioned| mentioned.step().name == near)?;
        Some((&mentioned.step().name, mentioned.fields()))
    }

    /// The path that most likely leads to an output which nothing fills: into the last step that nothing reads, else into one
    /// that has it, or is called so.
    pub(crate) fn likely(&self, output: &str) -> Option<String> {
        let steps = || self.run.iter().rev().take(MOST_COMPARED);
        let has = |run: &&StepRun| run.fields.iter().any(|field| field == output);
        let run = { steps() }.find(|run| !run.is_read.get()).or_else(|| steps().find(|run| run.step.name == output));
        let run = run.or_else(|| steps().find(has)).or_else(|| steps().next())?;
        let is_whole = run.step.is_lookup || run.step.name == output;
        Some(if is_whole { format!("$.{}", run.step.name) } else { format!("$.{}.{output}", run.step.name) })
    }

    /// What a path means that begins with what a step calls, or with a word before the name of the step.
    pub(crate) fn behind<'t>(&self, dotted: &'t str) -> Option<Behind<'t>> {
        let (head, _) = dotted.split_once('.').filter(|_| !self.is_empty())?;
        let called = |run: &StepRun| {
            let call = run.step.call.as_str();
            let is_path = dotted.strip_prefix(call).is_some_and(|rest| rest.starts_with('.'));
            let operation = call.split_once('.').map_or("", |(_, operation)| operation);
            if is_path { Some(call.len()) } else { (operation == head).then_some(head.len()) }
        };
        let last = self.run.iter().rev().take(MOST_COMPARED);
        if let Some((run, end)) = { last }.find_map(|run| Some((run, called(run)?))) {
            let (head, rest) = dotted.split_at(end);
            return Some(Behind { head, path: format!("{}{rest}", run.step.name), is_called: true });
        }
        let is_step = |(at, path): &(usize, &str)| {
            let is_part = path.contains('.') || ["step", "steps"].contains(&&dotted[..*at]);
            is_part && matches!(self.split(path, false), Some((Mentioned::Run(_), _)))
        };
        let dots = dotted.match_indices('.').take(MOST_COMPARED);
        let (at, path) = { dots }.map(|(at, _)| (at, &dotted[at + 1..])).find(is_step)?;
        Some(Behind { head: &dotted[..at], path: path.to_owned(), is_called: false })
    }
}
