//! Variables of requests: settings, values that the document fixes, inputs.

use crate::diagnostic::Code;
use crate::model::{Fill, Filled};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::{Inputs, Unknown};
use crate::resolve::naftiko::work::caller::PREFIXES;
use crate::resolve::report::refuse;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

const SECTIONS_HELP: &str =
    "use plain variables, `{{name}}`; a list goes whole: `body: {type: json, data: {items: \"{{items}}\"}}`";

const NAMES_HELP: &str = "between the braces stands the name of an input, `{{name}}`; a text with braces of its own is one that callers give";

/// A variable where it stands.
pub(crate) struct Variable<'a> {
    pub(crate) name: &'a str,
    /// With its braces.
    pub(crate) written: &'a str,
    pub(crate) place: Place,
    /// Whether it is all there is.
    pub(crate) is_whole: bool,
}

impl Variable<'_> {
    /// Whether it has double braces, which nothing but templates has.
    pub(crate) fn is_double(&self) -> bool {
        self.written.trim_start_matches('$').starts_with("{{")
    }

    fn is_whole_with_dollar(&self) -> bool {
        self.is_whole && self.written.starts_with('$')
    }

    /// Whether white space stands beside its name, as within the braces of other languages.
    pub(crate) fn is_spaced(&self) -> bool {
        self.written.contains(char::is_whitespace)
    }
}

impl Inputs {
    /// A text with its variables looked up; one that nothing declares becomes what `unknown` says.
    pub(crate) fn fill(&mut self, context: &mut Context<'_>, text: &str, place: &Place, unknown: Unknown) -> Filled {
        self.fill_pieces(context, (text, template::parse_value(text)), place, unknown)
    }

    /// The same for a text that is taken apart already.
    pub(crate) fn fill_pieces(
        &mut self,
        context: &mut Context<'_>,
        (text, pieces): (&str, Vec<Piece>),
        place: &Place,
        unknown: Unknown,
    ) -> Filled {
        let mut filled = Filled::default();
        let whole = text.trim();
        for piece in pieces {
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
        // Braces are common in other languages, as in `{ me }`: single ones are text unless they hold a name that is known.
        if !variable.is_double() && !variable.is_whole_with_dollar() {
            return None;
        }
        if !of_caller && let Some(env) = environment(context, variable) {
            return Some(Filled(vec![Fill::Setting(env)]));
        }
        // What says that it comes from the caller is as good as declared.
        if !of_caller {
            let message = format!("`{name}` is not declared; it is added as an input of the operation");
            let report = context.sink.report(Code::UNDECLARED_VARIABLE, &variable.place, message);
            report.help(format!(
                "declare it under `inputParameters`: `- {{name: {name}, in: {}}}`",
                unknown.location.as_str()
            ));
        }
        Some(Filled::input(self.add_undeclared(&name, unknown)))
    }

    /// The input of that name, else one whose name is only spelled in another way.
    fn named(&self, context: &mut Context<'_>, name: &str, place: &Place) -> Option<usize> {
        let index = self.position(name)?;
        let spelled = &self.list[index].name;
        if spelled != name {
            let message = format!("`{name}` is read as the input `{spelled}`");
            let report = context.sink.report(Code::VARIABLE_SPELLING, place, message);
            report.help(format!("spell it `{spelled}`"));
        }
        Some(index)
    }
}

/// Whether it is the name of something. What else stands in double braces, such as `{{#x}}`, is refused: it would be sent as it
/// stands.
pub(crate) fn is_plain(context: &mut Context<'_>, variable: &Variable<'_>) -> bool {
    let name = variable.name;
    if !variable.is_double() {
        return name.chars().all(is_letter);
    }
    let is_tag = name.starts_with(['#', '^', '/', '!', '=', '>', '&']);
    if !name.is_empty() && !is_tag && name.chars().all(|c| is_letter(c) || "[]~/ :*+()".contains(c)) {
        return true;
    }
    let written = variable.written.lines().next().unwrap_or_default();
    let what = format!("`{written}` in a template");
    refuse(context.sink, &variable.place, &what, if is_tag { SECTIONS_HELP } else { NAMES_HELP });
    false
}

/// Reports a name of a member or field with double braces in it: it would be sent as it stands.
pub(crate) fn check_name(context: &mut Context<'_>, name: &str, place: &Place) {
    if name.contains("{{") && template::parse_value(name).iter().any(|piece| matches!(piece, Piece::Variable(..))) {
        let help = "templates stand in values; give a name of its own to each of the fields that there may be";
        refuse(context.sink, place, &format!("`{name}`, a template as the name of a field,"), help);
    }
}

/// Whether it stands in names as documents usually write them.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || "_-.@$".contains(c)
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
pub(crate) fn setting(context: &mut Context<'_>, variable: &Variable<'_>) -> Option<String> {
    let key = context.binds.key(variable.name).to_owned();
    let is_setting = key != variable.name || context.binds.is_bound(variable.name);
    if !is_setting {
        return None;
    }
    Some(required(context, variable, &key))
}

/// The setting that fills a variable which nothing binds or declares, if its name is written as those of the environment are.
pub(crate) fn environment(context: &mut Context<'_>, variable: &Variable<'_>) -> Option<String> {
    let is_capital = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
    let is_environment = variable.is_double()
        && variable.name.starts_with(|c: char| c.is_ascii_uppercase())
        && variable.name.chars().all(is_capital);
    is_environment.then(|| required(context, variable, variable.name))
}

fn required(context: &mut Context<'_>, variable: &Variable<'_>, key: &str) -> String {
    let env = context.variable(variable.name, &variable.place, "");
    context.settings.secret(&env, &format!("fills {{{key}}} in requests"));
    env
}
