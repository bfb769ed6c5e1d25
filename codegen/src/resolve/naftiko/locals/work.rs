//! Names within what a function does.

use std::collections::BTreeSet;

use crate::model::{Arguments, Call, CallStep, Part, Pick, Stage, Steps, Upstream, ValueSource};
use crate::names::Scope;

/// Names the paths that steps read; `read` are the steps that something reads.
pub(super) fn in_steps(steps: &mut Steps, read: &BTreeSet<String>, upstreams: &[Upstream], statics: &mut Scope) {
    for stage in &mut steps.stages {
        match stage {
            Stage::Calls(calls) => {
                for step in &mut calls.steps {
                    in_call(&mut step.call, upstreams, statics);
                }
                calls
                    .steps
                    .iter_mut()
                    .filter(|step| read.contains(&step.ident))
                    .for_each(|step| in_outputs(step, statics));
            }
            Stage::Lookup(lookup) => {
                in_source(&mut lookup.wanted, statics);
                if !read.contains(&lookup.ident) {
                    lookup.ident = format!("_{}", lookup.ident);
                }
            }
        }
    }
}

/// Names the paths in what a call is given: one that is an argument as a whole is called like that.
pub(super) fn in_call(call: &mut Call, upstreams: &[Upstream], statics: &mut Scope) {
    let inputs = &upstreams[call.target.upstream].operations[call.target.operation].inputs;
    let Arguments::Each(arguments) = &mut call.arguments else { return };
    for (wanted, source) in arguments {
        match source {
            ValueSource::Step(pick) => pick.selection.name(statics, &inputs[*wanted].name),
            source => in_source(source, statics),
        }
    }
}

fn in_outputs(step: &mut CallStep, statics: &mut Scope) {
    for (name, place) in &mut step.outputs {
        place.name(statics, name);
    }
}

fn in_source(source: &mut ValueSource, statics: &mut Scope) {
    match source {
        ValueSource::Input(_) | ValueSource::Member(_) | ValueSource::Constant(_) => {}
        ValueSource::Text(parts) => in_parts(parts, statics),
        ValueSource::Step(pick) => in_pick(pick, statics),
        ValueSource::List(items) => items.iter_mut().for_each(|item| in_source(item, statics)),
        ValueSource::Object(members) => members.iter_mut().for_each(|(_, value)| in_source(value, statics)),
    }
}

/// Names the paths in a text after the steps that they are read from.
pub(super) fn in_parts(parts: &mut [Part], statics: &mut Scope) {
    for part in parts {
        if let Part::Step(pick) = part {
            in_pick(pick, statics);
        }
    }
}

fn in_pick(pick: &mut Pick, statics: &mut Scope) {
    pick.selection.name(statics, &pick.step);
}
