//! Consumed HTTP APIs.

use std::collections::BTreeSet;

use super::{Auth, Body, CallerAuth, Constraints, Filled, Format, Language, Location, Parameter, Template, Type};

/// A consumed API.
#[derive(Debug, Clone, PartialEq)]
pub struct Upstream {
    /// Its name in the document.
    pub namespace: String,
    /// The field of the client.
    pub field: String,
    /// Where it is.
    pub base_url: BaseUrl,
    /// How requests are authenticated.
    pub auth: Auth,
    /// Its operations, in document order.
    pub operations: Vec<Operation>,
}

/// Where an upstream is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BaseUrl {
    /// The variable that replaces the whole.
    pub env: String,
    /// What the document says; empty means that the variable is required.
    pub template: Template,
}

/// One HTTP call of an upstream.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Its name in the document.
    pub name: String,
    /// The method of the client.
    pub ident: String,
    /// The struct of its inputs; unused if it has none.
    pub record: String,
    /// One line or paragraphs; may be empty.
    pub description: String,
    /// HTTP method.
    pub method: Method,
    /// Below the base URL.
    pub path: Path,
    /// What callers give; in document order, synthesised ones last.
    pub inputs: Vec<Input>,
    /// Credentials that callers give, in the place of those of the upstream.
    pub auth: Option<CallerAuth>,
    /// What is sent in query, headers and cookies, in order.
    pub parameters: Vec<Parameter>,
    /// What is sent as body.
    pub body: Body,
    /// What it answers with.
    pub format: Format,
    /// What its stand-in answers, where functions read parts of the answer; an echo does for all others.
    pub sample: Option<serde_json::Value>,
    /// Names of inputs that the document declares and the client fills itself: what callers give for them is not heeded.
    pub owned: Vec<String>,
}

/// HTTP methods of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the methods")]
pub enum Method {
    Get,
    Head,
    Post,
    Put,
    Patch,
    Delete,
}

/// A path, as written and parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// As written.
    pub text: String,
    /// In order; texts are percent-encoded where the document does not do it.
    pub segments: Vec<Segment>,
}

impl Path {
    /// The inputs that it holds, by index.
    pub fn inputs(&self) -> BTreeSet<usize> {
        let inputs = self.segments.iter().flat_map(|segment| match segment {
            Segment::Text(_) => Vec::new(),
            Segment::Variable(index) => vec![*index],
            Segment::Fixed(_, value) => value.inputs(),
        });
        inputs.collect()
    }
}

/// A piece of a [`Path`]; texts and variables may share a segment between slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Stands as it is.
    Text(String),
    /// The value of the input with this index.
    Variable(usize),
    /// What the document fixes for the variable of this name.
    Fixed(String, Filled),
}

/// An input of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// Its name on the wire.
    pub name: String,
    /// The field of the struct.
    pub field: String,
    /// Where it travels.
    pub location: Location,
    /// Its type.
    pub ty: Type,
    /// Whether a call without it is refused.
    pub required: bool,
    /// One line or paragraphs; may be empty.
    pub description: String,
    /// What its values must be, and what it is if callers don't give it.
    pub constraints: Constraints,
    /// Whether a setting of its name fills it for units that neither declare nor give it.
    pub or_setting: bool,
    /// Whether it authenticates: nothing shows its value.
    pub is_secret: bool,
}

impl Operation {
    /// The struct of its inputs, if it has any.
    pub fn struct_name(&self) -> Option<&str> {
        (!self.inputs.is_empty()).then_some(self.record.as_str())
    }

    /// Whether the client fills an input of that name itself.
    pub fn owns(&self, name: &str) -> bool {
        self.owned.iter().any(|owned| owned.eq_ignore_ascii_case(name))
    }

    /// The input that has the name which another one has in the document too, with its place before it.
    pub fn namesake(&self, input: &Input) -> Option<usize> {
        let is_plain = |other: &Input| input.location.qualified(&other.name) == input.name;
        input.name.contains('.').then(|| self.inputs.iter().position(is_plain)).flatten()
    }

    /// What errors call an input, if a value of its type may be one that can't be sent.
    pub fn complaint(&self, input: usize) -> Option<&str> {
        let known = &self.inputs[input];
        let is_plain = known.is_copy() || known.ty == Type::Number;
        let in_path = known.location == Location::Path && !is_plain;
        let header = || {
            let carries = |it: &&Parameter| it.location == Location::Header && it.value == Filled::input(input);
            self.parameters.iter().find(carries).map(|header| header.name.as_str())
        };
        if in_path || self.body == Body::Binary(input) { Some(&known.name) } else { header() }
    }

    /// Whether an input may be a list or mapping of a JSON body.
    pub fn takes_json(&self, input: &Input) -> bool {
        input.location == Location::Body
            && matches!(input.ty, Type::Array | Type::Object | Type::Any)
            && matches!(
                self.body,
                Body::Json(_)
                    | Body::AsGiven(_)
                    | Body::JsonOrEmpty(_)
                    | Body::Fields(_)
                    | Body::Text { language: Language::Json, .. }
            )
    }

    /// Whether one of its inputs is all that its body is.
    pub fn is_whole_body(&self, input: &Input) -> bool {
        self.body.whole().is_some_and(|index| self.inputs[index] == *input)
    }

    /// The settings that its requests carry; some may be there several times.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        let path = self.path.segments.iter().filter_map(|segment| match segment {
            Segment::Fixed(_, value) => Some(value),
            Segment::Text(_) | Segment::Variable(_) => None,
        });
        let parameters = self.parameters.iter().map(|parameter| &parameter.value);
        let credentials = self.auth.iter().flat_map(|it| it.auth.templates()).flat_map(Template::settings);
        path.chain(parameters).chain(self.body.texts()).flat_map(Filled::settings).chain(credentials)
    }
}

impl Method {
    /// Upper case, as on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// What the runtime calls what takes or makes such requests.
    pub fn constructor(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Head => "head",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }

    /// Whether it may change something: GET and HEAD may not.
    pub fn may_write(self) -> bool {
        !matches!(self, Self::Get | Self::Head)
    }

    /// Whether requests with this method carry a body as a rule.
    pub fn takes_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}
