//! Forms, url-encoded or of several parts, as documents write them.

use crate::diagnostic::{Code, nearest};
use crate::model::{Body, Filled, FormFile, FormPart, Language, Location};
use crate::read::naftiko::{Data, Map, Spanned};
use crate::resolve::naftiko::consume::request::body::{Bodies, is_one_variable};
use crate::resolve::naftiko::consume::request::inputs::Undeclared;
use crate::resolve::naftiko::consume::request::query::{decoded, pairs};
use crate::resolve::text::reference::check_name;
use crate::source::Place;

const FORM: &str = "application/x-www-form-urlencoded";

impl Bodies<'_, '_> {
    pub(crate) fn form(&mut self, data: &Spanned<Data>) -> Body {
        match &data.value {
            Data::Text(text) if is_one_variable(text) => self.text(FORM, Language::Plain, data), // the form, encoded
            Data::Text(text) | Data::Said(text) => Body::Form(self.pairs(text, &data.place)),
            Data::Map(fields) => Body::Form(self.fields(fields)),
            _ => self.no_form("a mapping from field to value"),
        }
    }

    /// The fields of a form that the document writes url-encoded.
    fn pairs(&mut self, text: &str, place: &Place) -> Vec<(String, Filled)> {
        let field = |(name, value): (&str, &str)| {
            let name = decoded(name);
            check_name(self.context, &name, place);
            (name, self.inputs.fill(self.context, &decoded(value), place, Undeclared::FIELD))
        };
        pairs(text.trim()).map(field).collect()
    }

    pub(crate) fn multipart(&mut self, data: &Spanned<Data>) -> Body {
        match &data.value {
            Data::Map(fields) => {
                let part = |(name, value): (String, Filled)| FormPart { name, value, file: None };
                Body::Multipart(self.fields(fields).into_iter().map(part).collect())
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
        self.check_keys(keys);
        let written = keys.get("name")?;
        let name = written.as_text()?.to_owned();
        check_name(self.context, &name, &written.place);
        let value = keys.get("value").map(|value| self.field(value)).unwrap_or_default();
        let mut about = |key: &str| keys.get(key).map(|value| self.field(value));
        let (filename, media_type) = (about("filename"), about("contentType"));
        let is_file = filename.is_some() || media_type.is_some();
        let file = FormFile { name: filename.unwrap_or_default(), media_type: media_type.unwrap_or_default() };
        Some(FormPart { name, value, file: is_file.then_some(file) })
    }

    /// Refuses keys that a part does not have, as what they say would be left out, and lists where one text is sent.
    fn check_keys(&mut self, keys: &Map<Spanned<Data>>) {
        const KEYS: [&str; 4] = ["name", "value", "filename", "contentType"];
        for (key, value) in keys {
            let name = key.value.as_str();
            if KEYS.contains(&name) {
                let is_one = !matches!(value.value, Data::List(_) | Data::Map(_));
                if !is_one && name != "value" {
                    let message = format!("`{name}` of a part of a form is one text");
                    let report = self.context.sink.report(Code::WRONG_TYPE, &value.place, message);
                    report.help("write one part for each file");
                }
                continue;
            }
            if name.starts_with("x-") {
                continue;
            }
            let free: Vec<&str> = KEYS.into_iter().filter(|known| keys.get(known).is_none()).collect();
            let message =
                format!("a part of a form has no `{name}`: it has `name`, `value`, `filename` and `contentType`");
            let report = self.context.sink.report(Code::UNKNOWN_VALUE, &key.place, message);
            match nearest(name, free) {
                Some(near) => drop(report.help(format!("did you mean `{near}`?")).replace(&key.place, near)),
                None => drop(report.help("remove it").remove(&key.place)),
            }
        }
    }

    /// The fields of a mapping: one for each item of a list.
    fn fields(&mut self, fields: &Map<Spanned<Data>>) -> Vec<(String, Filled)> {
        let mut found = Vec::new();
        for (name, value) in fields {
            check_name(self.context, name, &name.place);
            let items = match &value.value {
                Data::List(items) => items,
                _ => std::slice::from_ref(value),
            };
            found.extend(items.iter().map(|item| (name.value.clone(), self.field(item))));
        }
        found
    }

    fn field(&mut self, value: &Spanned<Data>) -> Filled {
        match &value.value {
            Data::Text(text) => self.inputs.fill(self.context, text, &value.place, Undeclared::FIELD),
            Data::Null => Filled::default(),
            _ => self.inputs.json_as_text(self.context, value, Location::Body),
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
