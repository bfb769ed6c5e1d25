//! Variables of requests: settings, values that the document fixes, inputs.

use super::caller::PREFIXES;
use super::inputs::{Inputs, Unknown};
use super::{Context, refuse};
use crate::diagnostic::Code;
use crate::model::{Fill, Filled};
use crate::resolve::names;
use crate::resolve::template::{self, Piece};
use crate::source::Place;

const SECTIONS_HELP: &str =
    "use plain variables, `{{name}}`; a list goes whole: `body: {type: json, data: {items: \"{{items}}\"}}`";

/// A variable where it stands.
pub(super) struct Variable<'a> {
    pub(super) name: &'a str,
    /// With its braces.
    pub(super) written: &'a str,
    pub(super) place: Place,
    /// Whether it is all there is.
    pub(super) is_whole: bool,
}

impl Inputs {
    /// A text with its variables looked up; one that nothing declares becomes what `unknown` says.
    pub(super) fn fill(&mut self, context: &mut Context<'_>, text: &str, place: &Place, unknown: Unknown) -> Filled {
        let mut filled = Filled::default();
        let whole = text.trim();
        for piece in template::parse(text) {
            match piece {
                Piece::Text(text) => filled.push(Fill::Text(text)),
                Piece::Variable(name, range) => {
                    let written = &text[range];
                    let is_whole = written == whole;
                    let place = context.within(place, written);
                    let variable = Variable { name: &name, written, place, is_whole };
                    let unknown = Unknown { ty: if is_whole { unknown.ty } else { unknown.within }, ..unknown };
                    match self.look_up(context, &variable, unknown) {
                        Some(value) => value.0.into_iter().for_each(|part| filled.push(part)),
                        None => filled.push(Fill::Text(written.to_owned())),
                    }
                }
            }
        }
        if let [before, value, after] = filled.0.as_slice()
            && [before, after].iter().all(|part| matches!(part, Fill::Text(text) if text.trim().is_empty()))
        {
            return Filled(vec![value.clone()]);
        }
        filled
    }

    /// What stands for a variable: what is bound, then what the document fixes, then an input. `None` if it is text.
    fn look_up(&mut self, context: &mut Context<'_>, variable: &Variable<'_>, unknown: Unknown) -> Option<Filled> {
        if !is_plain(context, variable) {
            return None;
        }
        let (name, of_caller) = match of_caller(context, variable.name) {
            Some(name) => (name, true),
            None => (variable.name.to_owned(), false),
        };
        if !of_caller && let Some(env) = setting(context, variable) {
            return Some(Filled(vec![Fill::Setting(env)]));
        }
        if let Some(fixed) = self.fixed.iter().find(|fixed| fixed.name == name) {
            return Some(fixed.value.clone());
        }
        if let Some(index) = self.named(context, &name, &variable.place) {
            return Some(Filled::input(index));
        }
        // Braces are common in other languages: alone, they are text unless they hold a name that is known.
        if !variable.written.starts_with("{{") && !variable.is_whole {
            return None;
        }
        let message = format!("`{name}` is not declared; it is added as an input of the operation");
        let report = context.sink.report(Code::UNDECLARED_VARIABLE, &variable.place, message);
        report.help(format!(
            "declare it under `inputParameters`: `- {{name: {name}, in: {}}}`",
            unknown.location.as_str()
        ));
        Some(Filled::input(self.add_undeclared(&name, unknown)))
    }

    /// The input of that name, else one whose name is only spelled in another way.
    fn named(&self, context: &mut Context<'_>, name: &str, place: &Place) -> Option<usize> {
        let index = names::position(self.list.iter().map(|input| input.name.as_str()), name)?;
        let spelled = &self.list[index].name;
        if spelled != name {
            let message = format!("`{name}` is read as the input `{spelled}`");
            let report = context.sink.report(Code::VARIABLE_SPELLING, place, message);
            report.help(format!("spell it `{spelled}`"));
        }
        Some(index)
    }
}

/// Whether it is the name of something. `{{#x}}` and its like, which the engine's templates have, are refused.
pub(super) fn is_plain(context: &mut Context<'_>, variable: &Variable<'_>) -> bool {
    let is_name = |c: char| c.is_alphanumeric() || "_-.@$".contains(c);
    if variable.name.chars().all(is_name) {
        return true;
    }
    if variable.written.starts_with("{{") && variable.name.starts_with(['#', '^', '/', '!', '=', '>', '&']) {
        let what = format!("`{}` in a template", variable.written);
        refuse(context.sink, &variable.place, &what, SECTIONS_HELP);
    }
    false
}

impl Filled {
    /// Appends a part; neighbouring texts become one.
    fn push(&mut self, part: Fill) {
        match (self.0.last_mut(), part) {
            (Some(Fill::Text(text)), Fill::Text(more)) => text.push_str(&more),
            (_, part) => self.0.push(part),
        }
    }
}

/// The name of a caller's parameter: what follows `tools.`, `rest.` or the namespace of a server.
fn of_caller(context: &Context<'_>, variable: &str) -> Option<String> {
    let (prefix, name) = variable.split_once('.')?;
    let is_prefix = PREFIXES.contains(&prefix) || context.prefixes.iter().any(|namespace| namespace == prefix);
    (is_prefix && !name.is_empty()).then(|| name.to_owned())
}

/// The setting that fills a variable, if it is bound or says that it comes from the environment.
pub(super) fn setting(context: &mut Context<'_>, variable: &Variable<'_>) -> Option<String> {
    let key = context.binds.key(variable.name).to_owned();
    let is_setting = key != variable.name || context.binds.is_bound(variable.name);
    if !is_setting {
        return None;
    }
    let env = context.variable(variable.name, &variable.place, "");
    context.settings.secret(&env, &format!("fills {{{key}}} in requests"));
    Some(env)
}
