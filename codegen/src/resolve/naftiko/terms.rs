//! Words of documents as words of the model.

use crate::model::{Method, Type};
use crate::read::naftiko as doc;

/// The text of a unit: its description, else its title.
pub(crate) fn text(description: &Option<String>, label: &Option<String>) -> String {
    description.as_ref().or(label.as_ref()).cloned().unwrap_or_default()
}

pub(crate) fn method(method: doc::Method) -> Method {
    match method {
        doc::Method::Get => Method::Get,
        doc::Method::Head => Method::Head,
        doc::Method::Post => Method::Post,
        doc::Method::Put => Method::Put,
        doc::Method::Patch => Method::Patch,
        doc::Method::Delete => Method::Delete,
    }
}

pub(crate) fn value_type(ty: doc::ValueType) -> Type {
    match ty {
        doc::ValueType::String => Type::String,
        doc::ValueType::Integer => Type::Integer,
        doc::ValueType::Number => Type::Number,
        doc::ValueType::Boolean => Type::Boolean,
        doc::ValueType::Object => Type::Object,
        doc::ValueType::Array => Type::Array,
    }
}
