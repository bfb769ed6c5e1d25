//! Texts of requests that seem to refer to an input, and would be sent as they stand.

use crate::diagnostic::Code;
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::inputs::Inputs;
use crate::resolve::text::dotted::Dotted;
use crate::resolve::text::reference::{PREFIXES, names_setting, without_location};
use crate::source::Place;

/// What a text seems to refer to.
struct Meant<'t> {
    /// The name of the input.
    name: String,
    /// What stands before it, and refers to nothing.
    head: &'t str,
    /// What to write between braces.
    instead: String,
}

impl Inputs {
    /// Reports a text without variables that is the name of an input, or of one behind a prefix.
    pub(crate) fn check_astray(&mut self, context: &mut Context<'_>, text: &str, place: &Place) {
        let text = text.trim();
        let (code, instead, why) = if self.declared().any(|name| name == text) || self.given.has_key(text) {
            (Code::SENT_AS_TEXT, text.to_owned(), "an input is called so")
        } else if context.binds.is_bound(text) && context.binds.key(text) == text {
            (Code::SENT_AS_TEXT, text.to_owned(), "a bound variable is called so")
        } else if names_setting(context, text) {
            (Code::UNRESOLVED_REFERENCE, text.to_owned(), "settings are read in braces")
        } else if let Some(meant) = self.meant(context, text) {
            self.mistaken.push(meant.name);
            (Code::UNRESOLVED_REFERENCE, meant.instead, "only braces refer to inputs here")
        } else {
            return;
        };
        self.mistaken.push(text.to_owned());
        context.binds.env(text); // counts as used: one report of one mistake is enough
        let message = format!("`{text}` is a text as it stands: {why}");
        let (is_value, within) = (is_value(context, text, place), context.within(place, text));
        let said = if is_value { "" } else { ", in a body of keys and values" };
        let help = format!("write `\"{{{{{instead}}}}}\"`; if this very text is meant{said}, `!!str {text}`");
        let report = context.sink.report(code, &within, message).help(help);
        let instead = format!("{{{{{instead}}}}}");
        if is_value {
            report.write(place, &instead);
        } else if within != *place {
            report.replace(&within, instead);
        }
    }

    /// Reports a variable in braces that begins with what seems to be a prefix, and is none: the name of the input that is meant.
    pub(crate) fn misspelt(&self, context: &mut Context<'_>, name: &str, place: &Place) -> Option<String> {
        let Meant { name: meant, head, instead } = self.meant(context, name)?;
        let message = format!("`{name}` is no input: nothing is called `{head}`");
        let instead = format!("{{{{{instead}}}}}");
        let is_written = context.is_braced(place);
        let report = context.sink.report(Code::UNRESOLVED_REFERENCE, place, message);
        let report = report.help(format!("write `{instead}`"));
        if is_written {
            report.replace(place, instead);
        }
        Some(meant)
    }

    /// The input that `prefix.name` means, either of them in any spelling: a declared one, else one that units give.
    fn meant<'t>(&self, context: &Context<'_>, text: &'t str) -> Option<Meant<'t>> {
        let dotted = Dotted::parse(text)?;
        let prefixes = || self.given.namespaces.iter().map(String::as_str).chain(PREFIXES);
        let exact = dotted.behind(prefixes()).map(|(head, rest)| (head, head, rest));
        let (prefix, head, rest) = match exact {
            Some(exact) => exact,
            None => (context.patience.meant(dotted.head, prefixes())?, dotted.head, dotted.rest),
        };
        let name = without_location(rest);
        if let Some(declared) = context.patience.meant(name, self.declared()) {
            return Some(Meant { name: declared.to_owned(), head, instead: declared.to_owned() });
        }
        let given = context.patience.meant(name, self.given.keys.iter().map(|key| key.value.as_str()));
        // Nothing but references begins with these, whatever units give.
        let is_sure = || head == prefix && !rest.contains('.') && !["mcp", "params", "input"].contains(&prefix);
        let name = given.or_else(|| is_sure().then_some(name))?;
        Some(Meant { name: name.to_owned(), head, instead: format!("{prefix}.{name}") })
    }

    /// The names of the inputs that the document declares.
    fn declared(&self) -> impl Iterator<Item = &str> {
        self.list[..self.declared].iter().map(|input| input.name.as_str())
    }
}

/// Whether a text is all that stands at its place, as no part of a text of JSON or of a form is.
fn is_value(context: &Context<'_>, text: &str, place: &Place) -> bool {
    let written = context.source(place).text.get(place.span.clone()).unwrap_or_default();
    written.trim_matches(['"', '\'']).trim() == text
}
