//! What a call is given: `with`, and what passes by name.

use crate::model::{Input, Location, Operation, ValueSource};
use crate::read::naftiko::{Data, Map, Spanned};
use crate::resolve::naftiko::work::callees::Callee;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::dotted::Dotted;
use crate::resolve::text::template;

/// Sources of inputs of an operation, by index.
type Sources = Vec<(usize, ValueSource)>;

/// A value for each input of `callee` that gets one, in its order.
///
/// What is required, and what the caller has under the same name, passes by name if `with` doesn't mention it. Where a caller
/// declares nothing, the body does so too, and everything else where there is no `with`; steps derive nothing.
pub(crate) fn arguments<'r>(resolver: &mut Resolver<'r, '_>, callee: Callee<'r>, with: &Map<Spanned<Data>>) -> Sources {
    let operation = callee.operation;
    resolver.called = &operation.inputs;
    resolver.claim(operation, with);
    let mut found = written(resolver, callee, with);
    if resolver.earlier.is_empty() {
        found.extend(resolver.by_position(operation, with));
    }
    for (index, input) in operation.inputs.iter().enumerate() {
        if found.iter().any(|(known, _)| *known == index) {
            continue;
        }
        if input.location == Location::Path && !input.required {
            continue; // it has no place in the path: it is never sent
        }
        let given = given_to_namesake(operation, input, with, &found);
        let is_setting = input.or_setting && !resolver.gives(&input.name);
        let given = given.or_else(|| is_setting.then(|| resolver.setting_for(input, &callee.inputs[index])));
        let source = given.or_else(|| of_namesake(resolver, operation, input));
        let is_asked = input.required || callee.asked == Some(index);
        let source = source.or_else(|| by_name(resolver, input, with, is_asked));
        // What callers have no say in is as if they had given nothing.
        let source = source.or_else(|| input.constraints.fallback().cloned().map(ValueSource::Constant));
        found.extend(source.map(|source| (index, source)));
    }
    for (index, source) in &found {
        resolver.fit(source, &operation.inputs[*index], &callee.inputs[*index]);
        if operation.is_whole_body(&operation.inputs[*index]) {
            resolver.taken.feed_whole_body(source);
        }
        if callee.asked == Some(*index) {
            resolver.taken.ask(source);
        }
    }
    found.sort_by_key(|(index, _)| *index);
    found
}

/// What `with` gives. What no operation knows was added to it, and is reported, before this.
fn written(resolver: &mut Resolver<'_, '_>, callee: Callee<'_>, with: &Map<Spanned<Data>>) -> Sources {
    let operation = callee.operation;
    let mut found = Sources::new();
    for (key, value) in with.iter().filter(|(key, _)| !operation.owns(&key.value)) {
        let Some(index) = callee.names.position(&key.value) else { continue };
        found.retain(|(known, _)| *known != index);
        let input = &operation.inputs[index];
        let wanted = Wanted::input(input);
        let source = match () {
            () if input.is_secret && is_literal(value) => {
                Some(resolver.literal_secret(input, &value.place, &callee.inputs[index]))
            }
            () if operation.takes_json(input) => resolver.json(wanted, value),
            () => resolver.value(wanted, value),
        };
        found.extend(source.map(|source| (index, source)));
    }
    found
}

/// Whether a value is a text that refers to nothing.
fn is_literal(value: &Spanned<Data>) -> bool {
    value.as_text().is_none_or(|text| !template::is_template(text) && Dotted::parse(text).is_none())
}

/// What `with` gives to an input of the same name in another place: it fills all of a name.
fn given_to_namesake(
    operation: &Operation,
    input: &Input,
    with: &Map<Spanned<Data>>,
    found: &[(usize, ValueSource)],
) -> Option<ValueSource> {
    let named = operation.namesake(input)?;
    with.get(&operation.inputs[named].name)?;
    found.iter().find(|(known, _)| *known == named).map(|(_, source)| source.clone())
}

/// What the caller declares for an input of the same name in another place.
fn of_namesake(resolver: &mut Resolver<'_, '_>, operation: &Operation, input: &Input) -> Option<ValueSource> {
    let named = operation.namesake(input)?;
    resolver.of_namesake(&operation.inputs[named].name, Wanted::input(input))
}

/// What the caller has under the same name.
fn by_name(
    resolver: &mut Resolver<'_, '_>,
    input: &Input,
    with: &Map<Spanned<Data>>,
    is_asked: bool,
) -> Option<ValueSource> {
    let derives = !resolver.declared.is_complete && resolver.earlier.is_empty();
    let derived = match input.location {
        Location::Path => false,
        Location::Body => true,
        Location::Query | Location::Header | Location::Cookie => with.is_empty(),
    };
    resolver.by_name(Wanted::input(input), is_asked || derives && derived)
}
