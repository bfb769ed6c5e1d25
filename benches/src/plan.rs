//! What a document is about, before it is written in one language or another.

use crate::Draw;

const NOUNS: [&str; 24] = [
    "order", "parcel", "invoice", "customer", "ticket", "project", "account", "payment", "product", "shipment",
    "contract", "device", "alert", "vessel", "sensor", "report", "campaign", "course", "patient", "flight", "booking",
    "vehicle", "policy", "claim",
];

/// How many declarations of answers there are to choose from.
pub(crate) const ANSWERS: usize = 4;

/// How much of the language documents use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Style {
    /// What public documents use: answers passed on as they are, inputs of tools left to the operation, no flow.
    Public,
    /// Everything: flows, declared answers, every form of body and of authentication.
    Full,
}

/// A capability and the APIs that it consumes.
#[derive(Debug, Clone)]
pub struct Api {
    /// Its place among the documents of a run.
    pub number: usize,
    /// What it is written in.
    pub style: Style,
    /// The consumed APIs.
    pub upstreams: Vec<Upstream>,
    /// What is left to draw: the exposed half.
    pub draw: Draw,
}

/// A consumed API.
#[derive(Debug, Clone)]
pub struct Upstream {
    /// Its namespace.
    pub namespace: String,
    /// What there is; the first is listed, and read one by one.
    pub resources: Vec<Resource>,
}

/// Things of a kind.
#[derive(Debug, Clone)]
pub struct Resource {
    /// One of them: `parcel`.
    pub noun: String,
    /// What can be done with them.
    pub operations: Vec<Operation>,
}

/// Something that can be done.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `list-parcels`.
    pub name: String,
    /// What is done.
    pub kind: Kind,
    /// Which of several declarations its answer has, wherever it is exposed.
    pub answer: usize,
}

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// `GET /parcels`
    List,
    /// `GET /parcels/{parcelId}`
    Get,
    /// `POST /parcels`
    Create(Body),
    /// `PUT /parcels/{parcelId}`
    Update(Body),
    /// `DELETE /parcels/{parcelId}`
    Remove,
}

/// How a body is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Body {
    /// JSON with places for inputs.
    Json,
    /// The same in a text.
    Raw,
    /// Inputs that are its members.
    Fields,
    /// One input that is all of it.
    Whole,
    /// A form.
    Form,
    /// Parts, a file among them.
    Multipart,
    /// A text with places for inputs.
    Text,
    /// The same of XML.
    Xml,
}

impl Kind {
    /// The HTTP method.
    pub fn method(self) -> &'static str {
        match self {
            Self::List | Self::Get => "GET",
            Self::Create(_) => "POST",
            Self::Update(_) => "PUT",
            Self::Remove => "DELETE",
        }
    }

    /// Whether it is about one thing: its path ends with a variable.
    pub fn is_of_one(self) -> bool {
        matches!(self, Self::Get | Self::Update(_) | Self::Remove)
    }
}

/// What a consumed operation takes beside its body.
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) place: &'static str,
    pub(crate) ty: &'static str,
    pub(crate) about: String,
}

impl Kind {
    /// The declared inputs of an operation on things called `noun`.
    pub(crate) fn inputs(self, noun: &str) -> Vec<Input> {
        let input =
            |name: &str, place, ty, about: &str| Input { name: name.to_owned(), place, ty, about: about.to_owned() };
        let mut inputs = Vec::new();
        if self.is_of_one() {
            inputs.push(input(&format!("{noun}Id"), "path", "string", &format!("Which {noun}")));
        }
        match self {
            Self::List => inputs.extend([
                input("limit", "query", "integer", "How many at most"),
                input("since", "query", "string", "The first day, as in 2026-01-31"),
                input("tags", "query", "array", &format!("Words that the {noun} has")),
                input("X-Trace", "header", "string", "Is sent back"),
            ]),
            Self::Get => inputs.push(input("fields", "query", "string", "What to send")),
            Self::Remove => inputs.push(input("force", "query", "boolean", "Even if it is in use")),
            Self::Create(Body::Fields) | Self::Update(Body::Fields) => inputs.extend([
                input("name", "body", "string", &format!("Name of the {noun}")),
                input("total", "body", "number", "What it costs"),
                input("tags", "body", "array", "Words to find it by"),
                input("urgent", "body", "boolean", "Whether it can't wait"),
            ]),
            Self::Create(Body::Whole) | Self::Update(Body::Whole) => {
                inputs.push(input("body", "body", "object", &format!("The {noun}")));
            }
            Self::Create(_) | Self::Update(_) => {}
        }
        inputs
    }
}

impl Api {
    /// Draws one.
    pub fn draw(mut draw: Draw, number: usize, operations: usize, style: Style) -> Self {
        let first = draw.below(NOUNS.len());
        let mut noun = (0..).map(|index| {
            let name = NOUNS[(first + index) % NOUNS.len()];
            if index < NOUNS.len() { name.to_owned() } else { format!("{name}{}", index / NOUNS.len() + 1) }
        });
        let mut left = operations;
        let mut upstreams = vec![upstream(&format!("primary-{number}")), upstream(&format!("secondary-{number}"))];
        while left > 0 {
            for upstream in &mut upstreams {
                let Some(noun) = noun.next().filter(|_| left > 0) else { continue };
                let is_first = upstream.resources.is_empty();
                let resource = resource(noun, &mut draw, left, is_first, style);
                left -= resource.operations.len();
                upstream.resources.push(resource);
            }
        }
        upstreams.retain(|upstream| !upstream.resources.is_empty());
        Self { number, style, upstreams, draw }
    }
}

fn upstream(namespace: &str) -> Upstream {
    Upstream { namespace: namespace.to_owned(), resources: Vec::new() }
}

/// The first resource of an upstream has every operation, others have some.
fn resource(noun: String, draw: &mut Draw, most: usize, is_first: bool, style: Style) -> Resource {
    let all = [Kind::List, Kind::Get, Kind::Create(body(draw, style)), Kind::Update(body(draw, style)), Kind::Remove];
    let number = if is_first { all.len() } else { 2 + draw.below(all.len() - 1) };
    let operations = all.into_iter().take(number.min(most)).map(|kind| {
        let name = match kind {
            Kind::List => format!("list-{noun}s"),
            Kind::Get => format!("get-{noun}"),
            Kind::Create(_) => format!("create-{noun}"),
            Kind::Update(_) => format!("update-{noun}"),
            Kind::Remove => format!("remove-{noun}"),
        };
        let answer = if style == Style::Public || draw.once_in(2) { 0 } else { draw.below(ANSWERS) };
        Operation { name, kind, answer }
    });
    Resource { operations: operations.collect(), noun }
}

fn body(draw: &mut Draw, style: Style) -> Body {
    const PUBLIC: [Body; 3] = [Body::Json, Body::Fields, Body::Whole];
    const FULL: [Body; 12] = [
        Body::Json,
        Body::Json,
        Body::Json,
        Body::Fields,
        Body::Fields,
        Body::Fields,
        Body::Whole,
        Body::Raw,
        Body::Form,
        Body::Multipart,
        Body::Text,
        Body::Xml,
    ];
    match style {
        Style::Public => draw.one_of(&PUBLIC),
        Style::Full => draw.one_of(&FULL),
    }
}
