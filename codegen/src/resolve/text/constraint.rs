//! What documents say of the values of an input, beside their type: keywords of JSON Schema.

use crate::diagnostic::Code;
use crate::json::Value;
use crate::model::{Constraints, Type};
use crate::read::naftiko::{Data, Keywords, Map, Spanned, ValueType};
use crate::resolve::context::Context;
use crate::resolve::text::constant;
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

/// Formats of texts that are checked, or tell readers what a text is.
const OF_TEXTS: [&str; 12] =
    ["binary", "byte", "date", "date-time", "email", "hostname", "ipv4", "ipv6", "password", "time", "uri", "uuid"];

/// Formats of numbers.
const OF_NUMBERS: [&str; 4] = ["double", "float", "int32", "int64"];

/// An input, or what a list holds.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'a> {
    /// What messages call it.
    pub(crate) name: &'a str,
    /// As declared.
    pub(crate) ty: Option<Type>,
}

/// What is said of the values of an input; what can't be meant is reported.
pub(crate) fn of(context: &mut Context<'_>, subject: Subject<'_>, keywords: &Keywords<'_>) -> Constraints {
    let mut reading = Reading { context, subject, found: Constraints::default() };
    reading.items(keywords.items);
    reading.allowed(keywords.allowed);
    reading.bounds(["minimum", "maximum"], [keywords.minimum, keywords.maximum]);
    reading.lengths(["minLength", "maxLength"], [keywords.min_length, keywords.max_length]);
    reading.format(keywords.format);
    reading.found
}

/// The same with what it is if callers don't give it.
pub(crate) fn with_default(
    context: &mut Context<'_>,
    subject: Subject<'_>,
    keywords: &Keywords<'_>,
    default: Option<&Spanned<Data>>,
) -> Constraints {
    let found = of(context, subject, keywords);
    if let Some(default) = default.filter(|default| default.value != Data::Null) {
        let value = constant::of_type(context, subject.name, subject.ty.unwrap_or(Type::String), default);
        check(context, subject.name, &found, &value, default);
        return found.with_fallback(Some(value));
    }
    found
}

/// Reports a value that the document fixes and that the input can't have.
pub(crate) fn check(
    context: &mut Context<'_>,
    name: &str,
    constraints: &Constraints,
    value: &Value,
    written: &Spanned<Data>,
) {
    if let Some(fault) = constraints.fault(value).filter(|_| !value.is_null()) {
        let message = format!("`{name}` must be {fault}");
        context.sink.report(Code::UNKNOWN_VALUE, &written.place, message).help("write a value that it may have");
    }
}

struct Reading<'r, 'c> {
    context: &'r mut Context<'c>,
    subject: Subject<'r>,
    found: Constraints,
}

impl Reading<'_, '_> {
    fn allowed(&mut self, written: Option<&Spanned<Data>>) {
        let Some(written) = written else { return };
        let name = self.subject.name;
        let Data::List(values) = &written.value else {
            return self.refuse(written, "enum", "must be a list of values", "write `enum: [one, two]`");
        };
        let ty = self.subject.ty.unwrap_or(Type::Any);
        let values = values.iter().filter(|value| value.value != Data::Null);
        let values: Vec<Value> =
            values.map(|value| constant::of_type(self.context, name, ty, value).finite()).collect();
        if values.is_empty() {
            return self.refuse(written, "enum", "is empty: no value would do", "list the values, or remove it");
        }
        self.found.add("enum", Value::Array(values));
    }

    fn bounds(&mut self, keywords: [&str; 2], written: [Option<&Spanned<Data>>; 2]) {
        let is_number = self.subject.ty.is_none_or(|ty| matches!(ty, Type::Integer | Type::Number | Type::Any));
        let read = |value: &Data| {
            if let Data::Number(number) = value { Some(Value::Number(number.clone()).finite()) } else { None }
        };
        self.pair(keywords, written, is_number.then_some("must be a number"), read);
    }

    fn lengths(&mut self, keywords: [&str; 2], written: [Option<&Spanned<Data>>; 2]) {
        let is_text = self.subject.ty.is_none_or(|ty| matches!(ty, Type::String | Type::Any));
        let read = |value: &Data| match value {
            Data::Number(number) => number.as_u64().map(|_| Value::Number(number.clone())),
            _ => None,
        };
        self.pair(keywords, written, is_text.then_some("must be a whole number"), read);
    }

    /// The least and the most of something; `wanted` is what both must be, none if the input can't have any.
    fn pair(
        &mut self,
        keywords: [&str; 2],
        written: [Option<&Spanned<Data>>; 2],
        wanted: Option<&str>,
        read: impl Fn(&Data) -> Option<Value>,
    ) {
        let mut bounds = [None, None];
        for (at, (keyword, written)) in keywords.into_iter().zip(written).enumerate() {
            let Some(written) = written else { continue };
            match (wanted, read(&written.value)) {
                (None, _) => self.note_idle(written, keyword),
                (Some(wanted), None) => self.refuse(written, keyword, wanted, &format!("write `{keyword}: 10`")),
                (Some(_), Some(value)) => {
                    bounds[at] = value.as_f64();
                    self.found.add(keyword, value);
                }
            }
        }
        if let ([Some(least), Some(most)], Some(written)) = (bounds, written[1])
            && least > most
        {
            let what = format!("is below `{}`: no value would do", keywords[0]);
            self.refuse(written, keywords[1], &what, "swap them");
        }
    }

    fn format(&mut self, written: Option<&Spanned<Data>>) {
        let Some(written) = written else { return };
        let Some(format) = written.value.as_text() else {
            return self.refuse(written, "format", "must be a word", "write `format: date`, for instance");
        };
        let fits =
            |ty: Type, formats: &[&str]| self.subject.ty.is_none_or(|own| own == ty) && formats.contains(&format);
        if fits(Type::String, &OF_TEXTS) || fits(Type::Integer, &OF_NUMBERS) || fits(Type::Number, &OF_NUMBERS) {
            return self.found.add("format", format.into());
        }
        let why = "it is for readers: no values of this type and format are checked";
        self.context.sink.no_effect(&written.place, &format!("`format: {format}` of an input"), why);
        self.found.add("format", format.into());
    }

    fn items(&mut self, written: Option<&Spanned<Data>>) {
        let Some(written) = written else { return };
        if self.subject.ty.is_some_and(|ty| ty != Type::Array) {
            return self.note_idle(written, "items");
        }
        let definition = match &written.value {
            Data::Map(definition) => Some(definition),
            Data::List(items) => match items.iter().map(|item| &item.value).collect::<Vec<_>>().as_slice() {
                [Data::Map(definition)] => Some(definition),
                _ => None,
            },
            _ => None,
        };
        let Some(definition) = definition else {
            return self.refuse(written, "items", "must say what each item is", "write `items: {type: string}`");
        };
        self.note_unread(definition);
        let name = format!("an item of {}", self.subject.name);
        let ty = definition.get("type").and_then(|ty| self.item_type(ty));
        let keywords = Keywords::of(definition);
        let inner = of(self.context, Subject { name: &name, ty }, &keywords);
        self.found.add("items", Value::Object(inner.schema(ty.unwrap_or(Type::Any))));
    }

    fn item_type(&mut self, written: &Spanned<Data>) -> Option<Type> {
        let word = written.value.as_text().unwrap_or_default();
        let deserializer: StrDeserializer<'_, Error> = word.into_deserializer();
        let found = ValueType::deserialize(deserializer).ok().map(|ty| match ty {
            ValueType::String => Type::String,
            ValueType::Integer => Type::Integer,
            ValueType::Number => Type::Number,
            ValueType::Boolean => Type::Boolean,
            ValueType::Object => Type::Object,
            ValueType::Array => Type::Array,
        });
        if found.is_none() {
            let message = format!("`type` of items cannot be `{}`", written.value.to_json());
            let help = "write `string`, `number`, `integer`, `boolean`, `object` or `array`";
            self.context.sink.report(Code::UNKNOWN_VALUE, &written.place, message).help(help);
        }
        found
    }

    /// Notes what is said of items and not checked.
    fn note_unread(&mut self, definition: &Map<Spanned<Data>>) {
        const READ: [&str; 9] =
            ["type", "description", "enum", "items", "minimum", "maximum", "minLength", "maxLength", "format"];
        for (key, _) in definition.iter().filter(|(key, _)| !READ.contains(&key.value.as_str())) {
            self.context.sink.no_effect(
                &key.place,
                &format!("`{}` of items", key.value),
                "it is for the upstream to check",
            );
        }
    }

    fn note_idle(&mut self, written: &Spanned<Data>, keyword: &str) {
        let why = "it says nothing of values of this type";
        self.context.sink.no_effect(&written.place, &format!("`{keyword}` of an input"), why);
    }

    fn refuse(&mut self, written: &Spanned<Data>, keyword: &str, what: &str, help: &str) {
        let message = format!("`{keyword}` of `{}` {what}", self.subject.name);
        self.context.sink.report(Code::UNKNOWN_VALUE, &written.place, message).help(help);
    }
}
