//! Inputs that a server, a resource or a unit declares.

use crate::diagnostic::Code;
use crate::model::{Constraints, Part, Selection, Type, ValueSource};
use crate::names::Index;
use crate::read::naftiko::{self as doc, Data, Entry, ExposedInput, Named, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::terms::value_type;
use crate::resolve::naftiko::work::caller::input::{InputOrigin, UnitInput};
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::constraint::{self, Subject};
use crate::resolve::text::template::{self, Piece};
use crate::resolve::text::{constant, header, jsonpath};
use crate::source::Place;

/// What a unit declares to take, all levels around it included. Nothing changes it once it is built.
pub(crate) struct DeclaredInputs<'u> {
    /// The unit.
    pub(crate) unit: Unit<'u>,
    /// In document order, then variables of the path of a route that nothing declares; none once the unit takes them.
    pub(crate) inputs: Vec<UnitInput>,
    /// Those that callers have no say in.
    pub(crate) fixed: Vec<FixedInput>,
    /// Which of the inputs the variables of the path are, in its order.
    pub(crate) path: Vec<usize>,
    /// Whether the unit itself declares any.
    pub(crate) is_complete: bool,
}

/// A declared input with a value of its own.
#[derive(Debug)]
pub(crate) struct FixedInput {
    pub(crate) name: String,
    pub(crate) origin: InputOrigin,
    pub(crate) place: Place,
    value: FixedValue,
}

#[derive(Debug)]
enum FixedValue {
    Constant(Spanned<Data>),
    /// The environment variable of a setting.
    Setting(String),
}

/// An input as it is written.
type WrittenInput = Entry<Spanned<String>, ExposedInput>;

impl<'u> DeclaredInputs<'u> {
    /// What `levels` declare, outermost first: an input stands for one of an outer level with its name.
    pub(crate) fn of(context: &mut Context<'_>, unit: Unit<'u>, levels: &[&Named<ExposedInput>]) -> Self {
        let is_complete = levels.last().is_some_and(|level| !level.is_empty());
        let mut declared = Self { unit, inputs: Vec::new(), fixed: Vec::new(), path: Vec::new(), is_complete };
        for (index, level) in levels.iter().enumerate() {
            let is_own = index + 1 == levels.len();
            let origin = if is_own { InputOrigin::Declared } else { InputOrigin::Shared };
            for input in *level {
                declared.add(context, origin, input);
            }
        }
        declared
    }

    /// Adds the variables of the path of a route, unless they are declared.
    pub(crate) fn add_variables(&mut self, variables: &[(String, Place)]) {
        let mut known_names = Index::of(self.inputs.iter().map(|input| input.name.as_str()));
        for (variable, place) in variables {
            let of_path = |at: usize| self.inputs[at].location == Some(doc::Location::Path);
            let known = known_names.position_among(variable, of_path);
            if let Some(index) = known {
                let input = &mut self.inputs[index];
                input.is_in_path = matches!(input.location, Some(doc::Location::Path) | None);
                self.path.push(index);
            } else if !self.fixed.iter().any(|fixed| fixed.name == *variable) {
                self.path.push(self.inputs.len());
                known_names.push(variable);
                self.inputs.push(UnitInput::new(variable, InputOrigin::Variable, place));
            }
        }
    }

    fn add(&mut self, context: &mut Context<'_>, origin: InputOrigin, written: &WrittenInput) {
        let name = &written.name.value;
        if name.trim().is_empty() {
            let message = format!("an input of {} `{}` has no name; it is left out", self.unit.kind, self.unit.name);
            let report = context.sink.report(Code::UNKNOWN_KEY, &written.name.place, message);
            report.help("give it a name, or remove it");
            return;
        }
        self.warn_of_twin(context, origin, written);
        self.fixed.retain(|fixed| fixed.name != *name);
        self.inputs.retain(|input| input.name != *name);
        let ty = written.r#type.as_ref().map(|ty| value_type(ty.value));
        let ty = ty.or(written.items.as_ref().map(|_| Type::Array));
        let constraints = constraint::of(context, Subject { name, ty }, &written.keywords());
        if let Some(value) = fixed(context, self.unit, written) {
            value.check(context, name, ty, &constraints);
            let (name, place) = (name.clone(), written.name.place.clone());
            return self.fixed.push(FixedInput { name, origin, place, value });
        }
        if self.unit.is_tool() {
            note_placeless(context, written);
        } else {
            check_name(context, written);
        }
        self.inputs.push(UnitInput {
            description: written.description.clone().unwrap_or_default(),
            required: written.required.as_ref().map(|required| required.value),
            default: written.default.clone().filter(|default| default.value != Data::Null),
            location: written.r#in.as_ref().map(|location| location.value),
            selection: selection(context, written),
            ty,
            ty_place: written.r#type.as_ref().map(|ty| ty.place.clone()),
            constraints,
            is_of_tool: self.unit.is_tool(),
            ..UnitInput::new(name, origin, &written.name.place)
        });
    }

    /// Reports a second input of a unit with the name of the first, which it takes the place of.
    fn warn_of_twin(&self, context: &mut Context<'_>, origin: InputOrigin, written: &WrittenInput) {
        let Unit { kind, name: unit, .. } = self.unit;
        let name = &written.name.value;
        let inputs = self.inputs.iter().map(|input| (&input.name, input.origin, &input.place));
        let fixed = self.fixed.iter().map(|fixed| (&fixed.name, fixed.origin, &fixed.place));
        let is_twin = |known: &str, of: InputOrigin| known == name && of == InputOrigin::Declared && origin == of;
        if let Some((.., first)) = inputs.chain(fixed).find(|(known, of, _)| is_twin(known, *of)) {
            let message = format!("{kind} `{unit}` has two inputs called `{name}`; the last one is read");
            let report = context.sink.report(Code::UNKNOWN_KEY, &written.name.place, message);
            report.help("remove one of them").related(first, "this one is not read");
        }
    }
}

impl FixedInput {
    /// Its value, if that is a text.
    pub(crate) fn text(&self) -> Option<(&str, &Place)> {
        match &self.value {
            FixedValue::Constant(value) => Some((value.as_text()?, &value.place)),
            FixedValue::Setting(_) => None,
        }
    }

    /// Its value for `wanted`: of the type of that if it stands `alone`, else a part of a text.
    pub(crate) fn source(&self, context: &mut Context<'_>, wanted: Wanted<'_>, alone: bool) -> ValueSource {
        match &self.value {
            FixedValue::Setting(env) => ValueSource::Text(vec![Part::Setting(env.clone())]),
            FixedValue::Constant(value) if alone => ValueSource::Constant(wanted.constant(context, value)),
            FixedValue::Constant(value) => {
                let text = constant::plain(&value.value, &value.place, context);
                ValueSource::Text(vec![Part::Text(text)])
            }
        }
    }
}

impl FixedValue {
    /// Reports one that the input can't have.
    fn check(&self, context: &mut Context<'_>, name: &str, ty: Option<Type>, constraints: &Constraints) {
        let (Self::Constant(written), true) = (self, constraints.binds()) else { return };
        let value = constant::of_type(context, name, ty.unwrap_or(Type::Any), written);
        constraint::check(context, name, constraints, &value, written);
    }
}

/// Reports a name that callers can't send where it is said to stand.
fn check_name(context: &mut Context<'_>, written: &WrittenInput) {
    let name = &written.name;
    match written.r#in.as_ref().map(|location| location.value) {
        Some(doc::Location::Header) => header::check(context.sink, &name.value, &name.place),
        Some(doc::Location::Cookie) => header::check_cookie(context.sink, &name.value, &name.place),
        _ => {}
    }
}

/// Arguments of tools have names, and nothing else.
fn note_placeless(context: &mut Context<'_>, written: &WrittenInput) {
    let why = "callers of tools give inputs by name, not in places of a request";
    if let Some(location) = &written.r#in {
        context.sink.no_effect(&location.place, "`in` of a tool's input", why);
    }
    if let Some(value) = &written.value {
        context.sink.no_effect(&value.place, "a path as `value` of a tool's input", why);
    }
}

/// What the document or the environment gives, if callers do not.
fn fixed(context: &mut Context<'_>, unit: Unit<'_>, written: &WrittenInput) -> Option<FixedValue> {
    if let Some(value) = &written.value
        && path(value).is_none()
    {
        if let Some(env) = exposed(context, value) {
            context.settings.secret(&env, &format!("fills {{{}}} in requests", written.name.value));
            return Some(FixedValue::Setting(env));
        }
        return Some(FixedValue::Constant(value.clone()));
    }
    if !written.r#in.as_ref().is_some_and(|location| location.value == doc::Location::Environment) {
        return None;
    }
    let name = &written.name.value;
    let env = context.environment(name);
    context.settings.secret(&env, &format!("fills {{{name}}} in requests of {} {}", unit.kind, unit.name));
    Some(FixedValue::Setting(env))
}

/// The setting that took the place of a secret: where values of inputs refer to nothing, it is the one that may stand there.
fn exposed(context: &mut Context<'_>, value: &Spanned<Data>) -> Option<String> {
    let text = value.as_text().filter(|_| context.sink.hides(&value.place))?;
    match template::parse(text).as_slice() {
        [Piece::Variable(variable, _)] => Some(context.variable(variable, &value.place, "")),
        _ => None,
    }
}

/// A value that is a path into the body of the request.
fn path(value: &Spanned<Data>) -> Option<&str> {
    value.as_text().filter(|text| text.starts_with('$'))
}

/// Where an input is in the body, if the document says so by a path.
fn selection(context: &mut Context<'_>, written: &WrittenInput) -> Option<Selection> {
    let value = written.value.as_ref()?;
    jsonpath::select(context, path(value)?, &value.place)
}
