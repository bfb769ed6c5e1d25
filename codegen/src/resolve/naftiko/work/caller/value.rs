//! Values of `with`: references, templates, constants.

use crate::diagnostic::Code;
use crate::model::{Input, Location, Part, Source, Type};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::context::Context;

use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::resolve::text::constant;
use crate::resolve::text::reference::{self, Reference, Variable};
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

impl Caller {
    /// What a value of `with` becomes for the input `wanted`; nothing if there is a problem, which is reported.
    pub(crate) fn value(
        &mut self,
        context: &mut Context<'_>,
        earlier: &Earlier,
        wanted: &Input,
        value: &Spanned<Data>,
    ) -> Option<Source> {
        let place = &value.place;
        let Data::Text(text) = &value.value else { return self.fixed(context, earlier, wanted, value) };
        if let Some((prefix, name)) = self.reference(text, &wanted.name) {
            if self.is_foreign(prefix) {
                self.report_foreign(context, prefix, name, place);
                return None;
            }
            self.note_prefix(context, text, prefix, name, place);
            return Some(self.source(context, name, place, wanted));
        }
        let bare = text.starts_with("env.") && !text.contains('{');
        if bare
            && let Some(env) = reference::setting(
                context,
                &Variable { name: text, written: text, place: place.clone(), is_whole: true },
            )
        {
            return Some(Source::Text(vec![Part::Setting(env)]));
        }
        if text.starts_with("$.")
            && let Some(pick) = earlier.refer(context, text, place)
        {
            return Some(Source::Step(pick));
        }
        let mut sources = self.pieces(context, earlier, text, place, wanted);
        if sources.iter().all(|source| matches!(source, Source::Constant(_))) && !text.contains('{') {
            return self.fixed(context, earlier, wanted, value);
        }
        if sources.len() == 1
            && let Some(only) = sources.pop()
        {
            return Some(match only {
                Source::Constant(value) => Source::Constant(constant::coerced(wanted.ty, value)),
                other => other,
            });
        }
        Some(Source::Text(parts(sources)))
    }

    /// A text with variables: settings, steps, inputs.
    pub(crate) fn template(
        &mut self,
        context: &mut Context<'_>,
        earlier: &Earlier,
        text: &str,
        place: &Place,
    ) -> Vec<Part> {
        let wanted = Input {
            name: String::new(),
            field: String::new(),
            location: Location::Query,
            ty: Type::String,
            required: false,
            description: String::new(),
        };
        parts(self.pieces(context, earlier, text, place, &wanted))
    }

    /// What a text is made of, in order; its own words are constants. White space around a single variable is dropped.
    fn pieces(
        &mut self,
        context: &mut Context<'_>,
        earlier: &Earlier,
        text: &str,
        place: &Place,
        wanted: &Input,
    ) -> Vec<Source> {
        let constant = |text: &str| Source::Constant(text.into());
        let whole = text.trim();
        let is_one = is_one_variable(whole);
        let pieces = template::parse_value(text).into_iter().filter_map(|piece| match piece {
            Piece::Text(words) if is_one && words.trim().is_empty() => None,
            Piece::Text(words) => Some(constant(&words)),
            Piece::Variable(name, range) => {
                let written = &text[range];
                let variable = Variable {
                    name: &name,
                    written,
                    place: context.within(place, written),
                    is_whole: written == whole,
                };
                Some(self.variable(context, earlier, &variable, wanted).unwrap_or_else(|| constant(written)))
            }
        });
        pieces.collect()
    }

    /// What stands for a variable: what is bound, then a part of an earlier step, then an input. `None` if it is text.
    fn variable(
        &mut self,
        context: &mut Context<'_>,
        earlier: &Earlier,
        variable: &Variable<'_>,
        wanted: &Input,
    ) -> Option<Source> {
        // Names have no brackets; places in the answers of steps may.
        if variable.name.contains('[')
            && let Some(pick) = earlier.pick(context, variable.name, &variable.place)
        {
            return Some(Source::Step(pick));
        }
        if !reference::is_plain(context, variable) {
            return None;
        }
        if let Some(env) = reference::setting(context, variable) {
            return Some(Source::Text(vec![Part::Setting(env)]));
        }
        if let Some(pick) = earlier.pick(context, variable.name, &variable.place) {
            return Some(Source::Step(pick));
        }
        let name = self.reference(variable.name, &wanted.name).map_or(variable.name, |(_, name)| name);
        let is_known = self.position(name).is_some() || self.overlay.iter().any(|known| known.name == name);
        let is_text = !variable.is_double() && (!variable.is_whole || variable.is_spaced());
        if is_text && !is_known {
            return None;
        }
        if !is_known
            && name == variable.name
            && let Some(env) = reference::environment(context, variable)
        {
            return Some(Source::Text(vec![Part::Setting(env)]));
        }
        if self.position(name).is_none() && earlier.is_near(name) {
            earlier.report_unknown(context, name, &variable.place);
            return Some(Source::Constant(serde_json::Value::Null));
        }
        context.engine_differs_in_braces(&variable.place, variable.written);
        Some(self.named(context, name, &variable.place, wanted, variable.is_whole))
    }

    /// A value that the document fixes. What stands within a list or mapping is only looked up where it becomes JSON.
    fn fixed(
        &self,
        context: &mut Context<'_>,
        earlier: &Earlier,
        wanted: &Input,
        value: &Spanned<Data>,
    ) -> Option<Source> {
        if let Some(within) = self.reference_within(earlier, value) {
            let name = &wanted.name;
            let message =
                format!("`{name}` is a list or mapping with a reference in it, which only a JSON body can take");
            let help =
                "give each value a key of its own, and put them together in the `body` of the consumed operation";
            context.sink.report(Code::UNKNOWN_VALUE, &within.place, message).help(help);
            return None;
        }
        Some(Source::Constant(constant::value(context, wanted, value)))
    }

    /// Whether a prefix stands for callers of another kind, and for nothing here.
    fn is_foreign(&self, prefix: &str) -> bool {
        self.foreign == Some(prefix) && self.prefixes.iter().all(|known| known != prefix)
    }

    /// Reports a reference to an input that callers of another kind have.
    fn report_foreign(&self, context: &mut Context<'_>, prefix: &str, name: &str, place: &Place) {
        let (theirs, here) = match prefix {
            "rest" => ("a REST operation", "a tool"),
            _ => ("a tool", "a REST operation"),
        };
        let message = format!("`{prefix}.{name}` is an input of {theirs}, and this is {here}");
        let own = self.prefixes.last().map_or("input", String::as_str);
        context.sink.report(Code::UNKNOWN_VALUE, place, message).help(format!("write `{own}.{name}`"));
    }

    /// The prefix and the parameter of `rest.limit`; none if the text refers to nothing.
    pub(crate) fn reference<'t>(&self, text: &'t str, wanted: &str) -> Option<(&'t str, &'t str)> {
        let is_name = |name: &str| name == wanted || self.inputs.iter().any(|input| input.name == name);
        let found = Reference::parse(text, self.prefixes.iter().map(String::as_str), is_name)?;
        Some((found.prefix, found.name))
    }
}

fn is_one_variable(text: &str) -> bool {
    matches!(template::parse_value(text).as_slice(), [Piece::Variable(..)])
}

/// The parts of a text; neighbouring words become one part.
fn parts(sources: Vec<Source>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let pieces = sources.into_iter().flat_map(|source| match source {
        Source::Input(index) => vec![Part::Input(index)],
        Source::Step(pick) => vec![Part::Step(pick)],
        Source::Text(parts) => parts,
        Source::Constant(serde_json::Value::String(text)) => vec![Part::Text(text)],
        Source::Constant(serde_json::Value::Null) => Vec::new(),
        Source::Constant(other) => vec![Part::Text(other.to_string())],
        Source::List(_) | Source::Object(_) => Vec::new(), // stand for whole values only
    });
    for piece in pieces {
        match (parts.last_mut(), piece) {
            (Some(Part::Text(text)), Part::Text(more)) => text.push_str(&more),
            (_, piece) => parts.push(piece),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_name_inputs_of_callers() {
        let caller = Caller { prefixes: vec!["shop".to_owned(), "shop.old".to_owned()], ..Caller::default() };
        let check = |text: &str, expected: Option<(&str, &str)>| {
            assert_eq!(caller.reference(text, "query.deep"), expected, "{text}");
        };
        check("shop.limit", Some(("shop", "limit")));
        check("shop.old.limit", Some(("shop.old", "limit")));
        check("tools.limit", Some(("tools", "limit")));
        check("rest.query.limit", Some(("rest", "limit")));
        check("rest.query", Some(("rest", "query")));
        check("rest.query.deep", Some(("rest", "query.deep")));
        check("tools.interval.startTime", Some(("tools", "interval.startTime")));
        check("params.filter[name]", Some(("params", "filter[name]")));
        check("shopping.limit", None);
        check("shop.", None);
        check("active", None);
        check("rest.a {{b}}", None);
    }
}
