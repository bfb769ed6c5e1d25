//! What an operation takes of its callers, and what the document fixes: inputs of client, resource and operation.

pub(crate) mod astray;
pub(crate) mod body;
pub(crate) mod declared;
pub(crate) mod fill;
mod forms;
pub(crate) mod inputs;
pub(crate) mod json;
pub(crate) mod json_text;
pub(crate) mod media;
pub(crate) mod query;
pub(crate) mod unknown;
pub(crate) mod unwritten;
pub(crate) mod variables;

use crate::model::{Auth, Fill, Filled, Input, Json, Location, Type};
use crate::names::{Index, Scope, reserved};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::declared::{Declarations, DeclaredInput};
use crate::resolve::naftiko::consume::request::inputs::{FixedValue, Inputs, Undeclared};
use crate::resolve::naftiko::demand::Given;
use crate::resolve::text::constraint::{self, Subject};
use crate::resolve::text::header;

/// The inputs that an operation declares, and what is sent for them.
pub(crate) fn inputs(context: &mut Context<'_>, auth: &Auth, declarations: Declarations<'_>, given: Given) -> Inputs {
    let Declarations { kept, owned } = declarations;
    let fields = Scope::with_reserved(&reserved::INPUT_FIELDS);
    let mut declaring = Declaring { given, fields, ..Declaring::default() };
    let roles: Vec<Role<'_>> = kept.iter().map(|parameter| declaring.declare(context, auth, parameter)).collect();
    let mut inputs = declaring.all(owned);
    for (parameter, role) in kept.iter().zip(roles) {
        inputs.send(context, parameter, role);
    }
    inputs
}

/// Inputs while their declarations are read: all names are known before any value that may mention them.
#[derive(Default)]
struct Declaring {
    list: Vec<Input>,
    fields: Scope,
    /// What comes from the environment.
    settings: Vec<FixedValue>,
    given: Given,
}

/// What a declaration makes.
enum Role<'d> {
    /// An input, by index.
    Input(usize),
    /// A value that the document fixes.
    Fixed(&'d Spanned<Data>),
    /// A setting of the process, for templates.
    Setting,
}

impl Declaring {
    /// Takes up a name: as an input, or as a setting of the process.
    fn declare<'d>(&mut self, context: &mut Context<'_>, auth: &Auth, declared: &DeclaredInput<'d>) -> Role<'d> {
        let parameter = declared.parameter;
        if let Some(value) = &parameter.value {
            return Role::Fixed(value);
        }
        let name = &parameter.name.value;
        let Some(location) = declared.location else {
            let env = context.environment(name);
            context.settings.secret(&env, &format!("fills {{{name}}} in requests"));
            let value = Filled(vec![Fill::Setting(env)]);
            self.settings.push(FixedValue { name: name.clone(), location: None, value });
            return Role::Setting;
        };
        header::check_name(context.sink, location, name, &parameter.name.place);
        let required = parameter.required.as_ref().is_some_and(|required| required.value);
        let required = required && parameter.default.is_none();
        // Without authentication of its own, an upstream that takes a token may be called without.
        let is_credential = *auth == Auth::None && name.eq_ignore_ascii_case("Authorization");
        // A mapping is its JSON, which is no part of a path.
        let given = || self.given.ty(name, location).filter(|ty| *ty != Type::Object || location != Location::Path);
        let ty = declared.ty().or_else(given).unwrap_or(Type::String);
        // A path without one of its variables is another path.
        let required = location == Location::Path || required && !is_credential;
        let description = parameter.description.clone().unwrap_or_default();
        let field = self.fields.snake(&declared.called);
        let subject = Subject { name, ty: Some(ty) };
        let constraints = constraint::with_default(context, subject, &parameter.keywords(), parameter.default.as_ref());
        self.list.push(Input {
            name: declared.called.clone(),
            field,
            location,
            ty,
            required,
            description,
            constraints,
            or_setting: false,
            is_secret: false,
        });
        Role::Input(self.list.len() - 1)
    }

    /// All of them, to be added to by what is sent. `owned`: what is declared, and dropped.
    fn all(self, owned: Vec<String>) -> Inputs {
        let Self { list, fields, settings: fixed, given } = self;
        let (parameters, asked, body, mistaken) = Default::default();
        let index = Index::of(list.iter().map(|input| input.name.as_str()));
        Inputs { declared: list.len(), list, index, fields, parameters, asked, body, fixed, mistaken, owned, given }
    }
}

impl Inputs {
    /// Puts an input, or what the document fixes for it, where it travels.
    fn send(&mut self, context: &mut Context<'_>, declared: &DeclaredInput<'_>, role: Role<'_>) {
        let name = &declared.parameter.name.value;
        match (role, declared.location) {
            (Role::Input(index), Some(Location::Body)) => self.body.push((name.clone(), Json::Input(index))),
            (Role::Input(index), Some(location)) => self.push(name, location, Filled::input(index)),
            (Role::Fixed(value), _) => self.send_fixed(context, declared, value),
            (Role::Input(_), None) | (Role::Setting, _) => {}
        }
    }

    fn send_fixed(&mut self, context: &mut Context<'_>, declared: &DeclaredInput<'_>, value: &Spanned<Data>) {
        let (name, location) = (&declared.parameter.name.value, declared.location);
        if location == Some(Location::Body) {
            let value = self.json(context, value);
            self.body.push((name.clone(), value));
        }
        if let Some(location) = location {
            header::check_name(context.sink, location, name, &declared.parameter.name.place);
        }
        let mut first = None;
        for filled in self.values(context, declared, value) {
            if location == Some(Location::Header) {
                header::check_value(context.sink, name, &filled, &value.place);
            }
            first.get_or_insert_with(|| filled.clone());
            if let Some(location) = location {
                self.push(name, location, filled);
            }
        }
        self.fixed.push(FixedValue { name: name.clone(), location, value: first.unwrap_or_default() });
    }

    /// What a fixed value is made of; a list is several.
    fn values(
        &mut self,
        context: &mut Context<'_>,
        declared: &DeclaredInput<'_>,
        value: &Spanned<Data>,
    ) -> Vec<Filled> {
        let location = declared.location.unwrap_or(Location::Query);
        match &value.value {
            Data::Null => Vec::new(),
            Data::List(items) => items.iter().flat_map(|item| self.values(context, declared, item)).collect(),
            Data::Text(text) => {
                let ty = declared.ty().or_else(|| self.parts_alone(text, location)).unwrap_or(Type::String);
                let required = declared.parameter.required.as_ref().is_some_and(|required| required.value);
                let known = self.list.len();
                let undeclared = Undeclared { location, ty, within: Type::String, required };
                let filled = self.fill(context, text, &value.place, undeclared);
                if let Some(input) = self.list.get_mut(known) {
                    input.description = declared.parameter.description.clone().unwrap_or_default();
                }
                vec![filled]
            }
            _ => vec![self.json_as_text(context, value, location)],
        }
    }
}
