//! Orchestrations: steps that call and look up, and what later parts of a unit read of their answers.

mod lookup;
mod outputs;
mod stages;

use crate::diagnostic::Code;
use crate::model::{self, Arguments, Call, Method};
use crate::names::{Scope, reserved};
use crate::read::naftiko::{self as doc, Entry, Named, Spanned, Step};
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::Functions;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::work::arguments as bind_call;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::steps::stages::Loose;
use crate::resolve::report::later;

pub(crate) use crate::resolve::naftiko::work::earlier::Earlier;

/// A step that is resolved.
struct Done {
    step: Loose,
    /// Names that its answer is known to have.
    fields: Vec<String>,
}

/// The steps of a unit or flow; none if there is a problem, which is reported.
pub(crate) fn steps(
    context: &mut Context<'_>,
    functions: &Functions<'_>,
    unit: Unit<'_>,
    caller: &mut Caller,
    work: doc::Work<'_>,
) -> Option<(model::Steps, Earlier)> {
    let mut is_sound = check_names(context, unit, work.steps);
    let mut earlier = Earlier::of(work.steps);
    let mut idents = Scope::with_reserved(&reserved::variables());
    let (mut loose, mut last) = (Vec::new(), None);
    for entry in work.steps {
        let ident = idents.snake(&entry.name.value);
        let done = match &**entry {
            Step::Call(step) => call(context, functions, caller, &earlier, (entry, step, &ident)),
            Step::Lookup(step) => lookup::lookup(context, caller, &earlier, (entry, step, &ident)),
            Step::Script(script) => {
                later(context.sink, &script.file.place, "a script", "call operations with `call`");
                None
            }
        };
        if matches!(**entry, Step::Call(_)) {
            last = Some(ident.clone());
        }
        is_sound &= done.is_some();
        let (step, fields) = done.map(|done| (done.step, done.fields)).unzip();
        loose.extend(step);
        earlier.push(ident, fields.unwrap_or_default());
    }
    // Without a call there is no answer to look anything up in: the lookup has reported that.
    let last = last.filter(|_| is_sound)?;
    Some((model::Steps { stages: stages::stages(loose), last }, earlier))
}

/// A step that calls, with the variable of its answer.
fn call(
    context: &mut Context<'_>,
    functions: &Functions<'_>,
    caller: &mut Caller,
    earlier: &Earlier,
    (entry, step, ident): (&Entry<Spanned<String>, Step>, &doc::CallStep, &str),
) -> Option<Done> {
    let target = functions.call(&step.call)?;
    let operation = functions.operation(target);
    let arguments = Arguments::Each(bind_call::arguments(
        context,
        caller,
        earlier,
        (operation, functions.declared(target)),
        &step.with,
    ));
    let outputs = outputs::outputs(context, functions.outputs(target));
    let fields = outputs.iter().map(|(name, _)| name.clone()).collect();
    let step = model::CallStep {
        name: entry.name.value.clone(),
        ident: ident.to_owned(),
        input: String::new(),
        call: Call { target, arguments },
        outputs,
    };
    let writes = !matches!(operation.method, Method::Get | Method::Head);
    Some(Done { step: Loose::Call { step, writes }, fields })
}

/// Whether every step has a name of its own; two of a name are reported.
fn check_names(context: &mut Context<'_>, unit: Unit<'_>, steps: &Named<Step>) -> bool {
    let mut is_sound = true;
    for (at, step) in steps.iter().enumerate() {
        let Some(twin) = steps[..at].iter().find(|known| known.name.value == step.name.value) else { continue };
        is_sound = false;
        let message = format!("{} `{}` has two steps called `{}`", unit.kind, unit.name, step.name.value);
        context
            .sink
            .report(Code::DUPLICATE_NAME, &step.name.place, message)
            .help("rename one of them")
            .related(&twin.name.place, "the first one");
    }
    is_sound
}
