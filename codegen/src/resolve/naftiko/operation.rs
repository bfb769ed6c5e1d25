//! Operations of a consumed API: paths, inputs, bodies.

use super::upstream::{Names, reject_shared_inputs};
use super::{Context, later, path, text};
use crate::diagnostic::Code;
use crate::model::{Body, Input, Location, Operation, Path, Segment, Type};
use crate::read::naftiko::{self as doc, ConsumedInput, ConsumedOperation, ConsumedResource, Entry, Spanned};
use crate::resolve::header;
use crate::resolve::names::{self, Scope};
use crate::resolve::template::{self, Piece};
use crate::source::Place;

pub(super) fn operation(
    context: &mut Context<'_>,
    names: &mut Names,
    namespace: &str,
    resource: &ConsumedResource,
    entry: &Entry<Spanned<String>, ConsumedOperation>,
) -> Operation {
    reject_unbuilt(context, resource, entry);
    let mut fields = Scope::default();
    let mut inputs: Vec<Input> = Vec::new();
    for parameter in &entry.input_parameters {
        if is_sound(context, &inputs, parameter, entry) {
            inputs.extend(input(context, &mut fields, parameter));
        }
    }
    let body = body(context, &inputs, entry);
    let path = parsed_path(context, &mut fields, &mut inputs, resource, entry);
    check_placed(context, &mut inputs, entry, &path);
    let name = entry.name.value.clone();
    let ident = method_name(names, namespace, &name);
    let record = names.records.pascal(&ident, "Input");
    let method = super::method(entry.method.value);
    Operation { record, ident, method, path, inputs, body, description: text(&entry.description, &entry.label), name }
}

/// `getconnection`, or `pets_list` where `list` belongs to another upstream already.
fn method_name(names: &mut Names, namespace: &str, name: &str) -> String {
    let plain = names::snake(name);
    if names.methods.is_free(&plain) {
        return names.methods.unique(plain);
    }
    names.methods.snake(&format!("{namespace}-{name}"))
}

/// Reports an input without a name, and one with the name of another.
fn is_sound(
    context: &mut Context<'_>,
    inputs: &[Input],
    parameter: &Entry<Spanned<String>, ConsumedInput>,
    entry: &Entry<Spanned<String>, ConsumedOperation>,
) -> bool {
    let (name, place) = (&parameter.name.value, &parameter.name.place);
    if name.trim().is_empty() {
        let message = format!("an input of `{}` has no name; it is not sent", entry.name.value);
        context.sink.report(Code::UNKNOWN_KEY, place, message).help("give it a name, or remove it");
        return false;
    }
    let Some(twin) = inputs.iter().find(|input| input.name == *name) else { return true };
    if Some(twin.location) == location(parameter.r#in.value) {
        let first = entry.input_parameters.iter().find(|known| known.name.value == *name);
        let message = format!("`{}` has two inputs called `{name}`; they are read as one", entry.name.value);
        let first = first.map_or(place, |first| &first.name.place);
        let report = context.sink.report(Code::UNKNOWN_KEY, place, message);
        report.help("remove one of them").related(first, "this one is read");
    } else {
        let what = format!("an operation with two inputs called `{name}`");
        later(context.sink, place, &what, "give one of them another name");
    }
    false
}

fn input(
    context: &mut Context<'_>,
    fields: &mut Scope,
    parameter: &Entry<Spanned<String>, ConsumedInput>,
) -> Option<Input> {
    if let Some(value) = &parameter.value {
        later(context.sink, &value.place, "a fixed value of a consumed input", "pass it from `with` of the caller");
    }
    let Some(location) = location(parameter.r#in.value) else {
        let what = "an input in a cookie or the environment";
        later(context.sink, &parameter.r#in.place, what, "use `in: header` or `in: query`");
        return None;
    };
    let name = parameter.name.value.clone();
    if location == Location::Header {
        header::check(context.sink, &name, &parameter.name.place);
    }
    Some(Input {
        field: fields.snake(&name),
        location,
        ty: parameter.r#type.as_ref().map_or(Type::String, |ty| super::value_type(ty.value)),
        // A path without one of its variables is another path.
        required: location == Location::Path || parameter.required.as_ref().is_some_and(|required| required.value),
        description: parameter.description.clone().unwrap_or_default(),
        name,
    })
}

/// Where an input travels; none for places that are not built yet.
fn location(location: doc::Location) -> Option<Location> {
    match location {
        doc::Location::Query => Some(Location::Query),
        doc::Location::Header => Some(Location::Header),
        doc::Location::Path => Some(Location::Path),
        doc::Location::Body => Some(Location::Body),
        doc::Location::Cookie | doc::Location::Environment => None,
    }
}

fn parsed_path(
    context: &mut Context<'_>,
    fields: &mut Scope,
    inputs: &mut Vec<Input>,
    resource: &ConsumedResource,
    entry: &Entry<Spanned<String>, ConsumedOperation>,
) -> Path {
    let (text, place) = path::full(&resource.path, entry.path.as_ref());
    path::check(context, &text, place);
    let slash = if text.starts_with('/') { "" } else { "/" };
    let segments = template::parse(&format!("{slash}{text}")).into_iter().map(|piece| match piece {
        Piece::Text(text) => Segment::Text(encode(&text)),
        Piece::Variable(variable, range) => {
            let written = &text[range.start - slash.len()..range.end - slash.len()];
            let place = context.within(place, written);
            context.engine_differs_in_braces(&place, written);
            Segment::Variable(path_variable(context, fields, inputs, &variable, &place))
        }
    });
    let segments = segments.collect();
    Path { text, segments }
}

/// The input that fills a variable: by name, by spelling, else a new one.
fn path_variable(
    context: &mut Context<'_>,
    fields: &mut Scope,
    inputs: &mut Vec<Input>,
    variable: &str,
    place: &Place,
) -> usize {
    let of_path = |input: &Input| input.location == Location::Path;
    let exact = inputs.iter().position(|input| of_path(input) && input.name == variable);
    let folded =
        || inputs.iter().position(|input| of_path(input) && names::folded(&input.name) == names::folded(variable));
    if let Some(index) = exact {
        return index;
    }
    if let Some(index) = folded() {
        let message = format!("input `{}` is matched to path variable `{{{variable}}}`", inputs[index].name);
        context
            .sink
            .report(Code::VARIABLE_SPELLING, place, message)
            .help(format!("spell it `{{{}}}`", inputs[index].name));
        return index;
    }
    let message = format!("path variable `{variable}` is not declared; it is added as a required text");
    context
        .sink
        .report(Code::UNDECLARED_PATH_VARIABLE, place, message)
        .help(format!("declare it under `inputParameters`: `- {{name: {variable}, in: path, type: string}}`"));
    inputs.push(Input {
        name: variable.to_owned(),
        field: fields.snake(variable),
        location: Location::Path,
        ty: Type::String,
        required: true,
        description: String::new(),
    });
    inputs.len() - 1
}

/// A declared path parameter without a place in the path is not sent, so it can't be required.
fn check_placed(context: &mut Context<'_>, inputs: &mut [Input], entry: &ConsumedOperation, path: &Path) {
    for (index, input) in inputs.iter_mut().enumerate() {
        if input.location != Location::Path || path.segments.contains(&Segment::Variable(index)) {
            continue;
        }
        input.required = false;
        let Some(parameter) = entry.input_parameters.iter().find(|known| known.name.value == input.name) else {
            continue;
        };
        let message = format!("path parameter `{}` has no place in `{}`; it is not sent", input.name, path.text);
        let help = format!("if it belongs there: `path: {}/{{{}}}`", path.text.trim_end_matches('/'), input.name);
        context.sink.report(Code::UNPLACED_PATH_PARAMETER, &parameter.name.place, message).help(help);
    }
}

fn body(context: &mut Context<'_>, inputs: &[Input], entry: &ConsumedOperation) -> Body {
    let mut bodies = inputs.iter().enumerate().filter(|(_, input)| input.location == Location::Body);
    let Some((index, first)) = bodies.next() else { return Body::None };
    let fields = bodies.next().is_some() || names::folded(&first.name) != "body";
    if fields
        && let Some(parameter) =
            entry.input_parameters.iter().find(|parameter| parameter.r#in.value == doc::Location::Body)
    {
        later(
            context.sink,
            &parameter.name.place,
            "a body put together from fields",
            "declare one input `body` with `in: body`",
        );
    }
    Body::Json(index)
}

pub(super) fn add_undeclared_body(
    context: &mut Context<'_>,
    entry: &Entry<Spanned<String>, ConsumedOperation>,
    operation: &mut Operation,
) {
    let message =
        format!("`{}` is a {} without a body; callers may give one", operation.name, operation.method.as_str());
    context
        .sink
        .report(Code::UNDECLARED_BODY, &entry.name.place, message)
        .help("declare it under `inputParameters`: `- {name: body, in: body, type: object}`");
    let mut fields = Scope::default();
    for input in &operation.inputs {
        fields.unique(input.field.clone());
    }
    operation.body = Body::Json(operation.inputs.len());
    operation.inputs.push(Input {
        name: free_name(&operation.inputs, "body"),
        field: fields.snake("body"),
        location: Location::Body,
        ty: Type::Object,
        required: false,
        description: "Request body (JSON).".to_owned(),
    });
}

/// A wire name that no input of the operation has.
fn free_name(inputs: &[Input], name: &str) -> String {
    if inputs.iter().any(|input| input.name == name) {
        free_name(inputs, &format!("request-{name}"))
    } else {
        name.to_owned()
    }
}

fn reject_unbuilt(context: &mut Context<'_>, resource: &ConsumedResource, entry: &ConsumedOperation) {
    reject_shared_inputs(context, &resource.input_parameters);
    if let Some(body) = &entry.body {
        later(context.sink, &body.place, "a `body` template", "declare an input `body` with `in: body`");
    }
    if let Some(format) = &entry.output_raw_format
        && format.value != doc::RawFormat::Json
    {
        later(
            context.sink,
            &format.place,
            "an answer in another format than JSON",
            "drop `outputRawFormat`: the answer is passed on as it is",
        );
    }
}

/// Percent-encodes what may not stand in a path; what is encoded stays.
fn encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/%".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::encode;

    #[test]
    fn texts_of_paths_are_encoded_once() {
        let rows = [("/v1/a b", "/v1/a%20b"), ("/x:run", "/x:run"), ("/%20", "/%20"), ("/é\"", "/%C3%A9%22")];
        for (text, expected) in rows {
            assert_eq!(encode(text), expected);
        }
    }
}
