//! Inputs of callers where work and outputs mention them.

use crate::model::{Arguments, Call, Origin, Output, Part, Shape, Shaped, Stage, ValueSource, Work};

/// Shows every mention of an input in `work` to `visit`, which may change it.
pub(crate) fn in_work(work: &mut Work, visit: &mut dyn FnMut(&mut usize)) {
    match work {
        Work::Call(call) => in_call(call, visit),
        Work::Steps(steps) => {
            for stage in &mut steps.stages {
                match stage {
                    Stage::Calls(calls) => calls.steps.iter_mut().for_each(|step| in_call(&mut step.call, visit)),
                    Stage::Lookup(lookup) => in_source(&mut lookup.wanted, visit),
                }
            }
        }
        Work::Nothing => {}
    }
}

/// Shows every mention of an input in `output` to `visit`, which may change it.
pub(crate) fn in_output<N>(output: &mut Output<N>, visit: &mut dyn FnMut(&mut usize)) {
    match output {
        Output::Reply => {}
        Output::Typed(shaped) => in_shaped(shaped, visit),
        Output::FirstOf(choice) => choice.variants.iter_mut().for_each(|variant| in_shaped(&mut variant.value, visit)),
    }
}

fn in_call(call: &mut Call, visit: &mut dyn FnMut(&mut usize)) {
    match &mut call.arguments {
        Arguments::Same => {}
        Arguments::Each(sources) => sources.iter_mut().for_each(|(_, source)| in_source(source, visit)),
    }
}

fn in_source(source: &mut ValueSource, visit: &mut dyn FnMut(&mut usize)) {
    match source {
        ValueSource::Input(index) => visit(index),
        ValueSource::Member(member) => visit(&mut member.input),
        ValueSource::Text(parts) => in_parts(parts, visit),
        ValueSource::List(items) => items.iter_mut().for_each(|item| in_source(item, visit)),
        ValueSource::Object(members) => members.iter_mut().for_each(|(_, value)| in_source(value, visit)),
        ValueSource::Constant(_) | ValueSource::Step(_) => {}
    }
}

fn in_parts(parts: &mut [Part], visit: &mut dyn FnMut(&mut usize)) {
    for part in parts {
        match part {
            Part::Input(index) => visit(index),
            Part::Member(member) => visit(&mut member.input),
            Part::Text(_) | Part::Setting(_) | Part::Step(_) => {}
        }
    }
}

fn in_shaped<N>(shaped: &mut Shaped<N>, visit: &mut dyn FnMut(&mut usize)) {
    if let Origin::Text { parts } = &mut shaped.origin {
        in_parts(parts, visit);
    }
    match &mut shaped.shape {
        Shape::Plain(_) | Shape::Truncated(_) => {}
        Shape::List(item) | Shape::Map(item) => in_shaped(item, visit),
        Shape::Struct(fields) => fields.fields.iter_mut().for_each(|field| in_shaped(&mut field.value, visit)),
    }
}
