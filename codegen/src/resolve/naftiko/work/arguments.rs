//! What a call is given: `with`, and what passes by name.

use crate::model::{Input, Location, Operation, Source};
use crate::names;
use crate::read::naftiko::{Data, Map, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::source::Place;

/// A value for each input of `operation` that gets one, by index; `declared` are the places of its inputs.
///
/// What is required, and what the caller has under the same name, passes by name if `with` doesn't mention it. Where a caller
/// declares nothing, the body does so too, and everything else where there is no `with`.
pub(crate) fn arguments(
    context: &mut Context<'_>,
    caller: &mut Caller,
    earlier: &Earlier,
    (operation, declared): (&Operation, &[Place]),
    with: &Map<Spanned<Data>>,
) -> Vec<(usize, Source)> {
    caller.claim(operation, with);
    let mut found = written(context, caller, earlier, operation, with);
    if earlier.is_empty() {
        found.extend(caller.by_position(context, operation, with));
    }
    for (index, input) in operation.inputs.iter().enumerate() {
        if found.iter().any(|(known, _)| *known == index) {
            continue;
        }
        if input.location == Location::Path && !input.required {
            continue; // it has no place in the path: it is never sent
        }
        let source = of_namesake(context, caller, operation, input, (with, &found));
        let source = source.or_else(|| by_name(context, caller, input, with));
        found.extend(source.map(|source| (index, source)));
    }
    for (index, source) in &found {
        caller.fit(context, source, &operation.inputs[*index], &declared[*index]);
        if operation.is_whole_body(&operation.inputs[*index]) {
            caller.feeds_whole_body(source);
        }
    }
    found.sort_by_key(|(index, _)| *index);
    found
}

/// What `with` gives. What no operation knows was added to it, and is reported, before this.
fn written(
    context: &mut Context<'_>,
    caller: &mut Caller,
    earlier: &Earlier,
    operation: &Operation,
    with: &Map<Spanned<Data>>,
) -> Vec<(usize, Source)> {
    let mut found: Vec<(usize, Source)> = Vec::new();
    for (key, value) in with.iter().filter(|(key, _)| !operation.owns(&key.value)) {
        let known = operation.inputs.iter().map(|input| input.name.as_str());
        let Some(index) = names::position(known, &key.value) else { continue };
        found.retain(|(known, _)| *known != index);
        let input = &operation.inputs[index];
        let source = if operation.takes_json(input) {
            caller.json(context, earlier, input, value)
        } else {
            caller.value(context, earlier, input, value)
        };
        found.extend(source.map(|source| (index, source)));
    }
    found
}

/// What an input of the same name in another place is given: `with` fills all of a name; so does a declared input of the caller.
fn of_namesake(
    context: &mut Context<'_>,
    caller: &mut Caller,
    operation: &Operation,
    input: &Input,
    (with, found): (&Map<Spanned<Data>>, &[(usize, Source)]),
) -> Option<Source> {
    let named = operation.namesake(input)?;
    let name = &operation.inputs[named].name;
    let given = found.iter().find(|(known, _)| *known == named && with.get(name).is_some());
    given.map(|(_, source)| source.clone()).or_else(|| caller.declared(context, name, input))
}

/// What the caller has under the same name.
fn by_name(context: &mut Context<'_>, caller: &mut Caller, input: &Input, with: &Map<Spanned<Data>>) -> Option<Source> {
    let derived = match input.location {
        Location::Path => false,
        Location::Body => true,
        Location::Query | Location::Header | Location::Cookie => with.is_empty(),
    };
    caller.by_name(context, input, input.required || caller.derives_all && derived)
}
