//! What units answer: declared outputs, and where their values come from.

mod fields;
mod fixed;
mod nothing;
mod shape;
mod site;
mod steps;
pub(crate) mod stepwise;

use crate::model::{Choice, Format, Origin, Output, Selection, Shape, Shaped, Type, Unnamed, Variant};
use crate::names::Scope;
use crate::read::naftiko::{self as doc, List, Loose};
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::resolve::naftiko::work::outputs::shape::{Holder, Shaping, engine_differs};
use crate::resolve::naftiko::work::outputs::site::{OutputSite, WrittenOutput, has_parts};

/// Whether any of the outputs has a value of its own: enough for a unit that calls nothing.
pub(crate) fn is_static(outputs: &Loose<doc::Output>) -> bool {
    outputs.iter().any(|output| site::is_static(output))
}

/// What a unit that makes one call answers: what the upstream answers, or the first output that has a value.
pub(crate) fn of_call(resolver: Resolver<'_, '_>, outputs: &Loose<doc::Output>, format: &Format) -> Output<Unnamed> {
    let mut shaping = Shaping { resolver, holder: Holder::Answer, is_mock: false, last_mapping: None };
    let outputs: Vec<&WrittenOutput> = outputs.iter().collect();
    let speaking = says_anything(&outputs);
    // Scalars that say nothing have no value in the engine, and what follows them is looked at.
    let outputs = if speaking.is_empty() { outputs } else { speaking };
    match outputs.as_slice() {
        [] => Output::Reply,
        outputs if matches!(format, Format::Binary(_)) => {
            note_bytes(shaping.resolver.context, outputs);
            Output::Reply
        }
        [first, ..] if is_reply(first) => {
            note_hidden(shaping.resolver.context, &outputs[1..]);
            whole(shaping.resolver.context, first, format)
        }
        outputs => alternatives(&mut shaping, outputs),
    }
}

/// What the mappings of a unit with steps put together.
pub(crate) fn of_mappings<'s>(
    resolver: Resolver<'s, '_>,
    outputs: &Loose<doc::Output>,
    mappings: &'s List<doc::Mapping>,
) -> Shaped<Unnamed> {
    let mut shaping = Shaping { resolver, holder: Holder::Item, is_mock: false, last_mapping: None };
    let is_filled =
        |output: &WrittenOutput| mappings.iter().any(|it| it.target.value.trim() == OutputSite::of(output).name);
    if let Some(shaped) = outputs.iter().find(|output| has_parts(output) && is_filled(output)) {
        note_dropped(shaping.resolver.context, shaped);
    }
    steps::put_together(&mut shaping, outputs, mappings)
}

/// What a unit with steps and without mappings answers: what its last call does, in `format`.
pub(crate) fn of_last(resolver: Resolver<'_, '_>, outputs: &Loose<doc::Output>, format: &Format) -> Output<Unnamed> {
    if steps::is_sketch(outputs) && !matches!(format, Format::Binary(_)) {
        let mut shaping = Shaping { resolver, holder: Holder::Item, is_mock: false, last_mapping: None };
        outputs.iter().take(1).for_each(|output| note_dropped(shaping.resolver.context, output));
        let fields = shaping.object(outputs);
        return Output::Typed(Shaped::new(Origin::Parts, Shape::Struct(fields)));
    }
    of_call(Resolver { earlier: &Earlier::default(), ..resolver }, outputs, format)
}

/// What a unit that calls nothing answers: an object of all outputs that have values.
pub(crate) fn of_nothing(resolver: Resolver<'_, '_>, outputs: &Loose<doc::Output>) -> Output<Unnamed> {
    let mut shaping = Shaping { resolver, holder: Holder::Answer, is_mock: true, last_mapping: None };
    Output::Typed(nothing::object(&mut shaping, outputs))
}

/// The outputs that say more than a type.
fn says_anything<'a>(outputs: &[&'a WrittenOutput]) -> Vec<&'a WrittenOutput> {
    let says = |output: &doc::Output| {
        let is_scalar =
            !matches!(output.r#type.as_ref().map(|ty| ty.value), Some(doc::ValueType::Object | doc::ValueType::Array));
        !is_scalar || output.mapping.is_some() || output.value.is_some() || has_parts(output)
    };
    outputs.iter().copied().filter(|output| says(output)).collect()
}

/// Whether an output is all that the upstream answers, as it is.
fn is_reply(output: &doc::Output) -> bool {
    let is_whole = output.mapping.as_ref().is_none_or(|mapping| matches!(mapping.value.trim(), "$." | "$"));
    is_whole && !has_parts(output) && output.value.is_none() && output.max_length.is_none()
}

/// All that the upstream answers: what it holds, if it is not JSON, or a text as it is.
fn whole(context: &mut Context<'_>, output: &doc::Output, format: &Format) -> Output<Unnamed> {
    let is_text = output.r#type.as_ref().is_some_and(|ty| ty.value == doc::ValueType::String);
    if !format.is_foreign() {
        if *format == Format::Json {
            note_engine(context, output);
        }
        return Output::Reply;
    }
    if is_text {
        if let Some(mapping) = &output.mapping {
            let message =
                "the reference engine answers what the text holds as JSON; Capwright passes the text on as it is";
            engine_differs(context, &mapping.place, message, "");
        }
        return Output::Reply;
    }
    note_engine(context, output);
    let description = output.description.clone().unwrap_or_default();
    let whole = Shaped::new(Origin::At(Selection::whole()), Shape::Plain(Type::Any));
    Output::Typed(Shaped { description, ..whole })
}

/// The outputs up to the first that is never null.
fn alternatives(shaping: &mut Shaping<'_, '_>, outputs: &[&WrittenOutput]) -> Output<Unnamed> {
    let (mut scope, mut variants) = (Scope::default(), Vec::new());
    for (at, output) in outputs.iter().enumerate() {
        let site = OutputSite::of(output);
        let Some(value) = shaping.value(site) else { continue };
        let is_last = !value.may_be_null_as_a_whole();
        let name = scope.pascal(if site.name.is_empty() { word(&value.shape) } else { site.name }, "");
        variants.push(Variant { name, value });
        if is_last {
            note_hidden(shaping.resolver.context, &outputs[at + 1..]);
            break;
        }
    }
    match variants.pop() {
        None => Output::Reply,
        Some(only) if variants.is_empty() => Output::Typed(only.value),
        Some(last) => {
            variants.push(last);
            Output::FirstOf(Choice { name: Unnamed, variants })
        }
    }
}

/// What an alternative without a name is called.
fn word<N>(shape: &Shape<N>) -> &'static str {
    match shape {
        Shape::Plain(Type::String) | Shape::Truncated(_) => "Text",
        Shape::Plain(Type::Integer | Type::Number) => "Number",
        Shape::Plain(Type::Boolean) => "Boolean",
        Shape::Plain(Type::Any) => "Value",
        Shape::Plain(Type::Array) | Shape::List(_) => "List",
        Shape::Plain(Type::Object) | Shape::Map(_) | Shape::Struct(_) => "Object",
    }
}

/// Notes that outputs over steps say what is answered: to the engine, they are documentation.
fn note_dropped(context: &mut Context<'_>, output: &WrittenOutput) {
    let message =
        "the reference engine answers all that steps found; Capwright leaves out what the outputs don't declare";
    engine_differs(context, output.place(), message, "");
}

/// Bytes have no parts.
fn note_bytes(context: &mut Context<'_>, outputs: &[&WrittenOutput]) {
    for output in outputs.iter().filter(|output| !is_reply(output)) {
        context.sink.no_effect(output.place(), "an output", "bytes are passed on as they are");
    }
}

fn note_hidden(context: &mut Context<'_>, hidden: &[&WrittenOutput]) {
    for output in hidden {
        context.sink.no_effect(output.place(), "an output", "of several, the first that is not null is the answer");
    }
}

/// Notes an object without properties, which the engine takes by the word.
fn note_engine(context: &mut Context<'_>, output: &doc::Output) {
    let is_object = output.r#type.as_ref().is_none_or(|ty| ty.value == doc::ValueType::Object);
    if let Some(mapping) = output.mapping.as_ref().filter(|_| is_object) {
        let message = "the reference engine answers `{}` for an object without `properties`; Capwright passes the whole answer on";
        engine_differs(context, &mapping.place, message, "declare `properties`");
    }
}
