//! What stand-ins answer: for each operation, a value in which the functions of the crate find all that they read.

mod matches;
mod place;
mod readers;
mod selection;
mod sketch;
mod step;
#[cfg(test)]
mod tests;

use serde_json::Value;

use crate::model::{Capability, Format, Target};
use crate::resolve::naftiko::sample::place::Places;
use crate::resolve::naftiko::sample::sketch::{Sketch, Sketches};

/// How often lookups are matched at most, as one may change what another finds.
const ROUNDS: usize = 8;

/// Gives a sample to each operation of whose answers a function reads a part.
pub(crate) fn fill(capability: &mut Capability) {
    for (Target { upstream, operation }, sample) in samples(capability) {
        capability.upstreams[upstream].operations[operation].sample = Some(sample);
    }
}

fn samples(capability: &Capability) -> Vec<(Target, Value)> {
    let mut sketches = Sketches::default();
    let mut known: Vec<Places<'_>> = Vec::new();
    for function in &capability.functions {
        let mut places = Places::of(function);
        readers::read(capability, function, &mut places, &mut sketches);
        known.push(places);
    }
    for _ in 0..ROUNDS {
        let mut is_changed = false;
        for places in &known {
            is_changed |= matches::settle(places, &mut sketches);
        }
        if !is_changed {
            break;
        }
    }
    let samples = sketches
        .0
        .iter()
        .filter_map(|(target, sketch)| Some((*target, sample(sketch, &capability.operation(*target).format)?)));
    samples.collect()
}

/// None if an echo does.
fn sample(sketch: &Sketch, format: &Format) -> Option<Value> {
    match (format, sketch) {
        (Format::Text | Format::Binary(_), _) | (_, Sketch::Unknown) => None,
        (_, Sketch::Object(members)) if members.is_empty() => None,
        // An element of XML that comes once is no list.
        (Format::Xml, sketch) => Some(sketch.render(2)),
        (_, sketch) => Some(sketch.render(1)),
    }
}
