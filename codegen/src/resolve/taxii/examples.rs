//! Examples: checked against what they claim to be, and handed to the mock.

use crate::diagnostic::{Code, Sink};
use crate::json::{Object, Value};
use crate::model::Type;
use crate::model::taxii::{Endpoint, Extension, Filter, PropertyType, Resource, TaxiiOperation};
use crate::read::Spanned;
use crate::read::collection::Map;
use crate::read::data::Data;
use crate::read::taxii::{Document, Example};
use crate::resolve::taxii::collections;
use crate::resolve::taxii::values::{fault_of_filter, fault_of_property, text, words};
use crate::source::Place;

/// The examples in document order, each `{"operation": "objects", "request": {…}, "response": {…}}`.
///
/// What the mock would refuse at start is refused here: `tests/tests/taxii_examples.rs` gives the same to both.
pub(crate) fn check(
    document: &Document,
    extensions: &[Extension],
    endpoints: &[Endpoint],
    sink: &mut Sink,
) -> Vec<Value> {
    collections::check(document, sink);
    let mut examples = Vec::new();
    for (name, written) in &document.operations.value {
        let operation = TaxiiOperation::ALL.into_iter().find(|operation| operation.as_str() == name.value);
        let (Some(operation), Some(example)) = (operation, &written.example) else { continue };
        let endpoint = endpoints.iter().find(|endpoint| endpoint.operation == operation);
        let filters = endpoint.map_or(&[][..], |endpoint| &endpoint.filters);
        let mut checker = Checker { operation, filters, extensions, sink };
        checker.request(example);
        checker.response(&example.response);
        let request: Object =
            example.request.iter().map(|(name, value)| (name.value.clone(), text(value).into())).collect();
        let (operation, response) = (name.value.as_str().into(), example.response.to_json());
        let members = [("operation", operation), ("request", Value::Object(request)), ("response", response)];
        examples.push(Value::Object(members.map(|(name, value)| (name.to_owned(), value)).into_iter().collect()));
    }
    examples
}

struct Checker<'a> {
    operation: TaxiiOperation,
    /// The parameters that it has.
    filters: &'a [Filter],
    extensions: &'a [Extension],
    sink: &'a mut Sink,
}

impl Checker<'_> {
    fn request(&mut self, example: &Example) {
        for (name, value) in &example.request {
            if name.value == "collection" && self.operation.takes_collection() {
                if !matches!(value.value, Data::Text(_) | Data::Said(_) | Data::Number(_)) {
                    self.report(&value.place, "`collection` must be a text".to_owned(), "write its id or its alias");
                }
                continue;
            }
            let Some(filter) = self.filters.iter().find(|filter| filter.as_str() == name.value) else {
                let message = format!("`{}` has no input `{}`", self.operation.as_str(), name.value);
                self.report(&name.place, message, "inputs are `collection` and the parameters of the operation");
                continue;
            };
            let fault = match &value.value {
                Data::List(_) | Data::Map(_) | Data::Null => Some(("must be a text", "one,two")),
                scalar => fault_of_filter(*filter, &text(scalar)),
            };
            self.fault(&name.value, fault, &value.place);
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
        if self.operation.is_paged() {
            self.page(page);
        }
        match page.get(key).map(|list| (&list.value, &list.place)) {
            Some((Data::List(items), _)) => items.iter().for_each(|item| check(self, item)),
            None | Some((Data::Null, _)) => {}
            Some((_, place)) => {
                self.report(place, format!("`{key}` must be a list"), "paste the JSON of the documentation")
            }
        }
    }

    /// What a page says beside its list (TAXII 2.1 §3.7).
    fn page(&mut self, page: &Map<Spanned<Data>>) {
        if let Some(more) = page.get("more").filter(|more| !matches!(more.value, Data::Bool(_) | Data::Null)) {
            self.fault("more", Some(("must be true or false", "true")), &more.place);
        }
        if let Some(next) =
            page.get("next").filter(|next| matches!(kind_of(&next.value), Type::Boolean | Type::Array | Type::Object))
        {
            self.fault("next", Some(("must be a text", "text")), &next.place);
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
            if properties.get(key).and_then(|value| words(&value.value)).is_none_or(str::is_empty) {
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
                (Some(wanted), _) => {
                    if !is_lenient(&key.value, &value.value, wanted) {
                        self.kind(&key.value, value, wanted);
                    }
                    self.fault(&key.value, fault_of_property(&key.value, &value.value), &value.place);
                }
                (None, Some(property)) => self.kind(&key.value, value, declared_type(&property.ty)),
                (None, None) => self.undeclared(resource, key, value),
            }
        }
        if resource == Resource::Discovery {
            self.default_root(given);
        }
    }

    /// The default is one of the API roots (TAXII 2.1 §4.1).
    fn default_root(&mut self, discovery: &Map<Spanned<Data>>) {
        let Some((text, default)) = discovery.get("default").and_then(|it| Some((words(&it.value)?, it))) else {
            return;
        };
        let roots: Vec<&str> = match discovery.get("api_roots").map(|roots| &roots.value) {
            Some(Data::List(roots)) => roots.iter().filter_map(|root| words(&root.value)).collect(),
            Some(root) => words(root).into_iter().collect(),
            None => Vec::new(),
        };
        if !roots.iter().any(|root| root.trim_end_matches('/') == text.trim_end_matches('/')) {
            let help = match roots.first() {
                Some(root) => format!("write one of them, `default: {root}`, or add it to `api_roots`"),
                None => format!("add `api_roots: [{text}]`"),
            };
            self.report(&default.place, format!("`{text}` is the `default`, and none of `api_roots`"), &help);
        }
    }

    /// Reports what is wrong with a value, and what to write.
    fn fault(&mut self, key: &str, fault: Option<(&str, &str)>, place: &Place) {
        if let Some((fault, sample)) = fault {
            self.report(place, format!("`{key}` {fault}"), &format!("such as `{key}: {sample}`"));
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
        Data::Text(_) | Data::Said(_) => wanted == Type::Array,
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
        Data::Number(number) if number.is_integer() => Type::Integer,
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
