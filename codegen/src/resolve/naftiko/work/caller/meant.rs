//! What texts mean that seem to refer to something: looked up, never reported.

use crate::diagnostic::Code;
use crate::names;
use crate::read::naftiko::Data;
use crate::resolve::naftiko::survey::unit::UnitWord;
use crate::resolve::naftiko::work::caller::input::InputOrigin;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::caller::taken::TakenInput;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::constant;
use crate::resolve::text::dotted::{self, Dotted};
use crate::resolve::text::reference;
use crate::resolve::text::template::LINE_BREAKS;

/// The shortest word that may misspell the name of an input where a number, or what else is no text, is wanted.
const SHORTEST: usize = 4;

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
    pub(crate) why: String,
    /// Whether nothing else can be meant, so that the document is refused.
    pub(crate) is_certain: bool,
    /// The name of the input that is meant; none for a step.
    pub(crate) input: Option<String>,
}

impl Resolver<'_, '_> {
    /// What a text seems to refer to; none if it is just a text. `$.` before it and blanks around it leave it in doubt, where a
    /// text can be meant.
    pub(crate) fn astray(&self, wanted: Wanted<'_>, text: &str, site: Site) -> Option<Astray> {
        let whole = text.trim();
        let path = whole.strip_prefix("$.").filter(|_| site == Site::With);
        let found = self.meant(wanted, path.unwrap_or(whole), site).or_else(|| self.of_words(wanted, whole))?;
        let is_plain = path.is_none() && text.trim_matches(LINE_BREAKS) == whole;
        let is_certain = !can_be_text(wanted, text) || is_plain && found.is_certain;
        Some(Astray { is_certain, ..found })
    }

    fn meant(&self, wanted: Wanted<'_>, text: &str, site: Site) -> Option<Astray> {
        if self.is_input(text)
            || !self.called.is_empty()
                && !self.declared.is_complete
                && names::position(std::iter::once(wanted.name), text).is_some()
        {
            let why = format!("an input is called `{text}`");
            let is_certain = !can_be_text(wanted, text);
            return Some(Astray { instead: self.written(text, site), why, is_certain, input: Some(text.to_owned()) });
        }
        if self.context.binds.is_bound(text) && self.context.binds.key(text) == text {
            let (instead, why) = (format!("{{{{{text}}}}}"), "a bound variable is called so".to_owned());
            return Some(Astray { instead, why, is_certain: !can_be_text(wanted, text), input: None });
        }
        let dotted = Dotted::parse(text)?;
        let found = self.of_step(wanted, dotted).or_else(|| self.of_input(wanted, dotted, site));
        let found = found.or_else(|| self.near_step(wanted, dotted)).or_else(|| self.behind_step(wanted, dotted));
        found.or_else(|| self.behind_stranger(wanted, dotted, site)).or_else(|| self.of_setting(text))
    }

    /// The part of an answer that a name in braces means, which begins with something else than a step.
    pub(crate) fn of_step_in_braces(&self, name: &str) -> Option<Astray> {
        let behind = self.earlier.behind(name)?;
        let why = behind_why(behind.head, behind.is_called);
        Some(Astray { instead: format!("{{{{{}}}}}", behind.path), why, is_certain: true, input: None })
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
    pub(crate) fn of_input(&self, wanted: Wanted<'_>, dotted: Dotted<'_>, site: Site) -> Option<Astray> {
        if self.is_of_operation(dotted.text) {
            return None;
        }
        let (head, rest, why) = match dotted.behind(self.prefixes()) {
            Some((head, rest)) => (head, rest, format!("`{head}` stands for nothing here")),
            None => {
                self.context.patience.meant(dotted.head, self.prefixes())?;
                (dotted.head, dotted.rest, format!("nothing is called `{}`", dotted.head))
            }
        };
        let name = match self.input_meant(wanted, rest) {
            Some(name) => name,
            None if can_be_text(wanted, dotted.text) || rest.contains('.') => return None,
            None => self.spare(wanted).unwrap_or(rest).to_owned(),
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
        let called = self.called.iter().map(|input| input.name.as_str());
        let own = std::iter::once(wanted.name).filter(|name| !name.is_empty());
        self.context.patience.meant(name, self.own_names().chain(called).chain(own)).map(str::to_owned)
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

    /// A step behind what is none, or behind what a step calls.
    fn behind_step(&self, wanted: Wanted<'_>, dotted: Dotted<'_>) -> Option<Astray> {
        let behind = self.earlier.behind(dotted.text)?;
        let is_meant = || ["step", "steps"].contains(&behind.head) || self.prefixes().any(|it| it == behind.head);
        let known = || {
            self.earlier.known(&behind.path).is_some_and(|(step, fields)| {
                dotted::field(self.context.patience, fields, &behind.path[step.len() + 1..]).is_some()
            })
        };
        if !behind.is_called && can_be_text(wanted, dotted.text) && !is_meant() && !known() {
            return None; // such as the name of a host
        }
        let why = behind_why(behind.head, behind.is_called);
        Some(Astray { instead: format!("{{{{{}}}}}", behind.path), why, is_certain: true, input: None })
    }

    /// An input by its very name, behind a word that stands for nothing.
    fn behind_stranger(&self, wanted: Wanted<'_>, dotted: Dotted<'_>, site: Site) -> Option<Astray> {
        let is_name = self.is_input(dotted.rest) && !self.is_of_operation(dotted.text);
        if site == Site::Output || !is_name || self.context.sink.has(Code::DUPLICATE_NAME) {
            return None; // or what its namespace means is not known
        }
        if !reference::WORDS.contains(&dotted.head) && can_be_text(wanted, dotted.text) {
            return None; // such as the name of a host
        }
        let (why, name) = (format!("nothing is called `{}`", dotted.head), dotted.rest.to_owned());
        Some(Astray { instead: self.written(&name, site), why, is_certain: true, input: Some(name) })
    }

    /// What words mean where no text can stand: the input that is called like the last of them.
    fn of_words(&self, wanted: Wanted<'_>, text: &str) -> Option<Astray> {
        let is_letter = |c: char| c.is_alphanumeric() || "_-".contains(c);
        if can_be_text(wanted, text) || text.contains('.') && self.context.sink.has(Code::DUPLICATE_NAME) {
            return None;
        }
        let last = { text.rsplit(|c| !is_letter(c)) }.find(|word| !word.is_empty())?;
        let name = match self.is_input(last) {
            true => last,
            false => self.context.patience.meant(last, self.own_names()).filter(|_| last.len() >= SHORTEST)?,
        };
        let why = format!("an input is called `{name}`");
        let (instead, input) = (self.written(name, Site::With), Some(name.to_owned()));
        Some(Astray { instead, why, is_certain: true, input })
    }

    /// The only input of callers that nothing takes so far, and that can be what is wanted.
    fn spare(&self, wanted: Wanted<'_>) -> Option<&str> {
        let is_spare = |(at, taken): &(usize, &TakenInput)| {
            let TakenInput { input, is_claimed, .. } = taken;
            input.origin == InputOrigin::Declared
                && !is_claimed
                && !self.taken.is_used(*at)
                && !self.is_of_operation(&input.name)
                && input.ty.is_none_or(|ty| ty.can_become(wanted.ty))
        };
        let mut spare =
            self.taken.inputs.iter().enumerate().filter(is_spare).map(|(_, taken)| taken.input.name.as_str());
        spare.next().filter(|_| spare.next().is_none())
    }

    /// Whether the operation that is called has an input of exactly that name.
    fn is_of_operation(&self, name: &str) -> bool {
        self.called.iter().any(|input| input.name == name)
    }

    /// The words and namespaces that stand before names.
    fn prefixes(&self) -> impl Iterator<Item = &str> {
        self.frame.prefixes().chain(reference::PREFIXES).chain(self.survey.namespaces())
    }

    /// The names that callers give, or that stand for what they give.
    fn own_names(&self) -> impl Iterator<Item = &str> + Clone {
        let taken = self.taken.inputs.iter().map(|taken| taken.input.name.as_str());
        let fixed = self.declared.fixed.iter().map(|fixed| fixed.name.as_str());
        taken.chain(fixed).chain(self.frame.bound_names())
    }
}

fn behind_why(head: &str, is_called: bool) -> String {
    match is_called {
        true => format!("`{head}` is what a step calls, and not its name"),
        false => format!("`{head}` stands for nothing before a step"),
    }
}

/// Whether what is wanted can be a text, and this one.
pub(crate) fn can_be_text(wanted: Wanted<'_>, text: &str) -> bool {
    constant::fits(wanted.ty, &Data::Said(text.to_owned()))
}

/// A part of what a step answers.
fn braced(step: &str, path: &str) -> String {
    format!("{{{{{step}.{path}}}}}")
}
