//! The places in answers that functions read.

use super::{Call, Function, Origin, Part, Selection, Shaped, Stage, ValueSource, Work};

impl Function {
    /// All of them: of its work, then of its output.
    pub fn selections(&self) -> Vec<&Selection> {
        let mut found = Vec::new();
        match &self.work {
            Work::Call(call) => of_call(call, &mut found),
            Work::Steps(steps) => steps.stages.iter().for_each(|stage| of_stage(stage, &mut found)),
            Work::Nothing => {}
        }
        self.output.values().into_iter().for_each(|value| of_value(value, &mut found));
        found
    }
}

fn of_stage<'a>(stage: &'a Stage, found: &mut Vec<&'a Selection>) {
    match stage {
        Stage::Calls(calls) => {
            for step in &calls.steps {
                of_call(&step.call, found);
                found.extend(step.outputs.iter().map(|(_, place)| place));
            }
        }
        Stage::Lookup(lookup) => of_source(&lookup.wanted, found),
    }
}

fn of_call<'a>(call: &'a Call, found: &mut Vec<&'a Selection>) {
    call.arguments.each().iter().for_each(|(_, source)| of_source(source, found));
}

fn of_source<'a>(source: &'a ValueSource, found: &mut Vec<&'a Selection>) {
    match source {
        ValueSource::Input(_) | ValueSource::Member(_) | ValueSource::Constant(_) => {}
        ValueSource::Text(parts) => of_parts(parts, found),
        ValueSource::Step(pick) => found.push(&pick.selection),
        ValueSource::List(items) => items.iter().for_each(|item| of_source(item, found)),
        ValueSource::Object(members) => members.iter().for_each(|(_, value)| of_source(value, found)),
    }
}

fn of_parts<'a>(parts: &'a [Part], found: &mut Vec<&'a Selection>) {
    found
        .extend(parts.iter().filter_map(|part| if let Part::Step(pick) = part { Some(&pick.selection) } else { None }));
}

fn of_value<'a>(value: &'a Shaped, found: &mut Vec<&'a Selection>) {
    match &value.origin {
        Origin::At(selection) => found.push(selection),
        Origin::Step(pick) => found.push(&pick.selection),
        Origin::Text { parts } => of_parts(parts, found),
        Origin::Constant(_) | Origin::Parts => {}
    }
    value.inner().into_iter().for_each(|inner| of_value(inner, found));
}
