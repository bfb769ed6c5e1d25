//! Operations of a consumed API: paths, inputs, bodies.

use crate::diagnostic::{Code, nearest};
use crate::model::{Body, Fill, Filled, Input, Location, Operation, Path, Segment};
use crate::names;
use crate::read::naftiko::{self as doc, ConsumedOperation, ConsumedResource};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::access::Access;
use crate::resolve::naftiko::consume::format;
use crate::resolve::naftiko::consume::request::declared::{ConsumedParameter, Declarations};
use crate::resolve::naftiko::consume::request::inputs::Inputs;
use crate::resolve::naftiko::consume::request::{self, body, unknown, unwritten};
use crate::resolve::naftiko::demand::Given;
use crate::resolve::naftiko::scopes::Names;
use crate::resolve::naftiko::survey::WrittenOperation;
use crate::resolve::naftiko::terms;
use crate::resolve::naftiko::terms::text;
use crate::resolve::text::dollar;
use crate::resolve::text::path;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// A consumed API, as far as its operations ask for it.
#[derive(Clone, Copy)]
pub(crate) struct Api<'a> {
    pub(crate) document: &'a doc::Upstream,
    pub(crate) access: &'a Access,
    /// Whether the document says of any operation what it sends.
    pub(crate) declares_bodies: bool,
    /// How many bytes an answer of bytes may have, where an operation doesn't say.
    pub(crate) max_binary: Option<u64>,
}

/// An operation as it is written, and what units give it.
pub(crate) struct OperationDraft<'a> {
    pub(crate) resource: &'a ConsumedResource,
    pub(crate) entry: &'a WrittenOperation,
    pub(crate) given: Given,
    /// Whether one of the same name stands before it.
    pub(crate) is_twin: bool,
}

/// An operation of a consumed API, and which of its inputs is all of its body and asked for.
pub(crate) fn operation(
    context: &mut Context<'_>,
    names: &mut Names,
    api: Api<'_>,
    draft: OperationDraft<'_>,
) -> (Operation, Option<usize>) {
    let OperationDraft { resource, entry, given, is_twin } = draft;
    let format = format::format(context, entry, api.max_binary);
    let name = entry.name.value.clone();
    let levels = [&api.document.input_parameters, &resource.input_parameters, &entry.input_parameters];
    let declarations = Declarations::of(context, &api.access.auth, &name, levels);
    let mut inputs = request::inputs(context, &api.access.auth, declarations, given);
    let auth = api.access.given.as_ref().filter(|it| inputs.given.takes(it)).map(|it| inputs.add_credentials(it));
    let path = parsed_path(context, &mut inputs, resource, entry);
    inputs.send_base_query(context, &api.document.base_uri);
    let bound = api.access.bound.iter().filter(|name| inputs.index.exact(name).is_empty()).cloned();
    let bound: Vec<String> = bound.collect();
    inputs.owned.extend(bound);
    check_placed(context, &mut inputs.list, entry, &path);
    let mut body = body::body(context, &mut inputs, entry);
    let method = terms::method(entry.method.value);
    let may_have_body = !api.declares_bodies || unknown::gives_body(&inputs);
    if body == Body::None && method.takes_body() && may_have_body {
        body = match unknown::first(&inputs) {
            None => unwritten::undeclared(context, &mut inputs, entry),
            Some(_) => Body::Fields(Vec::new()),
        };
    }
    unknown::add(context, &mut inputs, &mut body, entry);
    let ident = if is_twin { names.methods.unique(names::snake(&name)) } else { method_name(names, api, &name) };
    let record = names.records.pascal(&ident, "Input");
    let description = text(&entry.description, &entry.label);
    let Inputs { list: inputs, parameters, owned, asked, .. } = inputs;
    let operation = Operation {
        record,
        ident,
        method,
        path,
        inputs,
        auth,
        parameters,
        body,
        format,
        owned,
        description,
        name,
        sample: None,
    };
    (operation, asked)
}

/// `getconnection`, or `pets_list` where `list` belongs to another upstream already.
fn method_name(names: &mut Names, api: Api<'_>, name: &str) -> String {
    let plain = names::snake(name);
    if names.methods.is_free(&plain) {
        return names.methods.unique(plain);
    }
    names.methods.snake(&format!("{}-{name}", api.document.namespace.value))
}

fn parsed_path(
    context: &mut Context<'_>,
    inputs: &mut Inputs,
    resource: &ConsumedResource,
    entry: &WrittenOperation,
) -> Path {
    let (written, place) = path::full(&resource.path, entry.path.as_ref());
    path::check_joined(context, &resource.path, entry.path.as_ref(), &written);
    let (text, query) = path::split(context, &written, place);
    let text = path::collapsed(text);
    path::note_query(context, query, place);
    path::check(context, &text, place);
    let slash = if text.starts_with('/') { "" } else { "/" };
    let segments = template::parse(&format!("{slash}{text}")).into_iter().map(|piece| match piece {
        Piece::Text(text) => {
            dollar::check(context, &text, place);
            Segment::Text(encode(&text))
        }
        Piece::Variable(variable, range) => {
            let written = &text[range.start - slash.len()..range.end - slash.len()];
            let place = context.within(place, written);
            context.engine_differs_in_braces(&place, written);
            let variable = inputs.named_in_path(context, variable, &place);
            match inputs.fixed_in_path(&variable).cloned().or_else(|| inputs.member_in_path(&variable)) {
                Some(value) => fixed_segment(&variable, &value),
                None => match bound(context, inputs, &variable, written) {
                    Some(env) => Segment::Fixed(variable, Filled(vec![Fill::Setting(env)])),
                    None => {
                        let is_setting = context.binds.is_bound(&variable);
                        let index = path_variable(context, inputs, &variable, &place);
                        inputs.list[index].or_setting = is_setting && index >= inputs.declared;
                        Segment::Variable(index)
                    }
                },
            }
        }
    });
    let path = Path { segments: segments.collect(), text: written.clone() };
    check_fixed(context, &path, place);
    inputs.send_query(context, query, place, &path);
    path
}

/// Reports values that the document fixes and that make `.` or `..` of a segment: that stands for another path.
fn check_fixed(context: &mut Context<'_>, path: &Path, place: &Place) {
    let mut text = String::new();
    let mut fixed = None;
    for segment in &path.segments {
        match segment {
            Segment::Text(written) => text.push_str(written),
            Segment::Variable(_) => text.push('x'),
            Segment::Fixed(variable, value) => {
                fixed = Some(variable);
                // What a value holds of slashes is encoded.
                let fill =
                    |fill: &Fill| if let Fill::Text(text) = fill { text.replace(['/', '%'], "x") } else { "x".into() };
                text.extend(value.0.iter().map(fill));
            }
        }
    }
    if let (Some(variable), Some(dots)) = (fixed, path::dots(&text))
        && path::dots(&path.text).is_none()
    {
        let message =
            format!("`{dots}` in a path stands for another path: nothing is sent with this value of `{variable}`");
        let place = context.variable_within(place, variable);
        context.sink.report(Code::UNKNOWN_VALUE, &place, message).help("give it another value, or write the path out");
    }
}

/// What the document fixes for a variable.
fn fixed_segment(variable: &str, value: &Filled) -> Segment {
    match value.0.as_slice() {
        [Fill::Input(index)] => Segment::Variable(*index),
        _ => Segment::Fixed(variable.to_owned(), value.clone()),
    }
}

/// The setting that fills a variable which the document binds, if neither the path nor a unit declares it. One in single braces
/// is the caller's if any caller gives it in any spelling.
fn bound(context: &mut Context<'_>, inputs: &Inputs, variable: &str, written: &str) -> Option<String> {
    let of_path = |index: &usize| inputs.list[*index].location == Location::Path;
    let mut alike = inputs.index.exact(variable).iter().chain(inputs.index.alike(variable));
    let is_given = inputs.given.offers(variable) || !written.starts_with("{{") && inputs.given.gives(variable);
    if is_given || alike.any(of_path) {
        return None;
    }
    let env = context.binds.env(variable)?;
    context.settings.secret(&env, &format!("fills {{{variable}}} in paths"));
    Some(env)
}

/// The input that fills a variable: by name, by spelling, else a new one.
fn path_variable(context: &mut Context<'_>, inputs: &mut Inputs, variable: &str, place: &Place) -> usize {
    let list = &inputs.list;
    let of_path = |index: &usize| list[*index].location == Location::Path;
    if let Some(exact) = inputs.index.exact(variable).iter().copied().find(of_path) {
        return exact;
    }
    if let Some(folded) = inputs.index.alike(variable).iter().copied().find(of_path) {
        let message = format!("input `{}` is matched to path variable `{{{variable}}}`", list[folded].name);
        let report = context.sink.report(Code::VARIABLE_SPELLING, place, message);
        report.help(format!("spell it `{{{}}}`", list[folded].name));
        return folded;
    }
    let message = format!("path variable `{variable}` is not declared; it is added as a required text");
    let report = context.sink.report(Code::UNDECLARED_PATH_VARIABLE, place, message);
    report.help(format!("declare it under `inputParameters`: `- {{name: {variable}, in: path, type: string}}`"));
    inputs.add_path_variable(variable)
}

/// How many variables are compared with the names of inputs: what is misspelt more often is no slip.
const MOST_COMPARED: usize = 20;

/// A declared path parameter without a place in the path is not sent, so it can't be required.
fn check_placed(context: &mut Context<'_>, inputs: &mut [Input], entry: &ConsumedOperation, path: &Path) {
    let strangers: Vec<String> =
        inputs.iter().skip(entry.input_parameters.len()).take(MOST_COMPARED).map(|it| it.name.clone()).collect();
    let placed = path.inputs();
    placed.iter().for_each(|index| inputs[*index].required = true);
    for (index, input) in inputs.iter_mut().enumerate().filter(|(_, input)| input.location == Location::Path) {
        let declared = entry
            .input_parameters
            .iter()
            .find(|known| known.name.value == input.name && known.r#in.value == doc::Location::Path);
        if placed.contains(&index) {
            check_required(context, declared);
            continue;
        }
        input.required = false;
        let Some(parameter) = declared else { continue };
        let message = format!("path parameter `{}` has no place in `{}`; it is not sent", input.name, path.text);
        if let Some((variable, spot)) = misspelt(context, &input.name, &strangers) {
            context.sink.lose(&variable);
            let report = context.sink.report(Code::UNPLACED_PATH_PARAMETER, &spot, message);
            let report = report.help(format!("did you mean `{}`?", input.name)).replace(&spot, input.name.as_str());
            report.related(&parameter.name.place, "declared here");
            continue;
        }
        let plain = path.text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
        let help = format!("if it belongs there: `path: {plain}/{{{{{}}}}}`", input.name);
        context.sink.report(Code::UNPLACED_PATH_PARAMETER, &parameter.name.place, message).help(help);
    }
}

/// The variable of the path that an input is misspelt as, and where it stands.
fn misspelt(context: &Context<'_>, name: &str, strangers: &[String]) -> Option<(String, Place)> {
    let near = nearest(name, strangers.iter().map(String::as_str))?;
    Some((near.to_owned(), context.undeclared(Code::UNDECLARED_PATH_VARIABLE, near)?))
}

/// Reports a variable of the path that is marked optional: a path without it is another path.
fn check_required(context: &mut Context<'_>, parameter: Option<&ConsumedParameter>) {
    let Some(parameter) = parameter else { return };
    if let Some(required) = parameter.required.as_ref().filter(|required| !required.value) {
        let message = format!("`{}` is a part of the path, and marked optional; it is required", parameter.name.value);
        let help = "write `required: true`; for a path without it, add an operation";
        context.sink.report(Code::OPTIONAL_PATH_PARAMETER, &required.place, message).help(help);
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
    use crate::resolve::naftiko::consume::operation::encode;

    #[test]
    fn texts_of_paths_are_encoded_once() {
        let rows = [("/v1/a b", "/v1/a%20b"), ("/x:run", "/x:run"), ("/%20", "/%20"), ("/é\"", "/%C3%A9%22")];
        for (text, expected) in rows {
            assert_eq!(encode(text), expected);
        }
    }
}
