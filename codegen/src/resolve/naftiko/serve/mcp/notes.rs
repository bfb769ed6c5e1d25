//! What authors are told of their tools.

use heck::ToSnakeCase;

use crate::diagnostic::Code;
use crate::model::{Hints, Method, Operation};
use crate::read::naftiko::{Spanned, Tool};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::source::Place;

/// So many tools most clients show to a model; of more, some clients take none.
const MOST_TOOLS: usize = 40;

/// Reports a server with more tools than clients take.
pub(crate) fn many(context: &mut Context<'_>, server: &Spanned<String>, count: usize) {
    if count > MOST_TOOLS {
        let message =
            format!("server `{}` has {count} tools; many clients take no more than {MOST_TOOLS}", server.value);
        let help = "share them out among several MCP servers under `exposes`, each for one purpose";
        context.sink.report(Code::MANY_TOOLS, &server.place, message).help(help);
    }
}

/// Reports a tool that clients know by another name than the document.
pub(crate) fn renamed(context: &mut Context<'_>, written: &Spanned<String>, name: &str) {
    if written.value != name {
        let message = format!("`{}` is no name of a tool for many clients; it is served as `{name}`", written.value);
        let help = "name it with up to 64 of the characters `A-Z`, `a-z`, `0-9`, `_` and `-`";
        context.sink.report(Code::TOOL_NAME, &written.place, message).help(help);
    }
}

/// Notes hints that the operations of a tool contradict. `place`: where the tool has hints of its own.
pub(crate) fn hints(
    context: &mut Context<'_>,
    unit: Unit<'_>,
    place: Option<&Place>,
    hints: Hints,
    calls: &[&Operation],
) {
    let writes = |operation: &&&Operation| operation.method.may_write();
    let is_safe = hints.read_only == Some(true);
    let is_harmless = hints.destructive == Some(false) || place.is_some() && hints.destructive.is_none();
    let writing = calls.iter().find(writes).filter(|_| is_safe);
    let deleting = calls.iter().find(|operation| operation.method == Method::Delete).filter(|_| is_harmless);
    let (operation, what, help) = match (writing, deleting) {
        (Some(operation), _) => (
            operation,
            "is marked read-only",
            "nothing to do here if it only reads, as a search does; otherwise write `readOnly: false`",
        ),
        (None, Some(operation)) => (operation, "is not marked destructive", "write `hints: {destructive: true}`"),
        (None, None) => return,
    };
    let (name, method) = (&operation.name, operation.method.as_str());
    let message = format!("tool `{}` {what}, and calls `{name}`, a {method}; its hints stay as they are", unit.name);
    context.sink.report(Code::CONTRADICTING_HINTS, place.unwrap_or(unit.place), message).help(help);
}

/// The hints of a tool that has none: what its operations are by their methods. One that calls nothing stays without.
pub(crate) fn derived(context: &mut Context<'_>, unit: Unit<'_>, hints: Hints, calls: &[&Operation]) -> Hints {
    if hints != Hints::default() || calls.is_empty() {
        return hints;
    }
    let reads = |operation: &&Operation| matches!(operation.method, Method::Get | Method::Head);
    let message =
        "tools without `hints` are hinted by what they call: read-only if that is GET or HEAD alone, open to the world";
    let help = "nothing to do here; where it is not so, write `hints: {readOnly: false, openWorld: false}`";
    context.sink.report(Code::DERIVED_HINTS, unit.place, message).help(help);
    Hints { read_only: calls.iter().all(reads).then_some(true), open_world: Some(true), ..hints }
}

/// What models are told of a tool that says nothing itself: what the operation that it calls says, else its title or name.
pub(crate) fn description(context: &mut Context<'_>, unit: Unit<'_>, tool: &Tool, called: &str) -> String {
    let called = called.trim();
    let (description, from) = match &tool.label {
        _ if !called.is_empty() => (called.to_owned(), "the operation that it calls"),
        Some(label) if !label.trim().is_empty() => (label.trim().to_owned(), "its title"),
        _ => (sentence(unit.name), "its name"),
    };
    let message = format!("tool `{}` has no description; models get one made of {from}", unit.name);
    let help = "say what it does and when to use it: `description: …`";
    context.sink.report(Code::MISSING_DESCRIPTION, unit.place, message).help(help);
    description
}

/// A name as a sentence: `list-orders` is `List orders.`
fn sentence(name: &str) -> String {
    let words = name.to_snake_case().replace('_', " ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => format!("{}{}.", first.to_uppercase(), letters.as_str()),
        None => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_sentences() {
        let rows = [
            ("list-orders", "List orders."),
            ("getOrderById", "Get order by id."),
            ("orders.list_all", "Orders list all."),
            ("ärger", "Ärger."),
            ("--", "--"),
            ("", ""),
        ];
        for (name, expected) in rows {
            assert_eq!(sentence(name), expected);
        }
    }
}
