//! Steps that look entries up in an earlier answer.

use crate::diagnostic::Code;
use crate::model::{Input, Location, Lookup, Source, Type};
use crate::names;
use crate::read::naftiko::{Data, Entry, LookupStep, Spanned, Step};
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::resolve::naftiko::work::steps::Done;
use crate::resolve::naftiko::work::steps::stages::Loose;

/// A step that looks up, with the variable of what it finds.
pub(crate) fn lookup(
    context: &mut Context<'_>,
    caller: &mut Caller,
    earlier: &Earlier,
    (entry, step, ident): (&Entry<Spanned<String>, Step>, &LookupStep, &str),
) -> Option<Done> {
    let index = earlier.find(context, &step.index, &step.index.place);
    let wanted = wanted(context, caller, earlier, &step.lookup_value);
    let (index, wanted) = (index?, wanted?);
    if step.output_parameters.is_empty() {
        let message = format!("lookup `{}` keeps nothing of what it finds", entry.name.value);
        let help = "name the fields to keep, such as `outputParameters: [name]`";
        context.sink.report(Code::MISSING_KEY, &entry.name.place, message).help(help);
        return None;
    }
    let keep: Vec<String> = step.output_parameters.iter().map(|name| spelled(context, index.fields, name)).collect();
    let lookup = Lookup {
        name: entry.name.value.clone(),
        ident: ident.to_owned(),
        index: index.ident.to_owned(),
        field: spelled(context, index.fields, &step.r#match),
        wanted,
        keep: keep.clone(),
    };
    Some(Done { step: Loose::Lookup(lookup), fields: keep })
}

/// What entries are compared with: a part of an earlier answer, or a text with variables.
fn wanted(
    context: &mut Context<'_>,
    caller: &mut Caller,
    earlier: &Earlier,
    value: &Spanned<String>,
) -> Option<Source> {
    if value.trim().starts_with("$.") {
        let pick = earlier.pick(context, value, &value.place);
        if pick.is_none() {
            earlier.report_unknown(context, value, &value.place);
        }
        return pick.map(Source::Step);
    }
    let wanted = Input {
        name: "lookupValue".to_owned(),
        field: String::new(),
        location: Location::Query,
        ty: Type::String,
        required: true,
        description: String::new(),
    };
    let value = Spanned::new(Data::Text(value.value.clone()), value.place.clone());
    caller.value(context, earlier, &wanted, &value)
}

/// The name of a field as the entries have it. Values of answers are compared as they are spelled; where the operation declares
/// what it answers, a name that is only spelled in another way is that one.
fn spelled(context: &mut Context<'_>, fields: &[String], name: &Spanned<String>) -> String {
    let Some(at) = names::position(fields.iter().map(String::as_str), name) else { return name.value.clone() };
    let field = &fields[at];
    if *field != name.value {
        let message = format!("`{}` is read as `{field}`, which the operation declares", name.value);
        context.sink.report(Code::VARIABLE_SPELLING, &name.place, message).help(format!("spell it `{field}`"));
    }
    field.clone()
}
