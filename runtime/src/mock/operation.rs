//! What a stand-in knows of an operation.

use crate::value::{Number, Value};
use http::Method;

use super::template::Template;
use crate::format::Format;
use crate::value::Object;

/// An operation of the API that a stand-in answers for.
#[derive(Debug, Clone)]
pub struct Operation {
    pub(super) name: &'static str,
    pub(super) method: Method,
    pub(super) path: Template,
    pub(super) inputs: Vec<Input>,
    pub(super) body: &'static str,
    pub(super) answer: Option<&'static str>,
    pub(super) format: Format,
}

impl Operation {
    /// An operation with any method; `path` holds its variables in braces.
    pub fn new(method: Method, name: &'static str, path: &'static str) -> Self {
        Self {
            name,
            method,
            path: Template::new(path),
            inputs: Vec::new(),
            body: "body",
            answer: None,
            format: Format::JSON,
        }
    }

    /// A GET operation.
    pub fn get(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::GET, name, path)
    }

    /// A HEAD operation.
    pub fn head(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::HEAD, name, path)
    }

    /// A POST operation.
    pub fn post(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::POST, name, path)
    }

    /// A PUT operation.
    pub fn put(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::PUT, name, path)
    }

    /// A PATCH operation.
    pub fn patch(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::PATCH, name, path)
    }

    /// A DELETE operation.
    pub fn delete(name: &'static str, path: &'static str) -> Self {
        Self::new(Method::DELETE, name, path)
    }

    /// The inputs that aren't plain strings in the path or query; all others are echoed as strings.
    pub fn inputs(self, inputs: &[Input]) -> Self {
        Self { inputs: inputs.to_vec(), ..self }
    }

    /// The input that the request body is echoed as; `body` unless given.
    pub fn body(self, input: &'static str) -> Self {
        Self { body: input, ..self }
    }

    /// Echoes in this format.
    pub fn format(self, format: Format) -> Self {
        Self { format, ..self }
    }

    /// Answers what this JSON text says instead of an echo, in the format of the operation: what functions read of it.
    pub fn answer(self, json: &'static str) -> Self {
        Self { answer: Some(json), ..self }
    }
}

/// An input of an operation.
#[derive(Debug, Clone, Copy)]
pub struct Input {
    pub(super) name: &'static str,
    pub(super) place: Place,
    kind: Kind,
}

/// Where an input arrives.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// The path or the query.
    Url,
    Header,
    Cookie,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Integer,
    Number,
    Boolean,
    String,
    Array,
    Object,
}

impl Input {
    /// An integer of 64 bits.
    pub const fn integer(name: &'static str) -> Self {
        Self::new(name, Kind::Integer)
    }

    /// A number.
    pub const fn number(name: &'static str) -> Self {
        Self::new(name, Kind::Number)
    }

    /// `true` or `false`.
    pub const fn boolean(name: &'static str) -> Self {
        Self::new(name, Kind::Boolean)
    }

    /// A string.
    pub const fn string(name: &'static str) -> Self {
        Self::new(name, Kind::String)
    }

    /// A list of strings, echoed as list even if one arrives.
    pub const fn array(name: &'static str) -> Self {
        Self::new(name, Kind::Array)
    }

    /// An object as JSON text.
    pub const fn object(name: &'static str) -> Self {
        Self::new(name, Kind::Object)
    }

    /// Arrives as header, not in the path or query.
    pub const fn in_header(self) -> Self {
        Self { place: Place::Header, ..self }
    }

    /// Arrives as cookie, not in the path or query.
    pub const fn in_cookie(self) -> Self {
        Self { place: Place::Cookie, ..self }
    }

    const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name, place: Place::Url, kind }
    }

    /// What `texts` mean; texts of another type are echoed as they are.
    pub(super) fn read(&self, texts: Vec<String>) -> Value {
        let one = |text: String| {
            let typed = match self.kind {
                Kind::String | Kind::Array => None,
                Kind::Boolean => text.parse().ok().map(Value::Bool),
                Kind::Integer => text.parse::<i64>().ok().map(Value::from),
                Kind::Number => text.parse::<Number>().ok().map(Value::Number),
                Kind::Object => serde_json::from_str::<Object>(&text).ok().map(Value::Object),
            };
            typed.unwrap_or(Value::String(text))
        };
        let mut values: Vec<_> = texts.into_iter().map(one).collect();
        match (values.len(), self.kind) {
            (1, Kind::Integer | Kind::Number | Kind::Boolean | Kind::String | Kind::Object) => values.remove(0),
            _ => Value::Array(values),
        }
    }
}
