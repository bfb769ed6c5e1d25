//! What authors are told of the inputs of their units.

use crate::diagnostic::{Code, nearest};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::caller::input::Origin;
use crate::source::Place;

impl Caller {
    /// Notes inputs that the unit doesn't declare, and those that nothing uses.
    pub(crate) fn note(&self, context: &mut Context<'_>, unit: Unit<'_>, calls_one: bool) {
        let Unit { kind, name, .. } = unit;
        let inputs = self.inputs.iter().enumerate().filter(|(index, _)| !self.is_used(*index));
        let inputs = inputs.map(|(_, input)| (&input.name, input.origin, &input.place));
        let fixed = self.fixed.iter().filter(|fixed| !fixed.is_used);
        for (input, origin, place) in inputs.chain(fixed.map(|fixed| (&fixed.name, fixed.origin, &fixed.place))) {
            let message = match origin {
                Origin::Declared => format!("nothing uses the input `{input}` of {kind} `{name}`; it is not sent"),
                Origin::Variable => format!("nothing uses the path variable `{input}` of {kind} `{name}`"),
                Origin::Shared | Origin::Added => continue,
            };
            let reference = self.prefixes.last().map_or_else(|| input.clone(), |prefix| format!("{prefix}.{input}"));
            let help = format!("pass it on, such as `with: {{{input}: {reference}}}`, or remove it");
            context.sink.report(Code::UNUSED_INPUT, place, message).help(help);
        }
        if self.declares {
            return self.note_added(context, unit);
        }
        if self.used.is_empty() {
            return;
        }
        let count = self.used.len();
        let inputs = if count == 1 { "its input is".to_owned() } else { format!("its {count} inputs are") };
        let operations = if calls_one { "the operation that it calls" } else { "the operations that it calls" };
        let message = format!("{kind} `{name}` declares no inputs; {inputs} taken from {operations}");
        let help = "to describe them otherwise, change the `inputParameters` of the consumed operation";
        context.sink.report(Code::DERIVED_INPUTS, unit.place, message).help(help);
    }

    /// Notes what an author who declares inputs has left out. A tool that names it in `with` may have misspelled it.
    fn note_added(&self, context: &mut Context<'_>, unit: Unit<'_>) {
        for input in self.inputs.iter().filter(|input| input.origin == Origin::Added) {
            let (name, ty) = (&input.name, input.ty().as_str());
            let message = format!("`{name}` is not declared; it is added as an input of {} `{}`", unit.kind, unit.name);
            let declare = format!("declare it under `inputParameters`: `- {{name: {name}, type: {ty}}}`");
            if !unit.is_tool() || input.place == self.place {
                context.sink.report(Code::UNDECLARED_VARIABLE, &input.place, message).help(declare);
                continue;
            }
            let declared = self.inputs.iter().filter(|input| input.origin == Origin::Declared);
            let near = nearest(name, declared.map(|input| input.name.as_str()));
            let help = near.map_or(declare.clone(), |near| format!("did you mean `{near}`? Or {declare}"));
            context.sink.report(Code::UNDECLARED_INPUT, &input.place, message).help(help);
        }
    }

    /// Notes a name that is spelled otherwise than the input that it is read as.
    pub(crate) fn note_spelling(&self, context: &mut Context<'_>, index: usize, name: &str, place: &Place) {
        let input = &self.inputs[index];
        if input.name == name {
            return;
        }
        let (message, help) = if input.origin == Origin::Variable {
            let variable = &input.name;
            (
                format!("`{name}` is matched to path variable `{{{variable}}}`"),
                format!("spell the variable `{{{name}}}`"),
            )
        } else {
            (format!("`{name}` is read as the input `{}`", input.name), format!("spell it `{}`", input.name))
        };
        context.sink.report(Code::VARIABLE_SPELLING, place, message).help(help);
    }

    /// Notes a prefix that the reference engine does not know.
    pub(crate) fn note_prefix(&self, context: &mut Context<'_>, text: &str, prefix: &str, name: &str, place: &Place) {
        if self.prefixes.iter().any(|known| known == prefix) {
            return;
        }
        let message = format!("the reference engine sends the text `{text}`; Capwright passes the caller's `{name}`");
        let namespace = self.prefixes.last().map_or(prefix, String::as_str);
        let report = context.sink.report(Code::ENGINE_DIFFERS, place, message);
        report.help(format!("nothing to do here; for the engine, write `{namespace}.{name}`"));
    }
}
