//! Orchestrations: steps that call and look up, and what later parts of a unit read of their answers.

mod answers;
mod lookup;
mod stages;

use crate::diagnostic::Code;
use crate::diagnostic::phrases::{Unique, later};
use crate::model::{self, Arguments, Call};
use crate::names::{Scope, reserved};
use crate::read::naftiko::{self as doc, Named, Spanned, Step};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::work::arguments::arguments;
use crate::resolve::naftiko::work::callees::Callees;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::resolve::naftiko::work::steps::stages::{UnplacedCall, UnplacedStep};

/// The steps of a unit or flow; none if there is a problem, which is reported.
pub(crate) fn steps(
    context: &mut Context<'_>,
    callees: Callees<'_>,
    unit: Unit<'_>,
    caller: &mut Caller<'_>,
    work: doc::Work<'_>,
) -> Option<(model::Steps, Earlier)> {
    let written = work.steps;
    let mut is_sound = check_names(context, unit, written);
    let mut earlier = Earlier::of(written);
    let mut idents = Scope::with_reserved(&reserved::variables());
    let (mut steps, mut last) = (Vec::new(), None);
    for entry in written {
        let ident = idents.snake(&entry.name.value);
        let mut resolver = caller.resolver(context, &earlier);
        let step = match &**entry {
            Step::Call(step) => call(&mut resolver, callees, &entry.name, step, &ident),
            Step::Lookup(step) => lookup::lookup(&mut resolver, &entry.name, step, &ident).map(UnplacedStep::Lookup),
            Step::Script(script) => {
                later(context.sink, &script.file.place, "a script", "call operations with `call`");
                None
            }
        };
        if matches!(**entry, Step::Call(_)) {
            last = Some(ident.clone());
        }
        is_sound &= step.is_some();
        earlier.push(ident, step.as_ref().map(UnplacedStep::fields).unwrap_or_default());
        steps.extend(step);
    }
    // Without a call there is no answer to look anything up in: the lookup has reported that.
    let last = last.filter(|_| is_sound)?;
    let passed_on = work.mappings.is_empty().then_some(last);
    let stages = stages::stages(steps, passed_on.as_deref(), &mut idents);
    Some((model::Steps { stages, passed_on }, earlier))
}

/// A step that calls; `ident` is the variable of its answer.
fn call<'r>(
    resolver: &mut Resolver<'r, '_>,
    callees: Callees<'r>,
    name: &Spanned<String>,
    step: &doc::CallStep,
    ident: &str,
) -> Option<UnplacedStep> {
    let callee = callees.call(&step.call)?;
    let arguments = Arguments::Each(arguments(resolver, callee, &step.with));
    let outputs = answers::named(resolver.context, callee.outputs);
    let call = Call { target: callee.target, arguments };
    let writes = callee.operation.method.may_write();
    Some(UnplacedStep::Call(UnplacedCall { name: name.value.clone(), ident: ident.to_owned(), call, outputs, writes }))
}

/// Whether every step has a name of its own; two of a name are reported.
fn check_names(context: &mut Context<'_>, unit: Unit<'_>, steps: &Named<Step>) -> bool {
    let mut names = Unique::new(Code::DUPLICATE_NAME, "rename one of them", |name| {
        format!("{} `{}` has two steps called `{name}`", unit.kind, unit.name)
    });
    let mut is_sound = true;
    for step in steps {
        is_sound &= names.take(&step.name.value, &step.name.place, context.sink);
    }
    is_sound
}
