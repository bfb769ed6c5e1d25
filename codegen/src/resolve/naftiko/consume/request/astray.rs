//! Texts of requests that seem to refer to an input, and would be sent as they stand.

use crate::diagnostic::Code;
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::request::inputs::Inputs;
use crate::resolve::text::dotted::Dotted;
use crate::resolve::text::reference::{PREFIXES, without_location};
use crate::source::Place;

impl Inputs {
    /// Reports a text without variables that is the name of an input, or of one behind a prefix.
    pub(crate) fn check_astray(&mut self, context: &mut Context<'_>, text: &str, place: &Place) {
        let text = text.trim();
        let is_name = self.declared().any(|name| name == text);
        let (code, name, why) = if is_name {
            (Code::SENT_AS_TEXT, text.to_owned(), "an input is called so".to_owned())
        } else if let Some(meant) = self.meant(context, text) {
            (Code::UNRESOLVED_REFERENCE, meant, "only braces refer to inputs here".to_owned())
        } else {
            return;
        };
        let message = format!("`{text}` is a text as it stands: {why}");
        let (is_value, within) = (is_value(context, text, place), context.within(place, text));
        let said = if is_value { "" } else { ", in a body of keys and values" };
        let help = format!("write `\"{{{{{name}}}}}\"`; if this very text is meant{said}, `!!str {text}`");
        let report = context.sink.report(code, &within, message).help(help);
        let instead = format!("{{{{{name}}}}}");
        if is_value {
            report.write(place, &instead);
        } else if within != *place {
            report.replace(&within, instead);
        }
        self.mistaken.push(name);
    }

    /// Reports a variable in braces that begins with what seems to be a prefix, and is none: the input that is meant.
    pub(crate) fn misspelt(&self, context: &mut Context<'_>, name: &str, place: &Place) -> Option<usize> {
        let meant = self.meant(context, name)?;
        let head = name.split('.').next().unwrap_or_default();
        let message = format!("`{name}` is no input: nothing is called `{head}`");
        let instead = format!("{{{{{meant}}}}}");
        let is_written = context.is_braced(place);
        let report = context.sink.report(Code::UNRESOLVED_REFERENCE, place, message);
        let report = report.help(format!("write `{instead}`"));
        if is_written {
            report.replace(place, instead);
        }
        self.list.iter().position(|input| input.name == meant)
    }

    /// The declared input that `prefix.name` means, either of them in any spelling.
    fn meant(&self, context: &Context<'_>, text: &str) -> Option<String> {
        let dotted = Dotted::parse(text)?;
        let prefixes = || self.given.namespaces.iter().map(String::as_str).chain(PREFIXES);
        let (_, rest) = dotted
            .behind(prefixes())
            .or_else(|| context.patience.meant(dotted.head, prefixes()).map(|_| (dotted.head, dotted.rest)))?;
        let name = without_location(rest);
        context.patience.meant(name, self.declared()).map(str::to_owned)
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
