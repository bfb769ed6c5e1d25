//! Outputs that name steps where nothing leads to steps.

use crate::diagnostic::Code;
use crate::read::naftiko::{self as doc, Loose, Named, Step};
use crate::resolve::context::Context;

/// Warns of outputs over steps without `mappings` whose paths begin with a step: they are looked for in the answer of the last
/// call, which is passed on, and not in that of the step.
pub(crate) fn report(context: &mut Context<'_>, outputs: &Loose<doc::Output>, steps: &Named<Step>) {
    let mut calls = steps.iter().filter(|step| matches!(step.definition.value, Step::Call(_)));
    let last = calls.next_back().map(|step| step.name.value.trim());
    for output in outputs {
        let Some(mapping) = &output.mapping else {
            report(context, &output.properties, steps);
            continue;
        };
        let Some((step, rest)) = split(&mapping.value) else { continue };
        if !steps.iter().any(|known| known.name.value.trim() == step) {
            continue;
        }
        let path = mapping.value.trim();
        let message = format!(
            "`{path}` is looked for in the last answer, as there are no `mappings`: null, unless that has a `{step}`"
        );
        let report = context.sink.report(Code::UNFILLED_OUTPUT, &mapping.place, message);
        if last == Some(step) {
            let instead = format!("${rest}");
            report.help(format!("write `{instead}`")).write(&mapping.place, &instead);
        } else {
            let name = output.name.as_ref().map_or("…", |name| &name.value);
            report.help(format!("add `mappings: [{{target: {name}, value: $.{step}{rest}}}]`"));
        }
    }
}

/// The name that a path begins with, and what follows it.
fn split(path: &str) -> Option<(&str, &str)> {
    let path = path.trim().strip_prefix("$.")?;
    let end = path.find(['.', '[']).unwrap_or(path.len());
    Some(path.split_at(end)).filter(|(step, _)| !step.is_empty())
}
