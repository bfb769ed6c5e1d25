//! As meant: what a document says once every name is looked up and every template parsed. Emission asks no further questions.
//!
//! Wire names and Rust names travel together; every list is in document order.

mod auth;
mod callers;
mod capability;
mod command;
mod constraint;
mod conversion;
mod feature;
mod features;
mod format;
mod function;
mod http;
pub mod json_path;
mod nullable;
mod output;
mod request;
mod selections;
mod server;
mod skill;
pub mod taxii;
mod uses;
mod value;

pub use auth::{Auth, Aws, CallerAuth, OAuth1, OAuth2, SignatureMethod};
pub use callers::Callers;
pub use constraint::{Constraints, is_of_dates};
pub use feature::Feature;
pub use format::{Binary, Format};
pub use function::{
    Arguments, Call, CallStep, CalledFlow, Calls, Function, FunctionInput, Lookup, Record, Stage, Steps, Target, Work,
};
pub use http::{BaseUrl, Input, Method, Operation, Path, Segment, Upstream};
pub use output::{Absence, Choice, OUTERMOST, Origin, Output, OutputField, Shape, Shaped, Struct, Unnamed, Variant};
pub use request::{Body, Fill, Filled, FormFile, FormPart, Json, Language, Parameter};
pub use server::{Binding, Hints, Mcp, OpenApi, Rest, Route, RouteBody, RouteInput, Server, Tool};
pub use skill::{Mode, Skill, SkillSource, SkillTool, Skills};
pub use uses::Use;
pub use value::{Location, Member, Part, Pick, Selection, Template, TemplatePart, Type, ValueSource};

/// A crate to be.
#[derive(Debug, Clone, PartialEq)]
pub struct Model {
    /// The package's name, `tanium-threat-response-connections`.
    pub package: String,
    /// Its name in Rust code.
    pub library: String,
    /// Path of the document below the specs folder, for the header of each file.
    pub spec: String,
    /// The package's version, as cargo has it.
    pub version: String,
    /// One line: what the capability is.
    pub title: String,
    /// Paragraphs about it; may be empty.
    pub description: String,
    /// What must or may be given at start-up, each environment variable once.
    pub settings: Vec<Setting>,
    /// What the document describes.
    pub surface: Surface,
}

impl Model {
    /// The version of crates whose documents have none.
    pub const FIRST_VERSION: &str = "0.1.0";
}

/// The kinds of description, each with what only it has.
#[derive(Debug, Clone, PartialEq)]
pub enum Surface {
    /// A Naftiko capability: consumed HTTP APIs, exposed functions, and the servers that expose them.
    Capability(Capability),
    /// A TAXII 2.1 server and the client of it.
    Taxii(Box<taxii::Taxii>),
}

/// A Naftiko capability.
#[derive(Debug, Clone, PartialEq)]
pub struct Capability {
    /// The consumed APIs.
    pub upstreams: Vec<Upstream>,
    /// What is exposed, each once, however many servers expose it.
    pub functions: Vec<Function>,
    /// The servers; none makes a client crate.
    pub servers: Vec<Server>,
}

/// Something to be given at start-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The environment variable.
    pub env: String,
    /// The method of the builder.
    pub method: String,
    /// Whether it must be given.
    pub kind: SettingKind,
    /// What it is for, one line.
    pub purpose: String,
    /// Where its value stands if the variable is not set.
    pub file: Option<FileKey>,
}

/// A value in a file that is read at start-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileKey {
    /// The file, relative to the working directory unless it is absolute.
    pub path: String,
    /// The name of the value in it.
    pub key: String,
}

impl FileKey {
    /// Whether the file is YAML: by its name, as the runtime decides it.
    pub fn is_yaml(&self) -> bool {
        self.path.ends_with(".yaml") || self.path.ends_with(".yml")
    }
}

/// Whether a setting must be given, and whether it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SettingKind {
    /// Start-up fails without it.
    Required {
        /// A variable that waives it.
        unless: Option<String>,
    },
    /// As `Required`, and its value is never shown.
    Secret,
    /// What callers of a server present: never shown, and needed only to serve.
    Credential,
    /// Start-up goes on without it.
    Optional,
}
