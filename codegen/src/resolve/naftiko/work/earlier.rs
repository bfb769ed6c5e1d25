//! Names of steps, and what a later part of the document reads of their answers.

use crate::diagnostic::{Code, nearest};
use crate::model::{Pick, Selection};
use crate::names;
use crate::read::naftiko::{Entry, Named, Spanned, Step};
use crate::resolve::context::Context;
use crate::resolve::report::list;
use crate::resolve::text::jsonpath;
use crate::source::Place;

/// The steps resolved so far, by name, and the names of those still to come.
#[derive(Debug, Default)]
pub(crate) struct Earlier {
    /// Every step of the unit, in document order.
    all: Vec<Known>,
    /// How many of them have run.
    done: usize,
}

/// A step.
#[derive(Debug)]
struct Known {
    name: String,
    place: Place,
    /// The variable that holds its answer; empty until it is resolved.
    ident: String,
    is_lookup: bool,
    /// Names that its answer is known to have.
    fields: Vec<String>,
}

/// A step that has run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found<'a> {
    pub(crate) ident: &'a str,
    pub(crate) fields: &'a [String],
}

impl Earlier {
    /// None has run yet.
    pub(crate) fn of(steps: &Named<Step>) -> Self {
        let known = |step: &Entry<Spanned<String>, Step>| Known {
            name: step.name.value.trim().to_owned(),
            place: step.name.place.clone(),
            ident: String::new(),
            is_lookup: matches!(**step, Step::Lookup(_)),
            fields: Vec::new(),
        };
        Self { all: steps.iter().map(known).collect(), done: 0 }
    }

    /// Whether the unit has no steps.
    pub(crate) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The next step has run: its answer is in `ident`, and has these fields at least.
    pub(crate) fn push(&mut self, ident: String, fields: Vec<String>) {
        if let Some(step) = self.all.get_mut(self.done) {
            (step.ident, step.fields) = (ident, fields);
        }
        self.done += 1;
    }

    /// The part of an earlier answer that `step.a.b` (or `$.step.a.b`) names; none if no step has that name.
    pub(crate) fn pick(&self, context: &mut Context<'_>, dotted: &str, place: &Place) -> Option<Pick> {
        let text = dotted.trim();
        let rooted = text.strip_prefix("$.");
        let (at, rest) = self.split(rooted.unwrap_or(text), rooted.is_some())?;
        let step = &self.all[at];
        if at >= self.done {
            // Unless it says that it means a step, it may name an input that is called like a step to come.
            return if rooted.is_some() || !rest.is_empty() { self.refuse_later(context, at, place) } else { None };
        }
        self.note_spelling(context, at, rooted.unwrap_or(text), place);
        if step.is_lookup && rooted.is_none() {
            let message =
                format!("the reference engine puts nothing for `{text}`, as lookups are not in its templates");
            let report = context.sink.report(Code::ENGINE_DIFFERS, place, message);
            report.help("nothing to do here; for the engine, read it in `mappings`");
        }
        Some(Pick { step: step.ident.clone(), selection: selection(context, rest, place) })
    }

    /// The part of an earlier answer that a value of `with` refers to by `$.step.a.b`; none if it is a text that only looks so.
    pub(crate) fn refer(&self, context: &mut Context<'_>, text: &str, place: &Place) -> Option<Pick> {
        let pick = self.pick(context, text, place);
        if pick.is_some() {
            let message =
                format!("the reference engine sends the text `{text}`; Capwright passes what the step answered");
            let name = text.trim_start_matches("$.");
            let help = if name.contains('[') {
                "nothing to do here; the engine has no words for it".to_owned()
            } else {
                format!("nothing to do here; for the engine, write `{{{{{name}}}}}`")
            };
            context.sink.report(Code::ENGINE_DIFFERS, place, message).help(help);
        } else if self.is_near(text) {
            self.report_unknown(context, text, place);
        }
        pick
    }

    /// Whether `$.step.a.b` names a part of an answer.
    pub(crate) fn is_part(&self, text: &str) -> bool {
        text.strip_prefix("$.").is_some_and(|path| self.split(path, true).is_some())
    }

    /// Whether a path seems to mean a step, and misspells it.
    pub(crate) fn is_near(&self, dotted: &str) -> bool {
        let text = dotted.strip_prefix("$.").unwrap_or(dotted);
        let mut known = self.all.iter().map(|step| step.name.as_str());
        text.split_once('.').is_some_and(|(name, _)| known.any(|known| nearest(name, [known]).is_some()))
    }

    /// Reports that a path, such as the value of a mapping, begins with no step.
    pub(crate) fn report_unknown(&self, context: &mut Context<'_>, dotted: &str, place: &Place) {
        let text = dotted.trim();
        let text = text.strip_prefix("$.").unwrap_or(text);
        let name = text.split(['.', '[']).next().unwrap_or_default();
        self.unknown(context, name, place);
    }

    /// The step of that name, which must have run; anything else is reported.
    pub(crate) fn find(&self, context: &mut Context<'_>, name: &str, place: &Place) -> Option<Found<'_>> {
        let text = name.trim();
        let text = text.strip_prefix("$.").unwrap_or(text);
        let Some(at) = names::position(self.all.iter().map(|step| step.name.as_str()), text) else {
            self.unknown(context, text, place);
            return None;
        };
        if at >= self.done {
            self.refuse_later(context, at, place);
            return None;
        }
        self.note_spelling(context, at, text, place);
        let step = &self.all[at];
        Some(Found { ident: &step.ident, fields: &step.fields })
    }

    /// The step that a path begins with, and the rest. Names may hold dots: the longest counts. One that is only spelled in
    /// another way counts where a step is meant for certain.
    fn split<'t>(&self, path: &'t str, is_step: bool) -> Option<(usize, &'t str)> {
        let exact = self.all.iter().enumerate().filter_map(|(at, step)| {
            let rest = path.strip_prefix(step.name.as_str())?;
            (rest.is_empty() || rest.starts_with(['.', '['])).then_some((at, rest))
        });
        exact.max_by_key(|(_, rest)| path.len() - rest.len()).or_else(|| {
            let end = path.find(['.', '[']).unwrap_or(path.len());
            let (head, rest) = path.split_at(end);
            let at = names::position(self.all.iter().map(|step| step.name.as_str()), head)?;
            (is_step && !head.is_empty()).then_some((at, rest))
        })
    }

    fn note_spelling(&self, context: &mut Context<'_>, at: usize, written: &str, place: &Place) {
        let step = &self.all[at];
        if !written.starts_with(step.name.as_str()) {
            let name = written.split(['.', '[']).next().unwrap_or_default();
            let message = format!("`{name}` is read as step `{}`, ignoring case and punctuation", step.name);
            let report = context.sink.report(Code::VARIABLE_SPELLING, place, message);
            report.help(format!("spell it `{}`", step.name));
        }
    }

    /// Refuses a step that has not run. What stands for it is never used, as there is no crate.
    fn refuse_later(&self, context: &mut Context<'_>, at: usize, place: &Place) -> Option<Pick> {
        let step = &self.all[at];
        let message = if at == self.done {
            format!("step `{}` refers to itself", step.name)
        } else {
            format!("step `{}` comes later: there is no answer of it yet", step.name)
        };
        context
            .sink
            .report(Code::UNKNOWN_STEP, place, message)
            .help("refer to a step that stands before this one, or put that step first")
            .related(&step.place, "defined here");
        Some(Pick { step: step.ident.clone(), selection: Selection::whole() })
    }

    fn unknown(&self, context: &mut Context<'_>, name: &str, place: &Place) {
        let known: Vec<&str> = self.all.iter().take(self.done).map(|step| step.name.as_str()).collect();
        let report = context.sink.report(Code::UNKNOWN_STEP, place, format!("no step is called `{name}`"));
        if !report.is_shown() {
            return;
        }
        match nearest(name, known.iter().copied()).and_then(|near| known.iter().position(|name| *name == near)) {
            Some(at) => {
                report.help(format!("did you mean `{}`?", known[at])).related(&self.all[at].place, "defined here")
            }
            None if known.is_empty() => report.help("no step stands before this one"),
            None => report.help(format!("there are {}", list(&known))),
        };
    }
}

/// What follows the name of a step: a path, seen from its answer.
fn selection(context: &mut Context<'_>, rest: &str, place: &Place) -> Selection {
    if rest.is_empty() || rest == "." {
        return Selection::whole();
    }
    // What is wrong with it is reported: what stands for it is never used.
    jsonpath::select(context, &format!("${rest}"), place).unwrap_or_else(Selection::whole)
}
