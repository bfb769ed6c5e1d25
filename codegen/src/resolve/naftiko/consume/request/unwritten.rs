//! Bodies that a document does not write: made of inputs, or left to callers.

use crate::diagnostic::Code;
use crate::model::{Body, Filled, FormPart, Input, Json, Location, Type};
use crate::names;
use crate::read::naftiko::{self as doc, BodyType, ConsumedOperation};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::declared::ConsumedParameter;
use crate::resolve::naftiko::consume::request::inputs::{Inputs, Undeclared};
use crate::resolve::naftiko::consume::request::unknown;
use crate::resolve::naftiko::survey::WrittenOperation;
use crate::resolve::naftiko::terms::method;
use crate::source::Place;

/// Names of an input that is the body, not a field of it.
pub(crate) const WHOLE: [&str; 3] = ["body", "payload", "data"];

/// One input called `body` is the whole body; any others are fields of a JSON object.
pub(crate) fn of_inputs(inputs: &Inputs) -> Body {
    match inputs.body.as_slice() {
        [] => Body::None,
        [(name, Json::Input(index))] if WHOLE.contains(&names::folded(name).as_str()) => {
            Body::Json(Json::Input(*index))
        }
        fields => Body::Fields(fields.to_vec()),
    }
}

/// Nothing is said of the body: callers may give one.
pub(crate) fn undeclared(context: &mut Context<'_>, inputs: &mut Inputs, entry: &WrittenOperation) -> Body {
    let verb = method(entry.method.value).as_str();
    let message = format!("`{}` is a {verb} without a body; callers may give one", entry.name.value);
    let report = context.sink.report(Code::UNDECLARED_BODY, &entry.name.place, message);
    report.help("declare it under `inputParameters`: `- {name: body, in: body, type: object}`");
    Body::Json(Json::Input(add_body(inputs)))
}

/// A block says how a body is encoded, not what it holds: its inputs `in: body` do, else what units give, else callers.
pub(crate) fn without_data(
    context: &mut Context<'_>,
    inputs: &mut Inputs,
    entry: &ConsumedOperation,
    ty: &BodyType,
    place: &Place,
) -> Body {
    let is_told = !inputs.body.is_empty();
    if *ty == BodyType::Binary && is_told {
        return Body::Binary(add_bytes(inputs));
    }
    if context.sink.lacking(&["data"]).is_some() {
        return if is_told { of_inputs(inputs) } else { Body::Fields(Vec::new()) }; // what it is was reported
    }
    let who = if is_told { "its inputs `in: body` make it" } else { "callers give it" };
    let verb = method(entry.method.value).as_str();
    let message = format!("the `body` of a {verb} has no `data`: {who}");
    let report = context.sink.report(Code::BODY_WITHOUT_DATA, place, message);
    report.help("write what it holds, `data: {name: '{{name}}'}`, or remove `body`");
    let is_given = is_told || unknown::first(inputs).is_some();
    match (ty, fields(inputs)) {
        (BodyType::Binary, _) => Body::Binary(add_bytes(inputs)),
        (BodyType::FormUrlEncoded, Some(fields)) if is_given => Body::Form(fields),
        (BodyType::MultipartForm, Some(fields)) if is_given => {
            Body::Multipart(fields.into_iter().map(|(name, value)| FormPart { name, value, file: None }).collect())
        }
        _ if is_told => of_inputs(inputs),
        _ if is_given => Body::Fields(Vec::new()),
        _ => Body::Json(Json::Input(add_body(inputs))),
    }
}

/// A GET with a body is rare enough to be a mistake: one of inputs is sent if it is given, not asked for.
pub(crate) fn leave_out(context: &mut Context<'_>, inputs: &mut Inputs, entry: &WrittenOperation) {
    let verb = method(entry.method.value).as_str();
    if entry.body.is_some() {
        let message = format!("`{}` is a {verb} with a `body`, which few upstreams read", entry.name.value);
        let help = "if it changes anything: `method: POST`, or whatever the upstream asks for";
        context.sink.report(Code::BODY_OF_GET, &entry.method.place, message).help(help);
    }
    for input in inputs.list.iter_mut().filter(|input| input.location == Location::Body) {
        input.required = false;
        let is_it =
            |known: &&ConsumedParameter| known.name.value == input.name && known.r#in.value == doc::Location::Body;
        if let Some(parameter) = entry.input_parameters.iter().find(is_it).filter(|_| entry.body.is_none()) {
            let (operation, name) = (&entry.name.value, &input.name);
            let message =
                format!("`{operation}` is a {verb} with an input in its body; it is sent only if it is given");
            let help = format!("if it belongs in the query: `- {{name: {name}, in: query}}`");
            context.sink.report(Code::BODY_OF_GET, &parameter.name.place, message).help(help);
        }
    }
}

/// The inputs `in: body` as fields of a form; none if one of them is put together of parts.
fn fields(inputs: &Inputs) -> Option<Vec<(String, Filled)>> {
    let field = |(name, value): &(String, Json)| {
        let value = match value {
            Json::Input(index) => Filled::input(*index),
            Json::Text(text) | Json::Unquoted(text) => text.clone(),
            Json::Constant(value) => Filled::text(value.to_string()),
            Json::List(_) | Json::Object(_) => return None,
        };
        Some((name.clone(), value))
    };
    inputs.body.iter().map(field).collect()
}

/// Adds an input for a body that callers may give.
pub(crate) fn add_body(inputs: &mut Inputs) -> usize {
    let name = free_name(inputs, "body");
    let undeclared = Undeclared { location: Location::Body, ty: Type::Object, within: Type::Object, required: false };
    inputs.add(&name, undeclared, "Request body (JSON).")
}

/// The input that is a body of bytes: the one in the body, else one that callers may give.
fn add_bytes(inputs: &mut Inputs) -> usize {
    let index = match inputs.body.as_slice() {
        [(_, Json::Input(index))] => *index,
        _ => {
            let name = free_name(inputs, "body");
            inputs.add(&name, Undeclared::FIELD, "")
        }
    };
    describe_bytes(&mut inputs.list[index]);
    index
}

pub(crate) fn describe_bytes(input: &mut Input) {
    let how = "Bytes: base64, or a data: URL.";
    input.description = [input.description.as_str(), how].join(" ").trim().to_owned();
}

/// A wire name that no input of the operation has.
fn free_name(inputs: &Inputs, name: &str) -> String {
    if inputs.list.iter().any(|input| input.name == name) {
        free_name(inputs, &format!("request-{name}"))
    } else {
        name.to_owned()
    }
}
