//! Parts of one body that no request can have: a value can't be a text and hold members at once.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::model::{RouteBody, Selection, Type};
use crate::resolve::context::Context;
use crate::resolve::naftiko::functions::exposed::BoundInput;
use crate::resolve::text::constant;

/// An input, and the keys that lead to it.
struct Part<'i> {
    keys: Vec<&'i str>,
    bound: &'i BoundInput,
}

/// Reports inputs of a route that read what another one says can't be there.
pub(crate) fn report(context: &mut Context<'_>, body: &RouteBody, inputs: &[&BoundInput]) {
    let RouteBody::Parts { fields, paths } = body else { return };
    let found = |name: &str| inputs.iter().find(|bound| bound.input.name == *name);
    let members = fields.iter().filter_map(|name| Some(Part { keys: vec![name.as_str()], bound: found(name)? }));
    let selected = paths.iter().filter_map(|(name, selection)| match selection {
        Selection::Keys(keys) => Some(Part { keys: keys.iter().map(String::as_str).collect(), bound: found(name)? }),
        Selection::Path { .. } => None, // where it leads, the request decides
    });
    let parts: Vec<Part<'_>> = members.chain(selected).collect();
    let mut first: BTreeMap<&[&str], &BoundInput> = BTreeMap::new();
    for Part { keys, bound } in &parts {
        let twin = first.entry(keys).or_insert(bound);
        if !twin.ty.can_become(bound.ty) && !bound.ty.can_become(twin.ty) {
            refuse(context, bound, twin);
        }
    }
    for Part { keys, bound } in &parts {
        let around = (0..keys.len()).filter_map(|length| first.get(&keys[..length]));
        if let Some(around) = { around }.find(|around| !matches!(around.ty, Type::Object | Type::Any)) {
            refuse(context, bound, around);
        }
    }
}

fn refuse(context: &mut Context<'_>, bound: &BoundInput, other: &BoundInput) {
    let (input, name, ty) = (&bound.input, &other.input.name, constant::wanted(other.ty));
    let message = format!("`{}` is read where `{name}` is {ty}: no body has both", input.name);
    let report = context.sink.report(Code::UNKNOWN_VALUE, &input.place, message);
    report
        .help(format!("read `{}` from another place, or declare `{name}` as `type: object`", input.name))
        .related(&other.input.place, "what can't be there with it");
}
