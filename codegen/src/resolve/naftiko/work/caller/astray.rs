//! Texts without braces that seem to refer to something, and would be sent as they stand.

use crate::diagnostic::Code;
use crate::diagnostic::edit::scalar;
use crate::json::Value;
use crate::model::{Type, ValueSource};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::naftiko::work::caller::declaration::Declaration;
use crate::resolve::naftiko::work::caller::meant::{Astray, Site, can_be_text};
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::dotted::Dotted;
use crate::resolve::text::reference::Variable;
use crate::source::Place;

impl Resolver<'_, '_> {
    /// Reports a fixed text that seems to refer to something: what to do in its stead; none if it may stand.
    pub(crate) fn astray_text(
        &mut self,
        wanted: Wanted<'_>,
        text: &str,
        place: &Place,
        site: Site,
    ) -> Option<ValueSource> {
        let astray = self.astray(wanted, text, site)?;
        self.report_astray(wanted, &astray, text, place);
        let input = astray.input.filter(|name| self.is_known(name));
        if !astray.is_certain {
            let index = input.and_then(|name| self.taken.exact(&name));
            index.into_iter().for_each(|index| self.taken.mistake(index));
            return None;
        }
        // What is meant counts as used: one report of one mistake is enough.
        Some(match input {
            Some(name) => self.named(&name, place, wanted, true),
            None => ValueSource::Constant(Value::Null),
        })
    }

    /// Reports the texts within a fixed list or mapping that seem to refer to something.
    pub(crate) fn astray_within(&mut self, wanted: Wanted<'_>, value: &Spanned<Data>, site: Site) {
        let wanted = Wanted { ty: Type::Any, ..wanted };
        match &value.value {
            Data::Text(text) => drop(self.astray_text(wanted, text, &value.place, site)),
            Data::List(items) => items.iter().for_each(|item| self.astray_within(wanted, item, site)),
            Data::Map(members) => {
                for (key, value) in members {
                    self.astray_within(Wanted { name: &key.value, ..wanted }, value, site);
                }
            }
            Data::Null | Data::Bool(_) | Data::Number(_) | Data::Said(_) => {}
        }
    }

    /// Reports fixed values of inputs that seem to mean other inputs: callers give those, and `with` passes them on.
    pub(crate) fn check_fixed_inputs(&mut self) {
        let declared = self.declared;
        for fixed in &declared.fixed {
            let Some((text, place)) = fixed.text().filter(|(text, _)| *text != fixed.name) else { continue };
            let Some(astray) = self.astray(Wanted::text(""), text, Site::With) else { continue };
            let code = if astray.is_certain { Code::UNRESOLVED_REFERENCE } else { Code::SENT_AS_TEXT };
            let (name, instead) = (&fixed.name, &astray.instead);
            let message = format!("`{text}` is a text as it stands, and `value` of an input refers to nothing");
            let help = format!(
                "remove the input `{name}`, and write `{name}: {instead}` in `with`; if this very text is meant, `!!str {text}`"
            );
            self.context.sink.report(code, place, message).help(help);
        }
    }

    /// Reports a name in braces that begins with what is no namespace here: what the input stands for that is meant; none for
    /// any other name.
    pub(crate) fn misspelt(&mut self, wanted: Wanted<'_>, name: &str, place: &Place) -> Option<ValueSource> {
        let any = Wanted { ty: Type::Any, ..wanted };
        let Astray { instead, why, input, .. } = self.of_input(any, Dotted::parse(name)?, Site::Output)?;
        let message = format!("`{name}` is no input: {why}");
        let is_written = self.context.is_braced(place);
        let report = self.context.sink.report(Code::UNRESOLVED_REFERENCE, place, message);
        let report = report.help(format!("write `{instead}`"));
        if is_written {
            report.replace(place, instead);
        }
        let known = input.filter(|name| self.is_known(name));
        Some(known.map_or(ValueSource::Constant(Value::Null), |name| self.named(&name, place, wanted, false)))
    }

    /// Whether a name in braces means a part of an answer, and begins with no step: which is reported.
    pub(crate) fn astray_step(&mut self, variable: &Variable<'_>) -> bool {
        let Variable { name, place, .. } = variable;
        let Some(Astray { instead, why, .. }) = self.of_step_in_braces(name) else { return false };
        let is_written = self.context.is_braced(place);
        let report = self.context.sink.report(Code::UNRESOLVED_REFERENCE, place, format!("`{name}` is no step: {why}"));
        let report = report.help(format!("write `{instead}`"));
        if is_written {
            report.replace(place, instead);
        }
        true
    }

    /// Reports what seems to refer to something.
    fn report_astray(&mut self, wanted: Wanted<'_>, astray: &Astray, text: &str, place: &Place) {
        let (ty, can_stand) = (wanted.ty, can_be_text(wanted, text));
        let Astray { instead, why, is_certain, input } = astray;
        let text = text.trim();
        self.context.binds.env(text); // counts as used: one report of one mistake is enough
        let code = if *is_certain { Code::UNRESOLVED_REFERENCE } else { Code::SENT_AS_TEXT };
        let message = format!("`{text}` is a text as it stands: {why}");
        let mut help = format!("write `{}`", scalar(instead));
        let undeclared = input.as_ref().filter(|name| self.declared.is_complete && !self.is_known(name));
        let declaration = undeclared.map(|name| {
            help += &format!(", and declare `{name}` under `inputParameters`");
            Declaration::of(self, name, ty)
        });
        if can_stand {
            help += &format!("; if this very text is meant, `!!str {text}`");
        }
        let report = self.context.sink.report(code, place, message).help(help).write(place, instead);
        declaration.into_iter().fold(report, |report, declaration| declaration.add(report));
    }
}
