//! Texts without braces that seem to refer to something, and would be sent as they stand.

use crate::diagnostic::Code;
use crate::diagnostic::edit::scalar;
use crate::json::Value;
use crate::model::{Type, ValueSource};
use crate::names;
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::naftiko::survey::unit::UnitWord;
use crate::resolve::naftiko::work::caller::input::InputOrigin;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::constant;
use crate::resolve::text::dotted::{self, Dotted};
use crate::resolve::text::reference;
use crate::source::Place;

/// Where a text stands, which says how references are written there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Site {
    /// In `with`: inputs are `namespace.name`.
    With,
    /// In an answer: only braces refer.
    Output,
}

/// A text that seems to refer to something.
#[derive(Debug)]
pub(crate) struct Astray {
    /// What to write in its place.
    pub(crate) instead: String,
    /// Why it is a text as it stands, as the end of a sentence.
    why: String,
    /// Whether nothing else can be meant, so that the document is refused.
    is_certain: bool,
    /// The name of the input that is meant; none for a step.
    input: Option<String>,
}

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
        let can_stand = can_be_text(wanted, text);
        self.report_astray(&astray, text, place, can_stand);
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

    /// What a text seems to refer to; none if it is just a text.
    pub(crate) fn astray(&self, wanted: Wanted<'_>, text: &str, site: Site) -> Option<Astray> {
        let text = text.trim();
        if self.is_input(text)
            || !self.called.is_empty()
                && !self.declared.is_complete
                && names::position(std::iter::once(wanted.name), text).is_some()
        {
            let why = "an input is called so".to_owned();
            let is_certain = !can_be_text(wanted, text);
            return Some(Astray { instead: self.written(text, site), why, is_certain, input: Some(text.to_owned()) });
        }
        if self.context.binds.is_bound(text) && self.context.binds.key(text) == text {
            let (instead, why) = (format!("{{{{{text}}}}}"), "a bound variable is called so".to_owned());
            return Some(Astray { instead, why, is_certain: !can_be_text(wanted, text), input: None });
        }
        let dotted = Dotted::parse(text)?;
        let found = self.of_step(wanted, dotted).or_else(|| self.of_input(wanted, dotted, site));
        found.or_else(|| self.near_step(wanted, dotted)).or_else(|| self.of_setting(text))
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

    /// Reports what seems to refer to something.
    fn report_astray(&mut self, astray: &Astray, text: &str, place: &Place, can_stand: bool) {
        let Astray { instead, why, is_certain, .. } = astray;
        let text = text.trim();
        self.context.binds.env(text); // counts as used: one report of one mistake is enough
        let code = if *is_certain { Code::UNRESOLVED_REFERENCE } else { Code::SENT_AS_TEXT };
        let message = format!("`{text}` is a text as it stands: {why}");
        let written = scalar(instead);
        let help = match can_stand {
            true => format!("write `{written}`; if this very text is meant, `!!str {text}`"),
            false => format!("write `{written}`"),
        };
        self.context.sink.report(code, place, message).help(help).write(place, instead);
    }

    /// An earlier step, by its very name, without braces.
    fn of_step(&self, wanted: Wanted<'_>, dotted: Dotted<'_>) -> Option<Astray> {
        let (step, fields) = self.earlier.known(dotted.text)?;
        let rest = dotted.text.get(step.len() + 1..)?;
        let path = match dotted::field(self.context.patience, fields, rest) {
            _ if fields.is_empty() => rest.to_owned(),
            Some(path) => path,
            None if !can_be_text(wanted, dotted.text) => rest.to_owned(),
            None => return None,
        };
        let why = format!("`{step}` is a step, whose answer is read in braces");
        Some(Astray { instead: braced(step, &path), why, is_certain: true, input: None })
    }

    /// A step whose name is spelled in another way.
    fn near_step(&self, wanted: Wanted<'_>, dotted: Dotted<'_>) -> Option<Astray> {
        let (step, fields) = self.earlier.near(dotted.head)?;
        let path = match dotted::field(self.context.patience, fields, dotted.rest) {
            _ if fields.is_empty() => dotted.rest.to_owned(),
            Some(path) => path,
            None if !can_be_text(wanted, dotted.text) => dotted.rest.to_owned(),
            None => return None,
        };
        let is_certain = !fields.is_empty() || !can_be_text(wanted, dotted.text) || dotted.rest == wanted.name;
        let why = format!("no step is called `{}`", dotted.head);
        Some(Astray { instead: braced(step, &path), why, is_certain, input: None })
    }

    /// An input behind what is no namespace here, or one where only braces refer.
    fn of_input(&self, wanted: Wanted<'_>, dotted: Dotted<'_>, site: Site) -> Option<Astray> {
        let prefixes = || self.frame.prefixes().chain(reference::PREFIXES).chain(self.survey.namespaces());
        let (head, rest, why) = match dotted.behind(prefixes()) {
            Some((head, rest)) => (head, rest, format!("`{head}` stands for nothing here")),
            None => {
                self.context.patience.meant(dotted.head, prefixes())?;
                (dotted.head, dotted.rest, format!("nothing is called `{}`", dotted.head))
            }
        };
        let name = match self.input_meant(wanted, rest) {
            Some(name) => name,
            None if !can_be_text(wanted, dotted.text) && !rest.contains('.') => rest.to_owned(),
            None => return None,
        };
        let is_here = self.frame.is_namespace(head) || reference::PREFIXES.contains(&head);
        let why = if is_here { "only braces refer to inputs here".to_owned() } else { why };
        Some(Astray { instead: self.written(&name, site), why, is_certain: true, input: Some(name) })
    }

    /// A setting behind its namespace, or behind `env`.
    fn of_setting(&self, text: &str) -> Option<Astray> {
        let why = "settings are read in braces".to_owned();
        reference::names_setting(self.context, text).then(|| Astray {
            instead: format!("{{{{{text}}}}}"),
            why,
            is_certain: true,
            input: None,
        })
    }

    /// The input that a name behind a prefix means, also one that is spelled in another way.
    fn input_meant(&self, wanted: Wanted<'_>, rest: &str) -> Option<String> {
        let name = reference::without_location(rest);
        let taken = self.taken.inputs.iter().map(|taken| taken.input.name.as_str());
        let fixed = self.declared.fixed.iter().map(|fixed| fixed.name.as_str());
        let called = self.called.iter().map(|input| input.name.as_str());
        let own = std::iter::once(wanted.name).filter(|name| !name.is_empty());
        let known = || taken.clone().chain(fixed.clone()).chain(self.frame.bound_names()).chain(called.clone());
        self.context.patience.meant(name, known().chain(own)).map(str::to_owned)
    }

    /// Whether an input is called exactly so that the document declares, or what stands for one.
    fn is_input(&self, name: &str) -> bool {
        let is_declared = |index: usize| self.taken.inputs[index].input.origin != InputOrigin::Added;
        self.taken.exact(name).is_some_and(is_declared)
            || self.declared.fixed.iter().any(|fixed| fixed.name == name)
            || self.frame.bound(name).is_some()
    }

    /// A reference to an input.
    fn written(&self, name: &str, site: Site) -> String {
        if site == Site::Output {
            return format!("{{{{{name}}}}}");
        }
        let usual = match self.declared.unit.kind {
            UnitWord::Tool => "tools",
            UnitWord::Operation => "rest",
            UnitWord::Flow => "input",
        };
        format!("{}.{name}", self.frame.namespace().unwrap_or(usual))
    }
}

/// Whether what is wanted can be a text, and this one.
fn can_be_text(wanted: Wanted<'_>, text: &str) -> bool {
    constant::fits(wanted.ty, &Data::Said(text.to_owned()))
}

/// A part of what a step answers.
fn braced(step: &str, path: &str) -> String {
    format!("{{{{{step}.{path}}}}}")
}
