//! What an operation sends as body.

use crate::diagnostic::{Code, nearest};
use crate::model::{Body, Fill, Filled, Input, Json, Language, Location, Method, Type};
use crate::read::naftiko::{self as doc, BodyBlock, BodyType, ConsumedOperation, Data, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::fill::ParsedText;
use crate::resolve::naftiko::consume::request::inputs::{Inputs, Undeclared};
use crate::resolve::naftiko::consume::request::json::ANY;
use crate::resolve::naftiko::consume::request::media::Kind;
use crate::resolve::naftiko::consume::request::unknown;
use crate::resolve::naftiko::consume::request::unwritten::{
    add_body, describe_bytes, leave_out, of_inputs, without_data,
};
use crate::resolve::naftiko::survey::WrittenOperation;
use crate::resolve::naftiko::terms;
use crate::resolve::text::constant::plain;
use crate::resolve::text::header;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// How many names are compared with those of unused inputs: what is misspelt more often is no slip.
const MOST_COMPARED: usize = 20;

/// The body: what the document writes, else what its inputs `in: body` make.
pub(crate) fn body(context: &mut Context<'_>, inputs: &mut Inputs, entry: &WrittenOperation) -> Body {
    let method = terms::method(entry.method.value);
    if matches!(method, Method::Get | Method::Head) {
        leave_out(context, inputs, entry);
    }
    let Some(written) = &entry.body else { return of_inputs(inputs) };
    let mut resolve = Bodies { context, inputs, place: &written.place };
    let body = match &written.value {
        doc::Body::Raw(text) => resolve.raw(&text.value, &text.place, "text/plain; charset=utf-8"),
        doc::Body::Block(block) => {
            let ty = resolve.body_type(block);
            match &block.data {
                Some(data) => resolve.block(&ty, data),
                None => return without_data(context, inputs, entry, &ty, &written.place),
            }
        }
    };
    report_unused(context, inputs, entry, &body);
    if !matches!(method, Method::Get | Method::Head) {
        inputs.asked = only_input(&body).filter(|index| !is_optional(&inputs.list[*index], entry));
    }
    body
}

/// The input that is all of a body, in whatever form.
fn only_input(body: &Body) -> Option<usize> {
    match body {
        Body::Json(Json::Input(index)) | Body::AsGiven(index) | Body::Binary(index) => Some(*index),
        Body::Text { text, .. } => match text.only() {
            Some(Fill::Input(index)) => Some(*index),
            _ => None,
        },
        _ => None,
    }
}

/// Whether the document says that an input need not be given.
fn is_optional(input: &Input, entry: &ConsumedOperation) -> bool {
    let declared = entry.input_parameters.iter().find(|known| known.name.value == input.name);
    let said = declared.and_then(|declared| declared.required.as_ref());
    said.is_some_and(|required| !required.value) || input.constraints.fallback().is_some()
}

/// A declared input that a written body leaves out is not sent, so it can't be required.
fn report_unused(context: &mut Context<'_>, inputs: &mut Inputs, entry: &ConsumedOperation, body: &Body) {
    let used = body.inputs();
    let mistaken = std::mem::take(&mut inputs.mistaken);
    let strangers: Vec<String> =
        inputs.list.iter().skip(inputs.declared).take(MOST_COMPARED).map(|input| input.name.clone()).collect();
    for (index, input) in inputs.list.iter_mut().enumerate() {
        if input.location != Location::Body || used.contains(&index) || body.whole().is_some() {
            continue;
        }
        input.required = false;
        let declared = entry.input_parameters.iter().find(|known| known.name.value == input.name);
        let declared = declared.filter(|_| !mistaken.contains(&input.name)); // which was reported
        if let Some(parameter) = declared {
            let message = format!("`body` does not use the input `{}`; it is not sent", input.name);
            let near = nearest(&input.name, strangers.iter().map(String::as_str));
            if let Some(spot) = near.and_then(|near| context.undeclared(Code::UNDECLARED_VARIABLE, near)) {
                let report = context.sink.report(Code::UNPLACED_BODY_PARAMETER, &spot, message);
                let report = report.help(format!("did you mean `{}`?", input.name)).replace(&spot, input.name.as_str());
                report.related(&parameter.name.place, "declared here");
                continue;
            }
            let help = format!("if it belongs there: `{}: '{{{{{}}}}}'`", input.name, input.name);
            context.sink.report(Code::UNPLACED_BODY_PARAMETER, &parameter.name.place, message).help(help);
        }
    }
}

/// Whether a text is one variable and nothing else, white space aside.
pub(crate) fn is_one_variable(text: &str) -> bool {
    template::is_template(text) && matches!(template::parse_text(text.trim()).as_slice(), [Piece::Variable(..)])
}

/// Whether a text, or the only one in a mapping, is one variable and nothing else.
fn holds_one_variable(data: &Spanned<Data>) -> bool {
    match &data.value {
        Data::Text(text) => is_one_variable(text),
        Data::Map(members) => matches!(&members[..], [(_, only)] if holds_one_variable(only)),
        _ => false,
    }
}

/// Resolves one written body.
pub(crate) struct Bodies<'a, 'b> {
    pub(crate) context: &'a mut Context<'b>,
    pub(crate) inputs: &'a mut Inputs,
    pub(crate) place: &'a Place,
}

impl Bodies<'_, '_> {
    /// The type of a block, in the usual word.
    fn body_type(&mut self, block: &BodyBlock) -> BodyType {
        let Some(written) = &block.r#type else { return BodyType::Json };
        let Some((ty, usual, own)) = written.value.usual() else { return written.value.clone() };
        let message = format!("a body of type `{own}` is read as `{usual}`");
        let report = self.context.sink.report(Code::BODY_SPELLING, &written.place, message);
        report.help(format!("write `type: {usual}`"));
        ty
    }

    fn block(&mut self, ty: &BodyType, data: &Spanned<Data>) -> Body {
        match ty {
            BodyType::Json => self.json(data),
            BodyType::Text => self.text("text/plain; charset=utf-8", Language::Plain, data),
            BodyType::Xml => self.text("application/xml", Language::Xml, data),
            BodyType::Sparql => self.text("application/sparql-query", Language::Sparql, data),
            BodyType::FormUrlEncoded | BodyType::Form => self.form(data),
            BodyType::MultipartForm | BodyType::Multipart => self.multipart(data),
            BodyType::Binary | BodyType::OctetStream => self.binary(data),
            BodyType::Yaml => self.yaml("application/yaml", data),
            BodyType::Media(media_type) => self.media(media_type, data),
        }
    }

    /// What the document gives a media type of its own.
    fn media(&mut self, media_type: &str, data: &Spanned<Data>) -> Body {
        let sent = Filled::text(media_type);
        header::check_value(self.context.sink, "Content-Type", &sent, self.place);
        match Kind::of(media_type) {
            Kind::Form => self.form(data),
            Kind::Multipart => self.multipart(data),
            Kind::Xml => self.text(media_type, Language::Xml, data),
            Kind::Sparql => self.text(media_type, Language::Sparql, data),
            Kind::Yaml => self.yaml(media_type, data),
            Kind::Text => self.text(media_type, Language::Plain, data),
            Kind::Json => {
                self.inputs.push_content_type(sent);
                self.json(data)
            }
            Kind::Bytes if holds_one_variable(data) => {
                self.inputs.push_content_type(sent);
                self.binary(data)
            }
            Kind::Bytes => self.text(media_type, Language::Plain, data),
        }
    }

    /// A text; a list or mapping is sent as JSON, which is YAML too.
    fn yaml(&mut self, media_type: &str, data: &Spanned<Data>) -> Body {
        if matches!(data.value, Data::List(_) | Data::Map(_)) && !holds_one_variable(data) {
            self.inputs.push_content_type(Filled::text(media_type));
            return self.json(data);
        }
        self.text(media_type, Language::Plain, data)
    }

    /// A text that may be JSON around its variables.
    fn raw(&mut self, text: &str, place: &Place, media_type: &str) -> Body {
        if is_one_variable(text) {
            return self.as_given(text.trim(), place);
        }
        if let Some(json) = self.json_as_written(text, place) {
            return json;
        }
        let pieces = template::parse_text(text.trim_start());
        if matches!(pieces.first(), Some(Piece::Text(words)) if words.starts_with(['{', '['])) {
            let message = "the body looks like JSON, but is none: its variables could not be kept apart from it";
            let report = self.context.sink.report(Code::WRONG_TYPE, place, message);
            report.help("check commas and quotes; for another format, write `body: {type: text, data: …}`");
            return Body::None;
        }
        let pieces = template::parse_text(text);
        let undeclared = Undeclared { required: self.is_needed(&pieces), ..Undeclared::FIELD };
        let text = self.inputs.fill_parsed(self.context, ParsedText { text, pieces, place }, undeclared);
        Body::Text { media_type: media_type.to_owned(), language: Language::Plain, text }
    }

    /// A variable that is all of the body: what it stands for is the body.
    fn as_given(&mut self, text: &str, place: &Place) -> Body {
        let text = self.inputs.fill(self.context, text, place, ANY);
        if let [Fill::Input(index)] = text.0.as_slice() {
            return Body::AsGiven(*index);
        }
        Body::Text { media_type: "application/json".to_owned(), language: Language::Plain, text }
    }

    /// A text that is JSON around its variables, as it is written; none if it isn't JSON. Where units give members that it
    /// doesn't have, it is put together anew with them.
    fn json_as_written(&mut self, text: &str, place: &Place) -> Option<Body> {
        let filled = self.inputs.json_text(self.context, text, place)?;
        if let [Fill::Input(index)] = filled.0.as_slice() {
            return Some(Body::Json(Json::Input(*index)));
        }
        if let [Fill::Member(_)] = filled.0.as_slice() {
            return Some(Body::Json(Json::Text(filled)));
        }
        if unknown::first(self.inputs).is_some()
            && let Some(json @ Json::Object(_)) = self.inputs.json_parts(self.context, text, place)
        {
            return Some(Body::Json(json));
        }
        Some(Body::Text { media_type: "application/json".to_owned(), language: Language::Json, text: filled })
    }

    fn json(&mut self, data: &Spanned<Data>) -> Body {
        match &data.value {
            Data::Map(members) if members.is_empty() => self.empty(&data.place),
            Data::Text(text) => match self.json_as_written(text, &data.place) {
                Some(json) => json,
                None => Body::Json(self.inputs.json(self.context, data)),
            },
            _ => Body::Json(self.inputs.json(self.context, data)),
        }
    }

    /// Nothing: `{}` is sent unless callers give more.
    fn empty(&mut self, place: &Place) -> Body {
        let message = "the body is an empty mapping: `{}` is sent, unless callers give one";
        let report = self.context.sink.report(Code::EMPTY_BODY, place, message);
        report.help("nothing to do here if it is meant; otherwise write what it holds, `data: {name: '{{name}}'}`");
        match unknown::first(self.inputs) {
            Some(_) => Body::Json(Json::Object(Vec::new())),
            None => Body::JsonOrEmpty(add_body(self.inputs)),
        }
    }

    /// A text; of a plain one, a mapping that holds nothing but a variable is that.
    pub(crate) fn text(&mut self, media_type: &str, language: Language, data: &Spanned<Data>) -> Body {
        if let Data::Map(members) = &data.value
            && let [(_, only)] = &members[..]
            && language == Language::Plain
            && holds_one_variable(only)
        {
            return self.text(media_type, language, only);
        }
        if let Data::List(_) | Data::Map(_) | Data::Null = &data.value {
            let message = "`data` of a body of this type is a text";
            let report = self.context.sink.report(Code::WRONG_TYPE, &data.place, message);
            report.help("write it as a block: `data: |`");
            return Body::None;
        }
        let within = if language == Language::Sparql { Type::Any } else { Type::String };
        let text = plain(&data.value, &data.place, self.context);
        // One that is all of it is the document or query itself.
        let language = if holds_one_variable(data) { Language::Plain } else { language };
        let is_query = language == Language::Sparql;
        let pieces = if is_query { template::parse_query(&text) } else { template::parse_text(&text) };
        let undeclared = Undeclared { within, required: self.is_needed(&pieces), ..Undeclared::FIELD };
        let text =
            self.inputs.fill_parsed(self.context, ParsedText { text: &text, pieces, place: &data.place }, undeclared);
        Body::Text { media_type: media_type.to_owned(), language, text }
    }

    /// Whether a variable that nothing declares must be given: it is all of the body, and no unit has inputs that are optional.
    /// Within a text, what is absent is empty.
    fn is_needed(&self, pieces: &[Piece]) -> bool {
        let is_space = |piece: &&Piece| matches!(piece, Piece::Text(text) if text.trim().is_empty());
        let mut pieces = pieces.iter().filter(|piece| !is_space(piece));
        let is_alone = matches!(pieces.next(), Some(Piece::Variable(..))) && pieces.next().is_none();
        is_alone && !self.inputs.given.may_lack
    }

    /// Bytes that callers give: what a document could write is text.
    fn binary(&mut self, data: &Spanned<Data>) -> Body {
        let text = match &data.value {
            Data::Map(members) if members.len() == 1 => return self.binary(&members[0].1),
            Data::Text(text) => {
                let required = self.is_needed(&template::parse_text(text));
                self.inputs.fill(self.context, text.trim(), &data.place, Undeclared { required, ..Undeclared::FIELD })
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
}
