//! Examples: checked against what they claim to be, and handed to the mock.

use serde_json::{Map, Value, json};

use crate::diagnostic::{Code, Sink};
use crate::model::Type;
use crate::model::taxii::{Extension, Filter, PropertyType, Resource, TaxiiOperation};
use crate::read::Spanned;
use crate::read::data::Data;
use crate::read::taxii::{Document, Example};
use crate::source::Place;

/// The examples in document order, each `{"operation": "objects", "request": {…}, "response": {…}}`.
pub(crate) fn check(document: &Document, extensions: &[Extension], sink: &mut Sink) -> Vec<Value> {
    let mut examples = Vec::new();
    for (name, written) in &document.operations.value {
        let operation = TaxiiOperation::ALL.into_iter().find(|operation| operation.as_str() == name.value);
        let (Some(operation), Some(example)) = (operation, &written.example) else { continue };
        let mut checker = Checker { operation, extensions, sink };
        checker.request(example);
        checker.response(&example.response);
        let request: Map<String, Value> =
            example.request.iter().map(|(name, value)| (name.value.clone(), json!(text(value)))).collect();
        examples.push(json!({ "operation": name.value, "request": request, "response": example.response.to_json() }));
    }
    examples
}

/// A scalar as it stands in a URL.
pub(crate) fn text(value: &Data) -> String {
    match value {
        Data::Text(text) | Data::Said(text) => text.clone(),
        other => other.to_json().to_string(),
    }
}

struct Checker<'a> {
    operation: TaxiiOperation,
    extensions: &'a [Extension],
    sink: &'a mut Sink,
}

impl Checker<'_> {
    fn request(&mut self, example: &Example) {
        for (name, value) in &example.request {
            let filter = Filter::ALL.into_iter().find(|filter| filter.as_str() == name.value);
            let known = (name.value == "collection" && self.operation.takes_collection())
                || (filter.is_some() && self.operation.is_paged());
            if !known {
                self.report(
                    &name.place,
                    format!("`{}` has no input `{}`", self.operation.as_str(), name.value),
                    "inputs are `collection` and the parameters of the operation",
                );
            } else if filter == Some(Filter::Limit) && !text(value).parse::<u64>().is_ok_and(|limit| limit > 0) {
                self.report(&value.place, "`limit` must be an integer above 0".to_owned(), "write `limit: 10`");
            }
        }
    }

    fn response(&mut self, response: &Spanned<Data>) {
        match self.operation {
            TaxiiOperation::Discovery => self.resource(Resource::Discovery, response),
            TaxiiOperation::ApiRoot => self.resource(Resource::ApiRoot, response),
            TaxiiOperation::Collection => self.resource(Resource::Collection, response),
            TaxiiOperation::Collections => {
                self.list(response, "collections", |checker, item| checker.resource(Resource::Collection, item))
            }
            TaxiiOperation::Manifest => {
                self.list(response, "objects", |checker, item| checker.resource(Resource::ManifestRecord, item))
            }
            TaxiiOperation::Objects => self.list(response, "objects", Self::object),
        }
    }

    /// A page: its list may be absent, as the standard wants of an empty one.
    fn list(&mut self, response: &Spanned<Data>, key: &str, check: impl Fn(&mut Self, &Spanned<Data>)) {
        let Data::Map(page) = &response.value else {
            return self.report(
                &response.place,
                "the answer must be an object".to_owned(),
                "paste the JSON of the documentation",
            );
        };
        match page.get(key).map(|list| (&list.value, &list.place)) {
            Some((Data::List(items), _)) => items.iter().for_each(|item| check(self, item)),
            Some((_, place)) => {
                self.report(place, format!("`{key}` must be a list"), "paste the JSON of the documentation")
            }
            None => {}
        }
    }

    /// An object of STIX: open, but for its identifier and type (STIX 2.1 §3.1).
    fn object(&mut self, object: &Spanned<Data>) {
        let Data::Map(properties) = &object.value else {
            return self.report(
                &object.place,
                "an object of STIX must be a mapping".to_owned(),
                "`{type: indicator, id: indicator--…}`",
            );
        };
        for key in ["type", "id"] {
            if properties.get(key).and_then(|value| value.as_text()).is_none() {
                self.report(
                    &object.place,
                    format!("an object of STIX needs a text `{key}`"),
                    "`{type: indicator, id: indicator--…}`",
                );
            }
        }
    }

    fn resource(&mut self, resource: Resource, value: &Spanned<Data>) {
        let Data::Map(given) = &value.value else {
            let message = format!("the {} must be an object", resource.as_str());
            return self.report(&value.place, message, "paste the JSON of the documentation");
        };
        let extension = self.extensions.iter().find(|extension| extension.resource == resource);
        let of_standard = resource.standard().iter().filter(|property| property.required).map(|property| property.name);
        let declared = extension.into_iter().flat_map(|extension| &extension.properties);
        let declared = declared.filter(|property| property.required).map(|property| property.name.as_str());
        for key in
            of_standard.chain(declared).filter(|key| given.get(key).is_none_or(|value| value.value == Data::Null))
        {
            let message = format!("the {} needs `{key}`", resource.as_str());
            self.report(&value.place, message, "it is required; add it to the example");
        }
        for (key, value) in given {
            let declared =
                extension.and_then(|extension| extension.properties.iter().find(|property| property.name == key.value));
            match (standard_type(&key.value), declared) {
                (Some(wanted), _) if is_lenient(&key.value, &value.value, wanted) => {}
                (Some(wanted), _) => self.kind(&key.value, value, wanted),
                (None, Some(property)) => self.kind(&key.value, value, declared_type(&property.ty)),
                (None, None) => self.undeclared(resource, key, value),
            }
        }
    }

    fn kind(&mut self, key: &str, value: &Spanned<Data>, wanted: Type) {
        if value.value != Data::Null && !fits(&value.value, wanted) {
            let found = kind_of(&value.value).as_str();
            let message = format!("`{key}` must be of type {}, not {found}", wanted.as_str());
            self.report(&value.place, message, &format!("write it as the server does, `{key}: {}`", sample(wanted)));
        }
    }

    /// Nothing is typed silently from one example.
    fn undeclared(&mut self, resource: Resource, key: &Spanned<String>, value: &Spanned<Data>) {
        if key.value.starts_with("x_") {
            return;
        }
        let ty = kind_of(&value.value).as_str();
        let message =
            format!("`{}` is no property of a {} in the standard, and not declared", key.value, resource.as_str());
        let help = format!("declare it: `resources: {{{}: {{{}: {{type: {ty}}}}}}}`", resource.as_str(), key.value);
        self.report(&key.place, message, &help);
    }

    fn report(&mut self, place: &Place, message: String, help: &str) {
        self.sink.report(Code::INVALID_EXAMPLE, place, message).help(help);
    }
}

/// What every client reads although the standard doesn't allow it: one text for a list, a list for one media type.
fn is_lenient(key: &str, value: &Data, wanted: Type) -> bool {
    match value {
        Data::Text(_) => wanted == Type::Array,
        Data::List(_) => key.starts_with("media_type"),
        _ => false,
    }
}

fn fits(value: &Data, wanted: Type) -> bool {
    let found = kind_of(value);
    found == wanted || (found == Type::Integer && wanted == Type::Number)
}

/// The type of a value in JSON; that of `null` is not known, and a text is the best guess.
fn kind_of(value: &Data) -> Type {
    match value {
        Data::Bool(_) => Type::Boolean,
        Data::Number(number) if number.is_i64() || number.is_u64() => Type::Integer,
        Data::Number(_) => Type::Number,
        Data::List(_) => Type::Array,
        Data::Map(_) => Type::Object,
        Data::Text(_) | Data::Said(_) | Data::Null => Type::String,
    }
}

fn sample(ty: Type) -> &'static str {
    match ty {
        Type::String => "text",
        Type::Integer => "10",
        Type::Number => "0.5",
        Type::Boolean => "true",
        Type::Object => "{}",
        Type::Array => "[]",
        Type::Any => "null",
    }
}

/// The type of a property of the standard; the same name has the same type everywhere.
fn standard_type(key: &str) -> Option<Type> {
    let mut known = Resource::ALL.into_iter().flat_map(Resource::standard);
    known.find(|property| property.name == key).map(|property| property.ty)
}

fn declared_type(ty: &PropertyType) -> Type {
    match ty {
        PropertyType::Plain(ty) => *ty,
        PropertyType::Open { .. } => Type::String,
    }
}
