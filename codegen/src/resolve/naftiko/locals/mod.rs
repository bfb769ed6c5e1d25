//! Names within the methods of functions, once all is known of these: statics for paths, variables for inputs that are converted.
//! They are given in the order in which a method is written: its answer,
//! then its stages.

mod answer;
mod work;

use std::collections::BTreeSet;

use crate::model::{Capability, Function, Upstream, Use, Work};
use crate::names::Scope;

/// Gives every function its names.
pub(super) fn name(capability: &mut Capability) {
    let Capability { upstreams, functions, .. } = capability;
    for function in functions {
        in_function(function, upstreams);
    }
}

fn in_function(function: &mut Function, upstreams: &[Upstream]) {
    let read: BTreeSet<String> = function.uses().into_iter().filter_map(Use::step).map(str::to_owned).collect();
    let mut statics = Scope::default();
    answer::name(function, &mut statics);
    match &mut function.work {
        Work::Call(call) => work::in_call(call, upstreams, &mut statics),
        Work::Steps(steps) => work::in_steps(steps, &read, upstreams, &mut statics),
        Work::Nothing => {}
    }
}
