//! Consumed HTTP APIs.

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// The variable that replaces the whole.
    pub env: String,
    /// What the document says; empty means that the variable is required.
    pub template: Template,
}

/// Text with settings in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template(pub Vec<TemplatePart>);

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// Stands as it is.
    Text(String),
    /// The value of the setting with this environment variable.
    Setting(String),
}

/// How an upstream wants requests to be authenticated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Auth {
    /// Not at all.
    None,
    /// A key in a header of its own.
    Header {
        /// The header.
        name: String,
        /// The key.
        value: Template,
    },
    /// A key in the query.
    Query {
        /// The parameter.
        name: String,
        /// The key.
        value: Template,
    },
    /// RFC 6750.
    Bearer {
        /// The token.
        token: Template,
    },
    /// RFC 7617.
    Basic {
        /// The user.
        username: Template,
        /// The password.
        password: Template,
    },
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
    /// In document order, synthesised ones last.
    pub inputs: Vec<Input>,
    /// What is sent as body.
    pub body: Body,
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

/// A piece of a [`Path`]; texts and variables may share a segment between slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Stands as it is.
    Text(String),
    /// The value of the input with this index.
    Variable(usize),
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
}

/// Where an input travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the language")]
pub enum Location {
    Path,
    Query,
    Header,
    Body,
}

/// The type of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of JSON")]
pub enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Object,
    Array,
}

/// What an operation sends as body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    None,
    /// The input with this index, as JSON.
    Json(usize),
}

impl Template {
    /// The settings in it, in order.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            TemplatePart::Setting(env) => Some(env.as_str()),
            TemplatePart::Text(_) => None,
        })
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Auth {
    /// The templates in it.
    pub fn templates(&self) -> Vec<&Template> {
        match self {
            Self::None => vec![],
            Self::Header { value, .. } | Self::Query { value, .. } => vec![value],
            Self::Bearer { token } => vec![token],
            Self::Basic { username, password } => vec![username, password],
        }
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

    /// Whether requests with this method carry a body as a rule.
    pub fn takes_body(self) -> bool {
        matches!(self, Self::Post | Self::Put | Self::Patch)
    }
}

impl Type {
    /// The word of JSON Schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
        }
    }
}
