//! What mappings put together of the answers of steps.

use crate::diagnostic::edit::scalar;
use crate::diagnostic::{Code, nearest};
use crate::json::Value;
use crate::model::{Absence, Origin, Pick, Shape, Shaped, Type, Unnamed};
use crate::read::naftiko::{self as doc, List, Loose, Mapping};
use crate::resolve::naftiko::work::caller::meant::Site;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::earlier::Picked;
use crate::resolve::naftiko::work::outputs::fields::Fields;
use crate::resolve::naftiko::work::outputs::shape::Shaping;
use crate::resolve::naftiko::work::outputs::site::{OutputSite, has_parts};
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::template;
use crate::source::Place;

/// A target of mappings: a value, or an object of others.
struct MappingTarget<'m> {
    name: &'m str,
    place: &'m Place,
    /// Where its value stands.
    value: &'m Place,
    origin: Option<Origin>,
    inner: Vec<MappingTarget<'m>>,
    /// Whether it was reported that nothing fills it.
    is_told: bool,
}

/// Whether outputs name the members of an answer, and none says where it is.
pub(crate) fn is_sketch(outputs: &Loose<doc::Output>) -> bool {
    let is_member = |output: &doc::Output| output.mapping.is_none() && output.value.is_none();
    !outputs.is_empty() && outputs.iter().all(|output| output.name.is_some() && is_member(output))
}

/// The object that the mappings fill. Declared outputs say what its members are; others are what they are.
pub(crate) fn put_together<'s>(
    shaping: &mut Shaping<'s, '_>,
    outputs: &Loose<doc::Output>,
    mappings: &'s List<Mapping>,
) -> Shaped<Unnamed> {
    shaping.last_mapping = mappings.last().map(|mapping| &mapping.target.place);
    let (mut targets, mut doubles) = (Vec::new(), Vec::new());
    for mapping in mappings {
        let names: Vec<&str> = mapping.target.value.trim().split('.').map(str::trim).collect();
        if names.iter().any(|name| name.is_empty()) {
            let message = format!("`{}` names no output", mapping.target.value);
            let help = "write the name of an output; dots lead into objects, such as `people.crew`";
            shaping.resolver.context.sink.report(Code::UNKNOWN_VALUE, &mapping.target.place, message).help(help);
        } else {
            // What is wrong with it is reported: what stands for it is never used.
            let origin = origin(shaping, mapping).unwrap_or(Origin::Constant(Value::Null));
            if let Some(first) = place(&mut targets, &names, mapping, origin) {
                doubles.push((first, mapping));
            }
        }
    }
    // One object without a name is the answer itself.
    let outputs = match &outputs[..] {
        [only] if only.name.is_none() && !only.properties.is_empty() => &only.properties,
        _ => outputs,
    };
    for (first, mapping) in doubles {
        report_double(shaping, outputs, &mut targets, first, mapping);
    }
    object(shaping, outputs, targets)
}

/// Reports a mapping that takes the place of an earlier one. Where one output is left without any, that is meant.
fn report_double<'m>(
    shaping: &mut Shaping<'_, '_>,
    outputs: &'m Loose<doc::Output>,
    targets: &mut Vec<MappingTarget<'m>>,
    first: &Place,
    mapping: &'m Mapping,
) {
    let (target, place) = (mapping.target.value.trim(), &mapping.target.place);
    let is_unfilled = |site: &OutputSite<'_>| {
        !targets.iter().any(|target| target.name == site.name)
            && site.output.mapping.is_none()
            && site.output.value.is_none()
    };
    let mut unfilled = outputs.iter().map(OutputSite::of).filter(|site| !site.name.is_empty()).filter(is_unfilled);
    let meant = unfilled.next().filter(|_| unfilled.next().is_none());
    let sink = &mut shaping.resolver.context.sink;
    let Some(OutputSite { name, place: declared, .. }) = meant else {
        let report =
            sink.report(Code::UNFILLED_OUTPUT, place, format!("two mappings fill `{target}`: the last one counts"));
        report.help("remove one of them").related(first, "this one fills nothing");
        return;
    };
    let message = format!("two mappings fill `{target}`, and none fills `{name}`: the last one counts");
    let report = sink.report(Code::UNFILLED_OUTPUT, place, message).help(format!("did you mean `{name}`?"));
    report.write(place, name).related(first, "the first one").related(declared, "declared here");
    targets.push(MappingTarget { name, place, value: place, origin: None, inner: Vec::new(), is_told: true });
}

/// Where the value of a mapping comes from.
fn origin(shaping: &mut Shaping<'_, '_>, mapping: &Mapping) -> Option<Origin> {
    let (text, place) = (mapping.value.value.trim(), &mapping.value.place);
    if template::is_template(text) {
        return Some(shaping.text(Wanted::text(&mapping.target.value), text, place, None).origin);
    }
    match shaping.resolver.earlier.pick(shaping.resolver.context, text, place) {
        Some(picked) => Some(origin_of(picked)),
        None => {
            report_stepless(&mut shaping.resolver, text, place);
            None
        }
    }
}

/// Reports the value of a mapping that begins with no step: an input stands in braces there.
fn report_stepless(resolver: &mut Resolver<'_, '_>, text: &str, place: &Place) {
    match resolver.astray(Wanted::text(""), text, Site::Output) {
        Some(astray) => {
            let message = format!("no step is called `{text}`: what callers give stands in braces");
            let help = format!("write `{}`", scalar(&astray.instead));
            resolver.context.sink.report(Code::UNKNOWN_STEP, place, message).help(help).write(place, &astray.instead);
        }
        None => resolver.earlier.report_unknown(resolver.context, text, place),
    }
}

fn origin_of(picked: Picked) -> Origin {
    match picked {
        Picked::Part(pick) => Origin::Step(pick),
        Picked::TooEarly => Origin::Constant(Value::Null),
    }
}

/// Puts a value in its place. One that is there already gives way, as in the engine: where it is.
fn place<'m>(
    targets: &mut Vec<MappingTarget<'m>>,
    names: &[&'m str],
    mapping: &'m Mapping,
    origin: Origin,
) -> Option<&'m Place> {
    let (name, rest) = names.split_first()?;
    let index = targets.iter().position(|target| target.name == *name).unwrap_or_else(|| {
        let (place, value) = (&mapping.target.place, &mapping.value.place);
        targets.push(MappingTarget { name, place, value, origin: None, inner: Vec::new(), is_told: false });
        targets.len() - 1
    });
    let target = &mut targets[index];
    let first = target.place;
    if rest.is_empty() {
        let is_taken = target.origin.is_some() || !target.inner.is_empty();
        target.value = &mapping.value.place;
        target.origin = Some(origin);
        target.inner.clear();
        return is_taken.then_some(first);
    }
    let former = target.origin.take().map(|_| first);
    former.or(place(&mut target.inner, rest, mapping, origin))
}

/// Declared outputs in their order, then targets that nothing declares.
fn object(
    shaping: &mut Shaping<'_, '_>,
    outputs: &Loose<doc::Output>,
    mut targets: Vec<MappingTarget<'_>>,
) -> Shaped<Unnamed> {
    let mut fields = Fields::new(Absence::LeftOut);
    for output in outputs {
        let site = OutputSite::of(output);
        let found = targets.iter().position(|target| target.name == site.name).map(|index| targets.remove(index));
        let value = match found {
            Some(target) if target.is_told => None,
            Some(target) => declared(shaping, site, target),
            None => unmapped(shaping, site, &misspelt(&targets, outputs)),
        };
        if let Some(value) = value {
            let description = output.description.clone().unwrap_or_default();
            fields.add(shaping.resolver.context, site.name, site.place, Shaped { description, ..value });
        }
    }
    for target in targets {
        let value = match target.origin {
            Some(origin @ (Origin::Text { .. } | Origin::Constant(_))) => {
                Shaped::new(origin, Shape::Plain(Type::String))
            }
            Some(origin) => Shaped::new(origin, Shape::Plain(Type::Any)),
            None => object(shaping, &Loose::default(), target.inner),
        };
        fields.add(shaping.resolver.context, target.name, target.place, value);
    }
    Shaped::new(Origin::Parts, Shape::Struct(fields.into_struct()))
}

/// Targets that no output is called like.
fn misspelt<'m>(targets: &[MappingTarget<'m>], outputs: &Loose<doc::Output>) -> Vec<(&'m str, &'m Place)> {
    let is_declared = |name: &str| outputs.iter().any(|output| OutputSite::of(output).name == name);
    const MOST: usize = 20; // what is misspelt more often is no slip
    let strangers = targets.iter().take(MOST).filter(|target| !is_declared(target.name));
    strangers.map(|target| (target.name, target.place)).collect()
}

/// A declared output that mappings fill, as a whole or member by member.
fn declared(shaping: &mut Shaping<'_, '_>, site: OutputSite<'_>, target: MappingTarget<'_>) -> Option<Shaped<Unnamed>> {
    let Some(origin) = target.origin else {
        return Some(object(shaping, &site.output.properties, target.inner));
    };
    let shape = match &origin {
        Origin::Constant(_) | Origin::Text { .. } if has_parts(site.output) => Shape::Plain(Type::String),
        _ => shaping.shape(site, false)?,
    };
    let origin = of_steps(shaping, site, &shape, origin);
    let Shape::Plain(ty) = shape else { return Some(Shaped::new(origin, shape)) };
    let wanted = Wanted { ty, ..Wanted::text(site.name) };
    let origin = shaping.checked(wanted, origin, target.value);
    Some(Shaped::new(origin, shape))
}

/// Where an output comes from: of what a path finds in the answer of a step, the first if it is one value.
fn of_steps(shaping: &mut Shaping<'_, '_>, site: OutputSite<'_>, shape: &Shape<Unnamed>, origin: Origin) -> Origin {
    let Origin::Step(Pick { step, selection }) = origin else { return origin };
    Origin::Step(Pick { step, selection: shaping.first_for(site, shape, selection) })
}

/// A declared output that no mapping fills: it may have a value or the path of a step itself.
fn unmapped(
    shaping: &mut Shaping<'_, '_>,
    site: OutputSite<'_>,
    targets: &[(&str, &Place)],
) -> Option<Shaped<Unnamed>> {
    let OutputSite { output, name, .. } = site;
    if output.value.is_some() {
        return shaping.value(site);
    }
    if let Some(mapping) = &output.mapping
        && let Some(picked) = shaping.resolver.earlier.pick(shaping.resolver.context, &mapping.value, &mapping.place)
    {
        let shape = shaping.shape(site, false)?;
        let origin = of_steps(shaping, site, &shape, origin_of(picked));
        return Some(Shaped::new(origin, shape));
    }
    if shaping.resolver.context.sink.has_lost(name) {
        return None;
    }
    let near = nearest(name, targets.iter().map(|(target, _)| *target));
    if let Some((target, place)) = targets.iter().find(|(target, _)| Some(*target) == near) {
        let context = &mut *shaping.resolver.context;
        let spot = context.within(place, target);
        let message = format!("no output is called `{target}`, and no mapping fills `{name}`");
        let report = context.sink.report(Code::UNFILLED_OUTPUT, &spot, message);
        report.help(format!("did you mean `{name}`?")).replace(&spot, name).related(site.place, "declared here");
        return None;
    }
    report_unfilled(shaping, site);
    None
}

/// Reports an output that nothing fills, and offers the mapping that most likely does.
fn report_unfilled(shaping: &mut Shaping<'_, '_>, site: OutputSite<'_>) {
    let (name, last) = (site.name, shaping.last_mapping);
    let context = &mut *shaping.resolver.context;
    if name.is_empty() {
        let message = "an output without a name is filled by no mapping";
        context.sink.report(Code::UNFILLED_OUTPUT, site.place, message).help("give it the `name` of a target");
        return;
    }
    let message = format!("no mapping fills `{name}`: it is left out of the answer");
    let (Some(last), Some(path)) = (last, shaping.resolver.earlier.likely(name)) else {
        let report = context.sink.report(Code::UNFILLED_OUTPUT, site.place, message);
        report.help(format!("add a mapping with `{name}` as its target, or remove the output"));
        return;
    };
    let before = context.source(last).text.get(..last.span.start).unwrap_or_default();
    let key = if before.trim_end().ends_with("target:") { "target" } else { "targetName" };
    let mapping = format!("{{{key}: {}, value: {}}}", scalar(name), scalar(&path));
    let report = context.sink.report(Code::UNFILLED_OUTPUT, site.place, message);
    report.help(format!("add `- {mapping}` to `mappings`, or remove the output")).next(last, mapping);
}
