//! Variables of requests: settings, values that the document fixes, inputs.

use crate::diagnostic::Code;
use crate::model::{Fill, Filled, Location, Member, Type};
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::inputs::{Inputs, Undeclared};
use crate::resolve::text::dollar;
use crate::resolve::text::reference::{Reference, Variable, environment, heads, is_plain, is_setting, setting};
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// A text of a document that is taken apart, and where it stands.
pub(crate) struct ParsedText<'t> {
    pub(crate) text: &'t str,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) place: &'t Place,
}

impl Inputs {
    /// A text with its variables looked up; one that nothing declares becomes what `undeclared` says.
    pub(crate) fn fill(
        &mut self,
        context: &mut Context<'_>,
        text: &str,
        place: &Place,
        undeclared: Undeclared,
    ) -> Filled {
        let is_body = undeclared.location == Location::Body;
        let pieces = if is_body { template::parse_text(text) } else { template::parse_value(text) };
        self.fill_parsed(context, ParsedText { text, pieces, place }, undeclared)
    }

    /// The same for a text that is taken apart already.
    pub(crate) fn fill_parsed(
        &mut self,
        context: &mut Context<'_>,
        parsed: ParsedText<'_>,
        undeclared: Undeclared,
    ) -> Filled {
        let ParsedText { text, pieces, place } = parsed;
        let mut filled = Filled::default();
        let whole = text.trim();
        if let [Piece::Text(only)] = pieces.as_slice() {
            self.check_astray(context, only, place);
        }
        for piece in pieces {
            match piece {
                Piece::Text(text) => {
                    dollar::check(context, &text, place);
                    filled.push(Fill::Text(text));
                }
                Piece::Variable(name, range) => {
                    let written = &text[range];
                    let is_whole = written == whole;
                    let place = context.within(place, written);
                    let variable = Variable { name: &name, written, place, is_whole };
                    let undeclared =
                        Undeclared { ty: if is_whole { undeclared.ty } else { undeclared.within }, ..undeclared };
                    match self.look_up(context, &variable, undeclared) {
                        Some(value) => value.0.into_iter().for_each(|part| filled.push(part)),
                        None => filled.push(Fill::Text(written.to_owned())),
                    }
                }
            }
        }
        filled
    }

    /// What stands for a variable: what the document fixes, then an input that the operation or a unit declares, then what is
    /// bound. `None` if it is text.
    fn look_up(
        &mut self,
        context: &mut Context<'_>,
        variable: &Variable<'_>,
        undeclared: Undeclared,
    ) -> Option<Filled> {
        if !is_plain(context, variable) {
            return None;
        }
        let (name, of_caller) = match self.reference(variable.name) {
            Some(reference) => (reference.name.to_owned(), true),
            None => (variable.name.to_owned(), false),
        };
        if let Some(known) = self.known(&name) {
            return Some(known);
        }
        if self.given.offers(variable.name) && is_setting(context, variable) {
            let index = self.add_undeclared(&name, undeclared);
            self.list[index].or_setting = true;
            return Some(Filled::input(index));
        }
        if !of_caller && let Some(env) = setting(context, variable) {
            return Some(Filled(vec![Fill::Setting(env)]));
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
        let is_declared = of_caller || self.given.is_member(&name);
        if !is_declared && let Some(meant) = self.misspelt(context, &name, &variable.place) {
            return Some(self.position(&meant).map(Filled::input).unwrap_or_default());
        }
        if !is_declared {
            warn_of_undeclared(context, &name, &variable.place, undeclared);
        }
        Some(Filled::input(self.add_undeclared(&name, undeclared)))
    }

    /// What the document fixes for a name, the input that it declares by it, or the member of one.
    fn known(&self, name: &str) -> Option<Filled> {
        if let Some(fixed) = self.fixed.iter().find(|fixed| fixed.name == name) {
            return Some(fixed.value.clone());
        }
        if let Some(index) = self.index.exact(name).first() {
            return Some(Filled::input(*index));
        }
        let member = self.member(name).filter(|_| !self.given.offers(name))?;
        Some(Filled(vec![Fill::Member(member)]))
    }

    /// What a name refers to that says that it comes from callers. An object may be called like a prefix.
    pub(crate) fn reference<'t>(&self, name: &'t str) -> Option<Reference<'t>> {
        let is_name = |name: &str| !self.index.exact(name).is_empty();
        let found = Reference::parse(name, self.given.namespaces.iter().map(String::as_str), is_name)?;
        let is_member = self.member(name).is_some() || self.given.is_member(name);
        (!is_member || is_name(found.name) || self.given.offers(found.name)).then_some(found)
    }

    /// A member of an object that the operation declares.
    pub(crate) fn member(&self, name: &str) -> Option<Member> {
        let of_object = |(head, path): (&str, &str)| {
            let is_object = |index: &usize| *index < self.declared && self.list[*index].ty == Type::Object;
            let input = self.index.exact(head).iter().copied().find(is_object)?;
            Some(Member { input, keys: path.split('.').map(str::to_owned).collect() })
        };
        heads(name).find_map(of_object)
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

impl Filled {
    /// The only part, white space aside.
    pub(crate) fn only(&self) -> Option<&Fill> {
        let is_space = |part: &&Fill| matches!(part, Fill::Text(text) if text.trim().is_empty());
        let mut parts = self.0.iter().filter(|part| !is_space(part));
        parts.next().filter(|_| parts.next().is_none())
    }

    /// Appends a part; neighbouring texts become one.
    pub(crate) fn push(&mut self, part: Fill) {
        match (self.0.last_mut(), part) {
            (Some(Fill::Text(text)), Fill::Text(more)) => text.push_str(&more),
            (_, part) => self.0.push(part),
        }
    }
}

fn warn_of_undeclared(context: &mut Context<'_>, name: &str, place: &Place, undeclared: Undeclared) {
    let message = format!("`{name}` is not declared; it is added as an input of the operation");
    let report = context.sink.report(Code::UNDECLARED_VARIABLE, place, message);
    let location = undeclared.location.as_str();
    report.help(format!("declare it under `inputParameters`: `- {{name: {name}, in: {location}}}`"));
}
