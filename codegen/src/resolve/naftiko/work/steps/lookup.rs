//! Steps that look entries up in an earlier answer.

use crate::diagnostic::Code;
use crate::model::{Lookup, ValueSource};
use crate::names;
use crate::read::naftiko::{Data, LookupStep, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::earlier::Picked;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::dotted::rooted;

/// A step that looks up; `ident` is the variable of what it finds.
pub(crate) fn lookup(
    resolver: &mut Resolver<'_, '_>,
    name: &Spanned<String>,
    step: &LookupStep,
    ident: &str,
) -> Option<Lookup> {
    let earlier = resolver.earlier;
    let index = earlier.find(resolver.context, &step.index, &step.index.place);
    let wanted = wanted(resolver, &step.lookup_value);
    let (index, wanted) = (index?, wanted?);
    if step.output_parameters.is_empty() {
        let message = format!("lookup `{}` keeps nothing of what it finds", name.value);
        let help = "name the fields to keep, such as `outputParameters: [name]`";
        resolver.context.sink.report(Code::MISSING_KEY, &name.place, message).help(help);
        return None;
    }
    if step.r#match.trim().is_empty() {
        let message = format!("`match` of lookup `{}` names no field: nothing is ever found", name.value);
        let help = "name the field of the entries that is compared, such as `match: id`";
        resolver.context.sink.report(Code::UNKNOWN_FIELD, &step.r#match.place, message).help(help);
    }
    let keep = step.output_parameters.iter().map(|name| spelled(resolver.context, &index.fields, name)).collect();
    Some(Lookup {
        name: name.value.clone(),
        ident: ident.to_owned(),
        index: index.ident.clone(),
        field: spelled(resolver.context, &index.fields, &step.r#match),
        wanted,
        keep,
    })
}

/// What entries are compared with: a part of an earlier answer, or a text with variables.
fn wanted(resolver: &mut Resolver<'_, '_>, value: &Spanned<Data>) -> Option<ValueSource> {
    if let Some(path) = value.as_text().filter(|text| rooted(text.trim()).is_some()) {
        let picked = resolver.earlier.pick(resolver.context, path, &value.place);
        if picked.is_none() {
            resolver.earlier.report_unknown(resolver.context, path, &value.place);
        }
        return picked.map(Picked::into_source);
    }
    resolver.value(Wanted { required: true, ..Wanted::text("lookupValue") }, value)
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
