//! What an operation takes of its callers, and what the document fixes: inputs of client, resource and operation.

pub(crate) mod body;
pub(crate) mod declared;
pub(crate) mod fill;
pub(crate) mod json;
pub(crate) mod query;
pub(crate) mod unknown;
pub(crate) mod unwritten;
pub(crate) mod variables;

use crate::diagnostic::Code;
use crate::model::{Auth, Fill, Filled, Input, Json, Location, Parameter, Type};
use crate::names::Scope;
use crate::read::naftiko::{ConsumedInput, Data, Named, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::declared::{Declared, called, location, merge};
use crate::resolve::naftiko::demand::Given;
use crate::resolve::naftiko::terms;
use crate::resolve::text::header;
use crate::source::Place;

/// Headers that belong to the HTTP client, whatever a document says of them.
const NEVER_SENT: [&str; 10] = [
    "host",
    "content-length",
    "transfer-encoding",
    "connection",
    "keep-alive",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "accept-encoding",
];
/// Headers that only a document can fix: callers know neither what is sent nor what can be read.
const FIXED_ONLY: [&str; 2] = ["accept", "content-type"];

/// The inputs of an operation while it is resolved.
#[derive(Default)]
pub(crate) struct Inputs {
    /// What callers give.
    pub(crate) list: Vec<Input>,
    /// What goes into query, headers and cookies, in order.
    pub(crate) parameters: Vec<Parameter>,
    /// What is dropped.
    pub(crate) owned: Vec<String>,
    /// What is in the body, unless the document writes it.
    pub(crate) body: Vec<(String, Json)>,
    /// What callers call the declared ones, by place.
    called: Vec<(Place, String)>,
    /// How many of `list` are declared: they come first.
    declared: usize,
    /// Names of Rust fields.
    fields: Scope,
    /// What tools, routes and flows give.
    pub(crate) given: Given,
    /// What the document fixes for a name.
    pub(crate) fixed: Vec<Fixed>,
}

/// A value that the document fixes: templates may use it by its name.
pub(crate) struct Fixed {
    pub(crate) name: String,
    /// Where it is sent; nowhere if it comes from the environment.
    pub(crate) location: Option<Location>,
    pub(crate) value: Filled,
}

/// What a variable becomes that nothing declares.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Unknown {
    pub(crate) location: Location,
    /// Its type if it stands alone.
    pub(crate) ty: Type,
    /// Its type within a text.
    pub(crate) within: Type,
    pub(crate) required: bool,
}

/// The inputs of `operation`; those of inner levels stand for those of outer ones with the same name and location.
pub(crate) fn inputs(
    context: &mut Context<'_>,
    auth: &Auth,
    (operation, given): (&str, Given),
    levels: [&Named<ConsumedInput>; 3],
) -> Inputs {
    let mut inputs = Inputs { given, ..Inputs::default() };
    let mut declared: Vec<&Declared> = Vec::new();
    for level in levels {
        merge(context, operation, &mut declared, level);
    }
    declared.retain(|parameter| !inputs.drop_owned(context, auth, parameter));
    for parameter in &declared {
        let name = called(parameter, &declared);
        inputs.declare(context, auth, parameter, &name);
        inputs.called.push((parameter.name.place.clone(), name));
    }
    inputs.declared = inputs.list.len();
    for parameter in &declared {
        inputs.send(context, parameter);
    }
    inputs
}

impl Inputs {
    /// Adds an input that no parameter declares.
    pub(crate) fn add(&mut self, name: &str, unknown: Unknown) -> usize {
        self.list.push(Input {
            name: name.to_owned(),
            field: self.fields.snake(name),
            location: unknown.location,
            ty: unknown.ty,
            required: unknown.required,
            description: String::new(),
        });
        self.list.len() - 1
    }

    /// Adds an input that nothing declares: of the type that is given for it, where nothing else says what it is.
    pub(crate) fn add_undeclared(&mut self, name: &str, unknown: Unknown) -> usize {
        let ty = self.given.ty(name, unknown.location).filter(|ty| match (unknown.ty, unknown.location) {
            (Type::Any, Location::Body) => true,
            (Type::Any | Type::String, _) => !matches!(ty, Type::Object | Type::Array | Type::Any),
            _ => false,
        });
        self.add(name, Unknown { ty: ty.unwrap_or(unknown.ty), ..unknown })
    }

    /// Drops a header that is not a caller's to give.
    fn drop_owned(&mut self, context: &mut Context<'_>, auth: &Auth, parameter: &Declared) -> bool {
        let Some(location) = location(parameter.r#in.value) else { return false };
        let name = parameter.name.value.to_ascii_lowercase();
        let is_one_of = |names: &[&str]| location == Location::Header && names.contains(&name.as_str());
        let is_dropped = is_one_of(&NEVER_SENT)
            || is_one_of(&FIXED_ONLY) && parameter.value.is_none()
            || auth.owns(location, &parameter.name.value);
        if is_dropped {
            let message = format!("the client fills `{}` itself; callers need not give it", parameter.name.value);
            let report = context.sink.report(Code::OWNED_INPUT, &parameter.name.place, message);
            report.help("nothing to do here; or remove it");
            self.owned.push(parameter.name.value.clone());
        }
        is_dropped
    }

    /// Takes up a name: as an input, or as a setting of the process.
    fn declare(&mut self, context: &mut Context<'_>, auth: &Auth, parameter: &Declared, called: &str) {
        let name = &parameter.name.value;
        let location = match location(parameter.r#in.value) {
            Some(_) if parameter.value.is_some() => return,
            Some(location) => location,
            None if parameter.value.is_some() => return,
            None => return self.declare_setting(context, parameter),
        };
        if location == Location::Header {
            header::check(context.sink, name, &parameter.name.place);
        }
        let required = parameter.required.as_ref().is_some_and(|required| required.value);
        // Without authentication of its own, an upstream that takes a token may be called without.
        let is_credential = *auth == Auth::None && name.eq_ignore_ascii_case("Authorization");
        let given = || self.given.ty(name, location).filter(|ty| *ty != Type::Object || location == Location::Body);
        let declared = parameter.r#type.as_ref().map(|ty| terms::value_type(ty.value));
        let ty = declared.or_else(given).unwrap_or(Type::String);
        // A path without one of its variables is another path.
        let required = location == Location::Path || required && !is_credential;
        let index = self.add(called, Unknown { location, ty, within: ty, required });
        self.list[index].description = parameter.description.clone().unwrap_or_default();
    }

    fn declare_setting(&mut self, context: &mut Context<'_>, parameter: &Declared) {
        let name = &parameter.name.value;
        let env = context.environment(name);
        context.settings.secret(&env, &format!("fills {{{name}}} in requests"));
        self.fixed.push(Fixed { name: name.clone(), location: None, value: Filled(vec![Fill::Setting(env)]) });
    }

    /// Puts an input, or what the document fixes for it, where it travels.
    fn send(&mut self, context: &mut Context<'_>, parameter: &Declared) {
        let location = location(parameter.r#in.value);
        let name = parameter.name.value.clone();
        let Some(value) = &parameter.value else {
            let called = self.called.iter().find(|(place, _)| *place == parameter.name.place);
            let called = called.map_or(name.as_str(), |(_, called)| called.as_str());
            let input = self.list.iter().position(|input| input.name == called && Some(input.location) == location);
            match (input, location) {
                (Some(index), Some(Location::Body)) => self.body.push((name, Json::Input(index))),
                (Some(index), Some(location)) => self.push(name, location, Filled::input(index)),
                _ => {}
            }
            return;
        };
        if location == Some(Location::Body) {
            let value = self.json(context, value);
            self.body.push((name.clone(), value));
        }
        if location == Some(Location::Header) {
            header::check(context.sink, &name, &parameter.name.place);
        }
        let mut first = None;
        for value in self.values(context, parameter, value) {
            first.get_or_insert_with(|| value.clone());
            if let Some(location) = location {
                self.push(name.clone(), location, value);
            }
        }
        self.fixed.push(Fixed { name, location, value: first.unwrap_or_default() });
    }

    fn push(&mut self, name: String, location: Location, value: Filled) {
        if !matches!(location, Location::Path | Location::Body) {
            self.parameters.push(Parameter { name, location, value });
        }
    }

    /// What a fixed value is made of; a list is several.
    fn values(&mut self, context: &mut Context<'_>, parameter: &Declared, value: &Spanned<Data>) -> Vec<Filled> {
        match &value.value {
            Data::Null => Vec::new(),
            Data::List(items) => items.iter().flat_map(|item| self.values(context, parameter, item)).collect(),
            Data::Text(text) => {
                let unknown = Unknown {
                    location: location(parameter.r#in.value).unwrap_or(Location::Query),
                    ty: parameter.r#type.as_ref().map_or(Type::String, |ty| terms::value_type(ty.value)),
                    within: Type::String,
                    required: parameter.required.as_ref().is_some_and(|required| required.value),
                };
                let known = self.list.len();
                let filled = self.fill(context, text, &value.place, unknown);
                if let Some(input) = self.list.get_mut(known) {
                    input.description = parameter.description.clone().unwrap_or_default();
                }
                vec![filled]
            }
            _ => {
                let location = location(parameter.r#in.value).unwrap_or(Location::Query);
                vec![self.json_as_text(context, value, location)]
            }
        }
    }
}
