//! What all parts of a document are resolved with.

use crate::diagnostic::{Code, Patience, Sink};
use crate::names;
use crate::resolve::settings::Settings;
use crate::resolve::settings::binds::Binds;
use crate::source::{Place, Source};

/// What the parts of a document are resolved with.
pub(crate) struct Context<'a> {
    pub(crate) sources: &'a [Source],
    pub(crate) sink: &'a mut Sink,
    pub(crate) binds: &'a mut Binds,
    pub(crate) settings: &'a mut Settings,
    pub(crate) patience: &'a Patience,
}

impl<'a> Context<'a> {
    /// The same, where `settings` are found.
    pub(crate) fn with_settings<'s>(&'s mut self, settings: &'s mut Settings) -> Context<'s> {
        let Self { sources, sink, binds, patience, .. } = self;
        Context { sources, sink, binds, settings, patience }
    }

    /// The same, reporting to another `sink`.
    pub(crate) fn with_sink<'s>(self, sink: &'s mut Sink) -> Context<'s>
    where
        'a: 's,
    {
        Context { sink, ..self }
    }

    /// The file that a place is in: this document, or one that it imports.
    pub(crate) fn source(&self, place: &Place) -> &'a Source {
        &self.sources[place.file]
    }

    /// The place of `needle` within a scalar, or that of the scalar where it is written with escapes.
    pub(crate) fn within(&self, place: &Place, needle: &str) -> Place {
        let source = self.source(place);
        let text = source.text.get(place.span.clone()).unwrap_or_default();
        match text.find(needle) {
            Some(offset) => source.place(place.span.start + offset..place.span.start + offset + needle.len()),
            None => place.clone(),
        }
    }

    /// Whether a variable stands at a place as it is, and not in a scalar that is written with escapes.
    pub(crate) fn is_braced(&self, place: &Place) -> bool {
        let written = self.source(place).text.get(place.span.clone()).unwrap_or_default();
        written.starts_with(['{', '$']) && written.ends_with('}')
    }

    /// The end of a scalar, before its closing quote.
    pub(crate) fn end(&self, place: &Place) -> Place {
        let source = self.source(place);
        let is_quoted = source.text.get(place.span.clone()).is_some_and(|text| text.ends_with(['"', '\'']));
        let end = place.span.end - usize::from(is_quoted);
        Place { file: place.file, ..source.place(end..end) }
    }

    /// The place of a variable between braces within a path, without them.
    pub(crate) fn variable_within(&self, place: &Place, variable: &str) -> Place {
        let braced = self.within(place, &format!("{{{variable}}}"));
        if braced == *place {
            return self.within(place, variable);
        }
        Place { file: place.file, ..self.source(place).place(braced.span.start + 1..braced.span.end - 1) }
    }

    /// Where a variable was last reported as undeclared, without its braces.
    pub(crate) fn undeclared(&self, code: Code, variable: &str) -> Option<Place> {
        let text = |place: &Place| self.source(place).text.get(place.span.clone()).unwrap_or_default();
        const MOST: usize = 500; // those of the operation at hand are the last
        let is_it = |place: &&Place| text(place).trim_matches(['$', '{', '}', ' ']) == variable;
        let place = self.sink.places(code).rev().take(MOST).find(is_it)?;
        Some(self.within(place, variable))
    }

    /// The environment variable of a variable; one that nothing binds is named after the variable, with a warning.
    pub(crate) fn variable(&mut self, variable: &str, place: &Place, instead: &str) -> String {
        if let Some(env) = self.binds.env(variable) {
            return env;
        }
        let key = self.binds.key(variable);
        // What another bind has by that name is another setting.
        let env = names::env(if self.binds.is_bound(key) { variable } else { key });
        // One that stands for a secret was reported with that.
        if self.binds.is_incomplete || self.sink.hides(place) {
            return env;
        }
        let message = format!("nothing binds `{variable}`: it becomes the start-up setting {env}");
        let help = format!(
            "set {env} at start-up{}{instead}, or bind it: `binds: [{{namespace: env, keys: {{{env}: {env}}}}}]`",
            if instead.is_empty() { "" } else { ", " }
        );
        let (spot, whole) = (self.within(place, key), self.within(place, variable));
        let report = self.sink.report(Code::UNBOUND_VARIABLE, place, message);
        if let Some(near) = Some(&self.binds).filter(|_| report.is_shown()).and_then(|binds| binds.nearest(key)) {
            let help = format!("did you mean `{near}`? Or set {env} at start-up, or bind it");
            let spot = if near.contains('.') { whole } else { spot };
            report.help(help).replace(&spot, near);
            return env;
        }
        report.help(help);
        env
    }

    /// The environment variable of an input that comes from the environment of the process.
    pub(crate) fn environment(&mut self, name: &str) -> String {
        self.binds.env(name).unwrap_or_else(|| names::env(self.binds.key(name)))
    }

    /// Reports a list or mapping for `name` that holds a reference, where it does not become JSON.
    pub(crate) fn report_within(&mut self, name: &str, place: &Place) {
        let message = format!("`{name}` is a list or mapping with a reference in it, which only a JSON body can take");
        let help = "give each value a key of its own, and put them together in the `body` of the consumed operation";
        self.sink.report(Code::UNKNOWN_VALUE, place, message).help(help);
    }

    /// Notes a variable in single braces, which the reference engine sends as it is.
    pub(crate) fn engine_differs_in_braces(&mut self, place: &Place, written: &str) {
        if !written.starts_with("{{") {
            let message = format!("the reference engine sends `{written}` as it is; Capwright fills it in");
            self.sink
                .report(Code::ENGINE_DIFFERS, place, message)
                .help("nothing to do here; for the engine, write it in double braces");
        }
    }
}
