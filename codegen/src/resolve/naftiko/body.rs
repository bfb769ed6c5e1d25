//! What an operation sends as body.

use super::Context;
use super::inputs::{Inputs, Unknown, plain};
use crate::diagnostic::Code;
use crate::model::{Body, Fill, Filled, FormFile, FormPart, Input, Json, Language, Location, Method, Type};
use crate::read::naftiko::{self as doc, BodyType, ConsumedOperation, Data, Entry, Spanned};
use crate::resolve::names;
use crate::source::Place;

/// Names of an input that is the body, not a field of it.
const WHOLE: [&str; 3] = ["body", "payload", "data"];
/// What an undeclared variable of a form becomes: without it, its field is left out.
const FIELD: Unknown = Unknown { location: Location::Body, ty: Type::String, within: Type::String, required: false };

/// The body: what the document writes, else what its inputs `in: body` make.
pub(super) fn body(
    context: &mut Context<'_>,
    inputs: &mut Inputs,
    entry: &Entry<Spanned<String>, ConsumedOperation>,
) -> Body {
    let method = super::method(entry.method.value);
    if matches!(method, Method::Get | Method::Head) {
        // A GET with a body is rare enough to be a mistake: it is sent if it is given, not asked for.
        inputs
            .list
            .iter_mut()
            .filter(|input| input.location == Location::Body)
            .for_each(|input| input.required = false);
    }
    let Some(written) = &entry.body else { return of_inputs(inputs) };
    let mut resolve = Bodies { context, inputs, place: &written.place };
    let body = match &written.value {
        doc::Body::Raw(text) => resolve.raw(&text.value, &text.place, "text/plain; charset=utf-8"),
        doc::Body::Block(block) => {
            let ty = block.r#type.as_ref().map_or(BodyType::Json, |ty| ty.value);
            match &block.data {
                Some(data) => resolve.block(ty, data),
                None if ty == BodyType::Binary => Body::Binary(add_bytes(inputs)),
                None => return undeclared(context, inputs, entry),
            }
        }
    };
    report_unused(context, inputs, entry, &body);
    body
}

/// One input called `body` is the whole body; any others are fields of a JSON object.
fn of_inputs(inputs: &Inputs) -> Body {
    match inputs.body.as_slice() {
        [] => Body::None,
        [(name, Json::Input(index))] if WHOLE.contains(&names::folded(name).as_str()) => {
            Body::Json(Json::Input(*index))
        }
        fields => Body::Fields(fields.to_vec()),
    }
}

/// A declared input that a written body leaves out is not sent, so it can't be required.
fn report_unused(context: &mut Context<'_>, inputs: &mut Inputs, entry: &ConsumedOperation, body: &Body) {
    let used = body.inputs();
    for (index, input) in inputs.list.iter_mut().enumerate() {
        if input.location != Location::Body || used.contains(&index) || body.whole().is_some() {
            continue;
        }
        input.required = false;
        let declared = entry.input_parameters.iter().find(|known| known.name.value == input.name);
        if let Some(parameter) = declared {
            let message = format!("`body` does not use the input `{}`; it is not sent", input.name);
            let help = format!("if it belongs there: `{}: '{{{{{}}}}}'`", input.name, input.name);
            context.sink.report(Code::UNPLACED_BODY_PARAMETER, &parameter.name.place, message).help(help);
        }
    }
}

/// Resolves one written body.
struct Bodies<'a, 'b> {
    context: &'a mut Context<'b>,
    inputs: &'a mut Inputs,
    place: &'a Place,
}

impl Bodies<'_, '_> {
    fn block(&mut self, ty: BodyType, data: &Spanned<Data>) -> Body {
        match ty {
            BodyType::Json => self.json(data),
            BodyType::Text => self.text("text/plain; charset=utf-8", Language::Plain, data),
            BodyType::Xml => self.text("application/xml", Language::Xml, data),
            BodyType::Sparql => self.text("application/sparql-query", Language::Sparql, data),
            BodyType::FormUrlEncoded => self.form(data),
            BodyType::MultipartForm => self.multipart(data),
            BodyType::Binary => self.binary(data),
        }
    }

    /// A text that may be JSON around its variables.
    fn raw(&mut self, text: &str, place: &Place, media_type: &str) -> Body {
        if let Some(json) = self.inputs.json_text(self.context, text, place) {
            return Body::Json(json);
        }
        if text.trim_start().starts_with(['{', '[']) {
            let message = "the body looks like JSON, but is none: its variables could not be kept apart from it";
            let report = self.context.sink.report(Code::WRONG_TYPE, place, message);
            report.help("check commas and quotes; for another format, write `body: {type: text, data: …}`");
            return Body::None;
        }
        let unknown = Unknown { required: true, ..FIELD };
        let text = self.inputs.fill(self.context, text, place, unknown);
        Body::Text { media_type: media_type.to_owned(), language: Language::Plain, text }
    }

    fn json(&mut self, data: &Spanned<Data>) -> Body {
        match &data.value {
            Data::Map(members) if members.is_empty() => Body::JsonOrEmpty(add_body(self.inputs)),
            Data::Text(text) => match self.inputs.json_text(self.context, text, &data.place) {
                Some(json) => Body::Json(json),
                None => Body::Json(self.inputs.json(self.context, data)),
            },
            _ => Body::Json(self.inputs.json(self.context, data)),
        }
    }

    fn text(&mut self, media_type: &str, language: Language, data: &Spanned<Data>) -> Body {
        if let Data::List(_) | Data::Map(_) | Data::Null = &data.value {
            let message = "`data` of a body of this type is a text";
            let report = self.context.sink.report(Code::WRONG_TYPE, &data.place, message);
            report.help("write it as a block: `data: |`");
            return Body::None;
        }
        let ty = if language == Language::Sparql { Type::Any } else { Type::String };
        let unknown = Unknown { location: Location::Body, ty, within: ty, required: true };
        let text = plain(&data.value, &data.place, self.context);
        let text = self.inputs.fill(self.context, &text, &data.place, unknown);
        Body::Text { media_type: media_type.to_owned(), language, text }
    }

    /// Bytes that callers give: what a document could write is text.
    fn binary(&mut self, data: &Spanned<Data>) -> Body {
        let text = match &data.value {
            Data::Map(members) if members.len() == 1 => return self.binary(&members[0].1),
            Data::Text(text) => {
                let unknown = Unknown { required: true, ..FIELD };
                self.inputs.fill(self.context, text, &data.place, unknown)
            }
            _ => Filled::default(),
        };
        if let [Fill::Input(index)] = text.0.as_slice() {
            describe_bytes(&mut self.inputs.list[*index]);
            return Body::Binary(*index);
        }
        let message = "`data` of a binary body is one variable, whose value callers write in base64";
        self.context.sink.report(Code::WRONG_TYPE, &data.place, message).help("such as `data: '{{file}}'`");
        Body::None
    }

    fn form(&mut self, data: &Spanned<Data>) -> Body {
        match &data.value {
            Data::Text(text) => Body::Form(self.pairs(text, &data.place)),
            Data::Map(fields) => {
                let fields = fields.iter().flat_map(|(name, value)| match &value.value {
                    Data::List(items) => items.iter().map(|item| (name.value.clone(), item)).collect(),
                    _ => vec![(name.value.clone(), value)],
                });
                let fields: Vec<_> = fields.collect();
                Body::Form(fields.into_iter().map(|(name, value)| (name, self.field(value))).collect())
            }
            _ => self.no_form("a mapping from field to value"),
        }
    }

    /// The fields of a form that the document writes url-encoded.
    fn pairs(&mut self, text: &str, place: &Place) -> Vec<(String, Filled)> {
        let pairs = text.trim().split('&').filter(|pair| !pair.is_empty());
        let decode = |text: &str| decode(&text.replace('+', " "));
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), self.inputs.fill(self.context, &decode(value), place, FIELD))
        });
        pairs.collect()
    }

    fn multipart(&mut self, data: &Spanned<Data>) -> Body {
        match &data.value {
            Data::Map(fields) => {
                let part = |(name, value): &(Spanned<String>, Spanned<Data>)| FormPart {
                    name: name.value.clone(),
                    value: self.field(value),
                    file: None,
                };
                Body::Multipart(fields.iter().map(part).collect())
            }
            Data::List(parts) => {
                let parts: Option<Vec<FormPart>> = parts.iter().map(|part| self.part(part)).collect();
                parts.map_or_else(|| self.no_form("a list of `{name, value, filename, contentType}`"), Body::Multipart)
            }
            _ => self.no_form("a list of `{name, value, filename, contentType}`"),
        }
    }

    fn part(&mut self, part: &Spanned<Data>) -> Option<FormPart> {
        let Data::Map(keys) = &part.value else { return None };
        let name = keys.get("name")?.as_text()?.to_owned();
        let value = keys.get("value").map(|value| self.field(value)).unwrap_or_default();
        let mut about = |key: &str| keys.get(key).map(|value| self.field(value));
        let (filename, media_type) = (about("filename"), about("contentType"));
        let is_file = filename.is_some() || media_type.is_some();
        let file = FormFile { name: filename.unwrap_or_default(), media_type: media_type.unwrap_or_default() };
        Some(FormPart { name, value, file: is_file.then_some(file) })
    }

    fn field(&mut self, value: &Spanned<Data>) -> Filled {
        match &value.value {
            Data::Text(text) => self.inputs.fill(self.context, text, &value.place, FIELD),
            Data::Null => Filled::default(),
            other => Filled::text(plain(other, &value.place, self.context)),
        }
    }

    fn no_form(&mut self, wanted: &str) -> Body {
        let message = format!("`data` of a form is {wanted}");
        self.context
            .sink
            .report(Code::WRONG_TYPE, self.place, message)
            .help("such as `data: [{name: list, value: '{{lines}}', filename: list.csv}]`");
        Body::None
    }
}

/// Nothing is said of the body: callers may give one.
pub(super) fn undeclared(
    context: &mut Context<'_>,
    inputs: &mut Inputs,
    entry: &Entry<Spanned<String>, ConsumedOperation>,
) -> Body {
    let method = super::method(entry.method.value).as_str();
    let message = format!("`{}` is a {method} without a body; callers may give one", entry.name.value);
    let report = context.sink.report(Code::UNDECLARED_BODY, &entry.name.place, message);
    report.help("declare it under `inputParameters`: `- {name: body, in: body, type: object}`");
    Body::Json(Json::Input(add_body(inputs)))
}

/// Adds an input for a body that callers may give.
fn add_body(inputs: &mut Inputs) -> usize {
    let name = free_name(inputs, "body");
    let index = inputs
        .add(&name, Unknown { location: Location::Body, ty: Type::Object, within: Type::Object, required: false });
    inputs.list[index].description = "Request body (JSON).".to_owned();
    index
}

/// The input that is a body of bytes: the one in the body, else one that callers may give.
fn add_bytes(inputs: &mut Inputs) -> usize {
    let index = match inputs.body.as_slice() {
        [(_, Json::Input(index))] => *index,
        _ => {
            let name = free_name(inputs, "body");
            inputs.add(&name, FIELD)
        }
    };
    describe_bytes(&mut inputs.list[index]);
    index
}

fn describe_bytes(input: &mut Input) {
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

/// Undoes percent-encoding; what is none stays.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after.get(..2).and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn percent_encoding_is_undone() {
        for (text, expected) in
            [("a%20b", "a b"), ("%C3%A9", "é"), ("100%", "100%"), ("%zz", "%zz"), ("{{x}}", "{{x}}")]
        {
            assert_eq!(decode(text), expected);
        }
    }
}
