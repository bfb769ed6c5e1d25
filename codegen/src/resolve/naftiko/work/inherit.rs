//! What a unit and the flow that it refers to take over from each other.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, nearest};
use crate::model::{Constraints, Location, Type, ValueSource};
use crate::names::Index;
use crate::read::naftiko::{self as doc, Data, Entry, ExposedInput, Map, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::flow::Flow;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::terms;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::caller::frame::BoundName;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::caller::taken::TakenInputs;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::constraint::{self, Subject};

/// What `with` of a unit gives to a flow: it stands for the names of its inputs.
pub(crate) fn bound(resolver: &mut Resolver<'_, '_>, flow: Flow<'_>, with: &Map<Spanned<Data>>) -> Vec<BoundName> {
    let (mut bound, known) = (Vec::new(), index(flow));
    for (key, value) in with {
        let wanted = wanted(flow, &known, &key.value);
        let source = resolver.value(wanted, value);
        let name = |source| BoundName { name: wanted.name.to_owned(), source, place: value.place.clone() };
        bound.extend(source.map(name));
    }
    bound
}

/// What `with` gives that stands beside steps: it stands for inputs of its names in all of them.
pub(crate) fn merged(resolver: &mut Resolver<'_, '_>, with: &Map<Spanned<Data>>) -> Vec<BoundName> {
    let mut bound = Vec::new();
    for (key, value) in with {
        let source = resolver.json(Wanted { ty: Type::Any, ..Wanted::text(&key.value) }, value);
        let name = |source| BoundName { name: key.value.clone(), source, place: value.place.clone() };
        bound.extend(source.map(name));
    }
    bound
}

/// Reports what `with` beside steps gives and none of them reads.
pub(crate) fn report_idle_with(
    context: &mut Context<'_>,
    caller: &Caller<'_>,
    unit: Unit<'_>,
    with: &Map<Spanned<Data>>,
) {
    // What is wrong with the others was reported.
    let bound = with.iter().filter(|(key, _)| caller.frame.bound(&key.value).is_some());
    for (key, _) in bound.filter(|(key, _)| !caller.taken.has_read(&key.value)) {
        let message = format!("no step of {} `{}` reads `{}`; it is not sent", unit.kind, unit.name, key.value);
        let report = context.sink.report(Code::UNKNOWN_WITH_KEY, &key.place, message);
        report.help("remove it, or give it to a step that takes it");
    }
}

/// Whether what a unit gives to a flow are its own inputs, each as itself.
pub(crate) fn takes_the_same(taken: &TakenInputs, bound: &[BoundName]) -> bool {
    let is_itself = |BoundName { name, source, .. }: &BoundName| matches!(source, ValueSource::Input(at) if taken.inputs[*at].input.name == *name);
    bound.iter().all(is_itself)
}

/// The names of what a flow must be given.
pub(crate) fn needed(flow: Flow<'_>) -> impl Iterator<Item = &str> {
    let is_needed =
        |input: &&Entry<Spanned<String>, ExposedInput>| input.required.as_ref().is_none_or(|required| required.value);
    flow.declared().iter().filter(is_needed).map(|input| input.name.value.as_str())
}

/// Holds what a unit gives to a flow to what the flow says of its inputs. What that is, by input of the unit.
pub(crate) fn bind(context: &mut Context<'_>, caller: &mut Caller<'_>, flow: Flow<'_>) -> BTreeMap<usize, Constraints> {
    let mut said = BTreeMap::new();
    for input in flow.declared() {
        let name = &input.name.value;
        let ty =
            input.r#type.as_ref().map(|ty| terms::value_type(ty.value)).or(input.items.as_ref().map(|_| Type::Array));
        let subject = Subject { name, ty };
        let constraints = constraint::with_default(context, subject, &input.keywords(), input.default.as_ref());
        if let Some(index) = caller.given(name).filter(|_| !constraints.is_empty()) {
            caller.taken.hold(index, ty, &constraints);
            said.insert(index, constraints);
        }
    }
    said
}

/// Adds what is said of inputs that a unit leaves to its flow: what they feed within binds them as well.
pub(crate) fn complete(said: &mut BTreeMap<usize, Constraints>, taken: &TakenInputs) {
    for (index, taken) in taken.inputs.iter().enumerate().filter(|(_, taken)| !taken.input.constraints.is_empty()) {
        said.entry(index).or_default().complete(&taken.input.constraints);
    }
}

/// Reports what `with` of a unit gives and the flow does not read.
pub(crate) fn report_unread(context: &mut Context<'_>, taken: &TakenInputs, flow: Flow<'_>, with: &Map<Spanned<Data>>) {
    let index = index(flow);
    for (key, _) in with {
        if taken.has_read(wanted(flow, &index, &key.value).name) {
            continue;
        }
        let message = format!("flow `{}` does not read `{}`; it is not sent", flow.path(), key.value);
        let report = context.sink.report(Code::UNKNOWN_WITH_KEY, &key.place, message);
        if !report.is_shown() {
            continue;
        }
        let mut known = flow.declared().iter().map(|input| &input.name);
        let near = nearest(&key.value, known.clone().map(|name| name.value.as_str()));
        match known.find(|name| Some(name.value.as_str()) == near) {
            Some(near) => report.help(format!("did you mean `{}`?", near.value)).related(&near.place, "defined here"),
            None => report.help("remove it, or read it in the flow"),
        };
    }
}

/// Notes what a unit says beside `ref`, and the flow says for it.
pub(crate) fn report_idle(context: &mut Context<'_>, flow: Flow<'_>, unit: doc::Work<'_>) {
    let outputs = unit.outputs.iter().map(Entry::place).filter(|_| flow.answers());
    let keys = [
        ("`call` beside `ref`", unit.call.map(|call| &call.place)),
        ("`steps` beside `ref`", unit.steps.first().map(|step| &step.name.place)),
        ("`mappings` beside `ref`", unit.mappings.first().map(|mapping| &mapping.target.place)),
        ("`outputParameters` beside `ref`", { outputs }.next()),
    ];
    for (key, place) in keys {
        if let Some(place) = place {
            context.sink.no_effect(place, key, "the flow says what is called and answered");
        }
    }
}

/// Where which input of a flow stands.
fn index(flow: Flow<'_>) -> Index {
    Index::of(flow.declared().iter().map(|input| input.name.value.as_str()))
}

/// What the flow says of an input that is called `name` in any spelling.
fn wanted<'a>(flow: Flow<'a>, index: &Index, name: &'a str) -> Wanted<'a> {
    let inputs = flow.declared();
    let Some(input) = index.position(name).map(|at| &inputs[at]) else {
        return Wanted { ty: Type::Any, ..Wanted::text(name) };
    };
    Wanted {
        name: &input.name.value,
        ty: input.r#type.as_ref().map_or(Type::Any, |ty| terms::value_type(ty.value)),
        location: Location::Query, // what the flow feeds says where it travels
        required: input.required.as_ref().is_some_and(|required| required.value),
        description: input.description.as_deref().unwrap_or_default(),
        constraints: Constraints::none(), // those of what the flow feeds
        is_secret: false,
    }
}
