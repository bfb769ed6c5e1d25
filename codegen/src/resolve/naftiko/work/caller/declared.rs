//! Inputs that a server, a resource or a unit declares.

use crate::diagnostic::Code;
use crate::model::Selection;
use crate::read::naftiko::{self as doc, Data, Entry, ExposedInput, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::terms::value_type;
use crate::resolve::naftiko::work::caller::input::{CallerInput, Origin};
use crate::resolve::naftiko::work::caller::{Caller, Fixed, FixedValue};
use crate::resolve::text::jsonpath;

type Declared = Entry<Spanned<String>, ExposedInput>;

impl Caller {
    /// Takes up a declared input; it stands for one of an outer level with its name.
    pub(crate) fn declare(&mut self, context: &mut Context<'_>, unit: Unit<'_>, origin: Origin, declared: &Declared) {
        let name = &declared.name.value;
        if name.trim().is_empty() {
            let message = format!("an input of {} `{}` has no name; it is left out", unit.kind, unit.name);
            let report = context.sink.report(Code::UNKNOWN_KEY, &declared.name.place, message);
            report.help("give it a name, or remove it");
            return;
        }
        self.warn_of_twin(context, unit, origin, declared);
        self.fixed.retain(|fixed| fixed.name != *name);
        self.inputs.retain(|input| input.name != *name);
        if let Some(value) = fixed(context, unit, declared) {
            let (name, place) = (name.clone(), declared.name.place.clone());
            return self.fixed.push(Fixed { name, origin, place, value, is_used: false });
        }
        if unit.is_tool() {
            note_placeless(context, declared);
        }
        self.inputs.push(CallerInput {
            description: declared.description.clone().unwrap_or_default(),
            required: declared.required.as_ref().map(|required| required.value),
            default: declared.default.clone().filter(|default| default.value != Data::Null),
            location: declared.r#in.as_ref().map(|location| location.value),
            selection: selection(context, declared),
            declared: declared.r#type.as_ref().map(|ty| value_type(ty.value)),
            ..CallerInput::new(name, origin, &declared.name.place)
        });
    }

    /// Reports a second input of a unit with the name of the first, which it takes the place of.
    fn warn_of_twin(&self, context: &mut Context<'_>, unit: Unit<'_>, origin: Origin, declared: &Declared) {
        let name = &declared.name.value;
        let inputs = self.inputs.iter().map(|input| (&input.name, input.origin, &input.place));
        let fixed = self.fixed.iter().map(|fixed| (&fixed.name, fixed.origin, &fixed.place));
        let is_twin = |known: &str, of: Origin| known == name && of == Origin::Declared && origin == of;
        if let Some((.., first)) = inputs.chain(fixed).find(|(known, of, _)| is_twin(known, *of)) {
            let message = format!("{} `{}` has two inputs called `{name}`; the last one is read", unit.kind, unit.name);
            let report = context.sink.report(Code::UNKNOWN_KEY, &declared.name.place, message);
            report.help("remove one of them").related(first, "this one is not read");
        }
    }
}

/// Arguments of tools have names, and nothing else.
fn note_placeless(context: &mut Context<'_>, declared: &Declared) {
    let why = "callers of tools give inputs by name, not in places of a request";
    if let Some(location) = &declared.r#in {
        context.sink.no_effect(&location.place, "`in` of a tool's input", why);
    }
    if let Some(value) = &declared.value {
        context.sink.no_effect(&value.place, "a path as `value` of a tool's input", why);
    }
}

/// What the document or the environment gives, if callers do not.
fn fixed(context: &mut Context<'_>, unit: Unit<'_>, declared: &Declared) -> Option<FixedValue> {
    if let Some(value) = &declared.value
        && path(value).is_none()
    {
        return Some(FixedValue::Constant(value.clone()));
    }
    if !declared.r#in.as_ref().is_some_and(|location| location.value == doc::Location::Environment) {
        return None;
    }
    let name = &declared.name.value;
    let env = context.environment(name);
    context.settings.secret(&env, &format!("fills {{{name}}} in requests of {} {}", unit.kind, unit.name));
    Some(FixedValue::Setting(env))
}

/// A value that is a path into the body of the request.
fn path(value: &Spanned<Data>) -> Option<&str> {
    value.as_text().filter(|text| text.starts_with('$'))
}

/// Where an input is in the body, if the document says so by a path.
fn selection(context: &mut Context<'_>, declared: &Declared) -> Option<Selection> {
    let value = declared.value.as_ref()?;
    jsonpath::select(context, path(value)?, &value.place)
}
