//! Values of `with`: references, templates, constants.

use crate::diagnostic::Code;
use crate::json::Value;
use crate::model::{Part, ValueSource};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::naftiko::consume::request::fill::ParsedText;
use crate::resolve::naftiko::work::caller::meant::Site;
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::earlier::Picked;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::dollar;
use crate::resolve::text::dotted::rooted;
use crate::resolve::text::reference::{self, Reference, Variable};
use crate::resolve::text::template::{self, LINE_BREAKS, Piece};
use crate::source::Place;

impl Resolver<'_, '_> {
    /// What a value of `with` becomes for what is wanted; nothing if there is a problem, which is reported.
    pub(crate) fn value(&mut self, wanted: Wanted<'_>, value: &Spanned<Data>) -> Option<ValueSource> {
        match &value.value {
            Data::Text(text) => self.text(wanted, text, value),
            _ => self.fixed(wanted, value),
        }
    }

    /// A text of an output with variables: settings, steps, inputs. One that has none is as it stands.
    pub(crate) fn template(&mut self, wanted: Wanted<'_>, text: &str, place: &Place) -> ValueSource {
        let text = wanted.spaced(text);
        let parsed = ParsedText { text, pieces: template::parse_text(text), place };
        let known = self.taken.inputs.len();
        let source = joined(self.pieces(parsed, Wanted::text("")));
        self.taken.answer(known);
        wanted.checked(self.context, source, place)
    }

    /// A text of `with`, which `value` is.
    fn text(&mut self, wanted: Wanted<'_>, text: &str, value: &Spanned<Data>) -> Option<ValueSource> {
        let place = &value.place;
        if let Some(reference) = self.reference(text, wanted.name) {
            if self.frame.is_foreign(reference.prefix) {
                self.report_foreign(reference, place);
                return None;
            }
            self.note_prefix(text, reference, place);
            self.check_outer(reference, place);
            if !self.is_known(reference.name)
                && let Some(member) = self.member(reference.name, wanted)
            {
                return Some(wanted.checked(self.context, member, place));
            }
            return Some(self.named(reference.name, place, wanted, true));
        }
        let bare = text.starts_with("env.") && !text.contains('{');
        if bare && let Some(env) = self.setting(text, place) {
            return Some(ValueSource::Text(vec![Part::Setting(env)]));
        }
        if rooted(text).is_some() {
            if let Some(picked) = self.earlier.refer(self.context, text, place) {
                return Some(picked.into_source());
            }
            if self.earlier.is_near(text) {
                return Some(ValueSource::Constant(Value::Null)); // which was reported
            }
        }
        let text = wanted.spaced(text);
        let sources = self.pieces(ParsedText { text, pieces: template::parse_value(text), place }, wanted);
        if stands(&sources, text) {
            if let Some(meant) = self.astray_text(wanted, text, place, Site::With) {
                return Some(meant);
            }
            return self.fixed(wanted, value);
        }
        let source = match <[ValueSource; 1]>::try_from(sources) {
            Ok([only]) => only,
            Err(sources) => joined(sources),
        };
        Some(wanted.checked(self.context, source, place))
    }

    /// The setting that a text without braces names.
    fn setting(&mut self, text: &str, place: &Place) -> Option<String> {
        let variable = Variable { name: text, written: text, place: place.clone(), is_whole: true };
        reference::setting(self.context, &variable)
    }

    /// What a text is made of, in order; its own words are constants. Line breaks around a single variable are those of YAML.
    fn pieces(&mut self, parsed: ParsedText<'_>, wanted: Wanted<'_>) -> Vec<ValueSource> {
        let ParsedText { text, pieces, place } = parsed;
        let constant = |text: &str| ValueSource::Constant(text.into());
        let whole = text.trim_matches(LINE_BREAKS);
        let is_one = is_one_variable(whole);
        let pieces = pieces.into_iter().filter_map(|piece| match piece {
            Piece::Text(words) if is_one && words.trim_matches(LINE_BREAKS).is_empty() => None,
            Piece::Text(words) => {
                dollar::check(self.context, &words, place);
                Some(constant(&words))
            }
            Piece::Variable(name, range) => {
                let written = &text[range];
                let place = self.context.within(place, written);
                let variable = Variable { name: &name, written, place, is_whole: written == whole };
                Some(self.variable(&variable, wanted).unwrap_or_else(|| constant(written)))
            }
        });
        pieces.collect()
    }

    /// What stands for a variable: what is declared or given by its very name, then what is bound, then a part of an earlier
    /// step, then an input. `None` if it is text.
    fn variable(&mut self, variable: &Variable<'_>, wanted: Wanted<'_>) -> Option<ValueSource> {
        // Names have no brackets; places in the answers of steps may.
        if variable.name.contains('[')
            && let Some(picked) = self.pick(variable)
        {
            return Some(picked.into_source());
        }
        if !reference::is_plain(self.context, variable) {
            return variable.is_double().then_some(ValueSource::Constant(Value::Null)); // which was reported
        }
        if self.gives(variable.name) {
            self.context.engine_differs_in_braces(&variable.place, variable.written);
            return Some(self.named(variable.name, &variable.place, wanted, variable.is_whole));
        }
        if let Some(env) = reference::setting(self.context, variable) {
            return Some(ValueSource::Text(vec![Part::Setting(env)]));
        }
        if let Some(picked) = self.pick(variable) {
            return Some(picked.into_source());
        }
        let reference = self.reference(variable.name, wanted.name);
        let name = reference.map_or(variable.name, |found| found.name);
        reference.into_iter().for_each(|reference| self.check_outer(reference, &variable.place));
        let is_known = self.is_known(name);
        if let Some(member) = self.member_of(variable, name, wanted) {
            return Some(member);
        }
        let is_text = !variable.is_double() && (!variable.is_whole || variable.is_spaced());
        if is_text && !is_known {
            return None;
        }
        if !is_known
            && name == variable.name
            && let Some(env) = reference::environment(self.context, variable)
        {
            return Some(ValueSource::Text(vec![Part::Setting(env)]));
        }
        if !is_known && !self.earlier.is_near(name) && self.astray_step(variable) {
            return Some(ValueSource::Constant(Value::Null));
        }
        if !is_known && let Some(meant) = self.misspelt(wanted, name, &variable.place) {
            return Some(meant);
        }
        if self.taken.position(name).is_none() && self.earlier.is_near(name) {
            self.earlier.report_unknown(self.context, name, &variable.place);
            return Some(ValueSource::Constant(Value::Null));
        }
        self.context.engine_differs_in_braces(&variable.place, variable.written);
        Some(self.named(name, &variable.place, wanted, variable.is_whole))
    }

    fn pick(&mut self, variable: &Variable<'_>) -> Option<Picked> {
        self.earlier.pick(self.context, variable.name, &variable.place)
    }

    /// A value that the document fixes. What stands within a list or mapping is only looked up where it becomes JSON.
    fn fixed(&mut self, wanted: Wanted<'_>, value: &Spanned<Data>) -> Option<ValueSource> {
        if let Some(within) = self.reference_within(value) {
            self.context.report_within(wanted.name, &within.place);
            return None;
        }
        if let Data::List(_) | Data::Map(_) = &value.value {
            self.astray_within(wanted, value, Site::With);
        }
        Some(ValueSource::Constant(wanted.constant(self.context, value)))
    }

    /// Reports a reference of a flow to inputs of a server: other servers may offer the flow as well.
    fn check_outer(&mut self, reference: Reference<'_>, place: &Place) {
        let Reference { prefix, name } = reference;
        if !self.frame.is_outer(prefix) {
            return;
        }
        let written = format!("{prefix}.{name}");
        let spot = self.context.within(place, &written);
        let message = format!("`{written}` stands in a flow, which is no part of the server `{prefix}`");
        let meant = format!("{}.{name}", self.frame.namespace().unwrap_or("input"));
        let report = self.context.sink.report(Code::UNRESOLVED_REFERENCE, &spot, message);
        report.help(format!("write `{meant}`")).replace(&spot, meant);
    }

    /// Reports a reference to an input that callers of another kind have.
    fn report_foreign(&mut self, reference: Reference<'_>, place: &Place) {
        let Reference { prefix, name } = reference;
        let (theirs, here) = match prefix {
            "rest" => ("a REST operation", "a tool"),
            _ => ("a tool", "a REST operation"),
        };
        let message = format!("`{prefix}.{name}` is an input of {theirs}, and this is {here}");
        let own = self.frame.namespace().unwrap_or("input");
        let meant = format!("{own}.{name}");
        let report = self.context.sink.report(Code::UNKNOWN_VALUE, place, message);
        report.help(format!("write `{meant}`")).write(place, &meant);
    }
}

fn is_one_variable(text: &str) -> bool {
    matches!(template::parse_value(text).as_slice(), [Piece::Variable(..)])
}

/// Whether words are all of a text: no variable in it stands for anything.
fn stands(sources: &[ValueSource], text: &str) -> bool {
    let words = |source: &ValueSource| match source {
        ValueSource::Constant(Value::String(words)) => Some(words.clone()),
        _ => None,
    };
    sources.iter().map(words).collect::<Option<String>>().is_some_and(|words| words == text)
}

/// A text put together; one of words only is fixed.
fn joined(sources: Vec<ValueSource>) -> ValueSource {
    match <[Part; 1]>::try_from(parts(sources)) {
        Ok([Part::Text(text)]) => ValueSource::Constant(Value::String(text)),
        Ok([Part::Step(pick)]) => ValueSource::Step(pick),
        Ok([Part::Member(member)]) => ValueSource::Member(member),
        Ok(only) => ValueSource::Text(only.into()),
        Err(parts) => ValueSource::Text(parts),
    }
}

/// The parts of a text; neighbouring words become one part.
pub(crate) fn parts(sources: Vec<ValueSource>) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    let pieces = sources.into_iter().flat_map(|source| match source {
        ValueSource::Input(index) => vec![Part::Input(index)],
        ValueSource::Member(member) => vec![Part::Member(member)],
        ValueSource::Step(pick) => vec![Part::Step(pick)],
        ValueSource::Text(parts) => parts,
        ValueSource::Constant(Value::String(text)) => vec![Part::Text(text)],
        ValueSource::Constant(Value::Null) => Vec::new(),
        ValueSource::Constant(other) => vec![Part::Text(other.to_string())],
        ValueSource::List(_) | ValueSource::Object(_) => Vec::new(), // stand for whole values only
    });
    for piece in pieces {
        match (parts.last_mut(), piece) {
            (Some(Part::Text(text)), Part::Text(more)) => text.push_str(&more),
            (_, piece) => parts.push(piece),
        }
    }
    parts
}
