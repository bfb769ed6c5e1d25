//! Keys of `with` that the called operation doesn't know: they are sent all the same.

use crate::diagnostic::{Code, nearest};
use crate::model::{Body, Filled, FormPart, Json, Location, Method, Parameter, Type};
use crate::read::naftiko::Spanned;
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::inputs::{Inputs, Undeclared};
use crate::resolve::naftiko::survey::WrittenOperation;
use crate::resolve::naftiko::terms;

/// The key that gives all of a body.
const WHOLE: &str = "body";

/// The first key that is no input of the operation, and so a member of a body of which nothing else is said: one that is
/// called `body` is all of it.
pub(crate) fn first(inputs: &Inputs) -> Option<&Spanned<String>> {
    inputs.given.keys.iter().find(|key| key.value != WHOLE && is_unknown(inputs, key))
}

/// Whether a unit gives a whole body.
pub(crate) fn gives_body(inputs: &Inputs) -> bool {
    inputs.given.keys.iter().any(|key| key.value == WHOLE)
}

/// Adds an input for each key that is none yet: a query parameter, or a member of a JSON body.
pub(crate) fn add(context: &mut Context<'_>, inputs: &mut Inputs, body: &mut Body, entry: &WrittenOperation) {
    let (operation, method) = (&entry.name.value, terms::method(entry.method.value));
    let keys = inputs.given.keys.clone();
    let (known, index) = (inputs.list.len(), inputs.index.clone());
    let lacks_inputs = context.sink.lacking(&["inputParameters"]).is_some();
    for key in &keys {
        let name = &key.value;
        if inputs.fixed.iter().any(|fixed| fixed.name == *name) {
            let message = format!("`{operation}` fixes `{name}`; what `with` gives is not sent");
            let help = "remove the key, or the `value` of the input";
            context.sink.report(Code::UNKNOWN_WITH_KEY, &key.place, message).help(help);
            continue;
        }
        let is_owned = inputs.owned.iter().any(|owned| owned.eq_ignore_ascii_case(name));
        if is_owned || index.position(name).is_some() {
            continue;
        }
        let location = place(body, method);
        if is_unknown(inputs, key) {
            send(inputs, body, name, location);
        }
        if context.sink.has_lost(name) || lacks_inputs {
            continue; // perhaps this very one
        }
        let way = if location == Location::Body { "a member of the body" } else { "a query parameter" };
        let message = format!("`{operation}` declares no input `{name}`; it is sent as {way}");
        let declare = format!("declare it under the `inputParameters` of `{operation}`");
        let report = context.sink.report(Code::UNKNOWN_WITH_KEY, &key.place, message);
        if !report.is_shown() {
            continue;
        }
        let near = nearest(name, inputs.list[..known].iter().map(|input| input.name.as_str()));
        let help = near.map_or(declare.clone(), |near| format!("did you mean `{near}`? Or {declare}"));
        let report = report.help(help);
        let report = near.into_iter().fold(report, |report, near| report.write(&key.place, near));
        let mut declared = entry.input_parameters.iter().map(|input| &input.name);
        if let Some(definition) = declared.find(|declared| Some(declared.value.as_str()) == near) {
            report.related(&definition.place, "defined here");
        }
    }
}

fn is_unknown(inputs: &Inputs, key: &Spanned<String>) -> bool {
    let is_owned = inputs.owned.iter().any(|owned| owned.eq_ignore_ascii_case(key));
    let is_fixed = inputs.fixed.iter().any(|fixed| fixed.name == key.value);
    !is_owned && !is_fixed && inputs.index.position(key).is_none()
}

/// Where a key goes that nothing declares: into the body, as a member, or into the query.
fn place(body: &Body, method: Method) -> Location {
    let has_members =
        matches!(body, Body::None | Body::Json(Json::Object(_)) | Body::Fields(_) | Body::Form(_) | Body::Multipart(_));
    if method.takes_body() && has_members { Location::Body } else { Location::Query }
}

fn send(inputs: &mut Inputs, body: &mut Body, name: &str, location: Location) {
    let ty = match body {
        Body::Form(_) | Body::Multipart(_) => Type::String,
        _ if location == Location::Body => Type::Any,
        _ => inputs.given.parts(name, location).unwrap_or(Type::String),
    };
    let index = inputs.add_undeclared(name, Undeclared { location, ty, within: ty, required: false });
    match body {
        _ if location != Location::Body => {
            inputs.parameters.push(Parameter { name: name.to_owned(), location, value: Filled::input(index) });
        }
        Body::Json(Json::Object(members)) | Body::Fields(members) => {
            members.push((name.to_owned(), Json::Input(index)))
        }
        Body::Form(fields) => fields.push((name.to_owned(), Filled::input(index))),
        Body::Multipart(parts) => {
            parts.push(FormPart { name: name.to_owned(), value: Filled::input(index), file: None })
        }
        _ => *body = Body::Fields(vec![(name.to_owned(), Json::Input(index))]),
    }
}
